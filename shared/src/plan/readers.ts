/**
 * What stored and sent values are taken for. A reader gives the value back as its field knows it, or `undefined`
 * where it is none. They are plain functions, for the board reads thousands of values before it shows the first.
 */

export type Reader<T> = (value: unknown) => T | undefined

/** Who did a thing, and when (UTC ms) by the clock that the page had from the server. */
export interface Stamp {
  at: number
  by: string
}

/**
 * A stamp with the facts that it covers, as they were then: what the result is still good for. A plain stamp,
 * as counts and audits once were, is evidence that covers nothing.
 */
export interface Evidence extends Stamp {
  tested: Record<string, string>
}

export const MEMBERS_MAX = 200
const NAME_MAX = 80
const FACT_NAME_MAX = 60
const FACT_MAX = 2_000

/** Text of `min` to `max` UTF-16 code units. */
export const text =
  (max: number, min = 0): Reader<string> =>
  (value) =>
    typeof value === 'string' && value.length >= min && value.length <= max ? value : undefined

export const whole =
  (min: number, max: number): Reader<number> =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
      ? (value as number)
      : undefined

export const boolean: Reader<boolean> = (value) => (typeof value === 'boolean' ? value : undefined)

export const nullable =
  <T>(read: Reader<T>): Reader<T | null> =>
  (value) =>
    value === null ? null : read(value)

/** What `read` takes, if it is also one that `isKnown`. */
export const known =
  <T extends string>(read: Reader<string>, isKnown: (value: string) => boolean): Reader<T> =>
  (value) => {
    const taken = read(value)
    return taken !== undefined && isKnown(taken) ? (taken as T) : undefined
  }

export const id = text(40, 1)

/** At most `MEMBERS_MAX` ids, each one that `isMember`. */
export const members = (isMember: (member: string) => boolean): Reader<readonly string[]> => {
  const readMember = known(id, isMember)
  return (value) => {
    if (!Array.isArray(value) || value.length > MEMBERS_MAX) return undefined
    const read = Array.from(value, readMember)
    return read.includes(undefined) ? undefined : (read as string[])
  }
}

const instantOfStamp = whole(0, Number.MAX_SAFE_INTEGER)
const nameOfStamp = text(NAME_MAX, 1)

export const readStamp: Reader<Stamp> = (value) => {
  if (!isObject(value)) return undefined
  const at = instantOfStamp(value['at'])
  const by = nameOfStamp(value['by'])
  return at === undefined || by === undefined ? undefined : { at, by }
}

export const readEvidence: Reader<Evidence> = (value) => {
  const stamped = readStamp(value)
  const tested = facts((value as Partial<Evidence> | null)?.tested)
  return stamped && tested && { ...stamped, tested }
}

const factName = text(FACT_NAME_MAX)
const fact = text(FACT_MAX)

function facts(value: unknown): Record<string, string> | undefined {
  if (value === undefined) return {}
  if (!isObject(value) || ![Object.prototype, null].includes(Object.getPrototypeOf(value))) return undefined
  // A key of the language, not of a fact: as a property it would be another object's.
  const entries = Object.entries(value).filter(([name]) => name !== '__proto__')
  const areTaken = entries.every(([name, said]) => factName(name) !== undefined && fact(said) !== undefined)
  return areTaken ? (Object.fromEntries(entries) as Record<string, string>) : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
