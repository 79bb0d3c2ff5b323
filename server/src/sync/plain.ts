/** What values a client may send: what JSON has, and not nested so deep that walking it overflows the stack. */

/** A plan has two: a text in an entity in a collection, a fact in a stamp in an entity. */
export const DEPTH_MAX = 8

/**
 * Whether a value is plain: `JSON.stringify` neither throws on it nor leaves any of it out. An object whose prototype
 * was set, which Yjs does for the key `__proto__`, is none.
 */
export function isPlain(value: unknown, depth = 0): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true
    case 'number':
      return Number.isFinite(value)
    case 'object':
      break
    default:
      return false
  }
  if (value === null) return true
  if (depth >= DEPTH_MAX) return false
  if (Array.isArray(value)) return value.every((inner) => isPlain(inner, depth + 1))
  if (Object.getPrototypeOf(value) !== Object.prototype) return false
  return Object.values(value).every((inner) => isPlain(inner, depth + 1))
}
