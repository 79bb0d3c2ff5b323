/** The colours of people; see `--person-0` and on in tokens.css. */

/** How many there are. */
export const HUES = 8
/** Neighbours among them look alike; by these steps all are reached. */
const STEP = 3

/** Somebody's own: the same on every screen. */
export function hueOf(personId: string): number {
  let sum = 0
  for (const letter of personId) sum = (sum * 31 + letter.codePointAt(0)!) % 8_191
  return sum % HUES
}

/** Those of people who are here together: different, as long as there are enough, and the same on every screen. */
export function huesOf(personIds: Iterable<string>): Map<string, number> {
  const hues = new Map<string, number>()
  for (const id of [...new Set(personIds)].sort()) {
    const taken = new Set(hues.values())
    const free = Array.from({ length: HUES }, (_, step) => (hueOf(id) + step * STEP) % HUES)
    hues.set(id, free.find((hue) => !taken.has(hue)) ?? hueOf(id))
  }
  return hues
}
