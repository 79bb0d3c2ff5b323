/**
 * Under which names the page keeps something on a device, in whatever storage. What is a person's has their id in its
 * name, so that signing out takes all of theirs, and nothing of anybody else's who was here (M9).
 */
const PREFIX = 'flashboard'

/** @param parts of which none has a colon but, if need be, the last */
export function deviceName(...parts: readonly string[]): string {
  return [PREFIX, ...parts].join(':')
}

/** The parts of a name of ours; nothing of anybody else's. */
export function partsOfName(name: string | undefined): string[] | undefined {
  const [prefix, ...parts] = name?.split(':') ?? []
  return prefix === PREFIX && parts.length > 0 ? parts : undefined
}
