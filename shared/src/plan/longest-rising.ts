/**
 * The most of these items whose keys rise strictly in the order given: what may stay where it is when the rest
 * moves. By patience sorting, so that a list of thousands costs nothing.
 */
export function longestRising<T>(items: readonly T[], keyOf: (item: T) => string | number): Set<T> {
  /** By length less one: the index at which a rising run of that length ends lowest. */
  const ends: number[] = []
  const before: (number | undefined)[] = []
  for (const [index, item] of items.entries()) {
    let length = 0
    for (let beyond = ends.length; length < beyond;) {
      const middle = (length + beyond) >> 1
      if (keyOf(items[ends[middle]!]!) < keyOf(item)) length = middle + 1
      else beyond = middle
    }
    before[index] = ends[length - 1]
    ends[length] = index
  }
  const rising = new Set<T>()
  for (let at = ends.at(-1); at !== undefined; at = before[at]) rising.add(items[at]!)
  return rising
}
