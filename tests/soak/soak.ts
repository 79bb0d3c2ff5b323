/** A promise of docs/sync.md put to the proof: shortened in `npm test`, at its full figure in `pnpm soak`. */

/** What was measured, and what it must be. */
export interface Figure {
  what: string
  value: number
  atLeast?: number
  atMost?: number
}

export interface Soak<Size> {
  /** The promises that it proves, such as `S1`. */
  promises: string
  title: string
  full: Size
  short: Size
  /** Proves it once at a size; what it opens is closed through `atEnd`. */
  prove(size: Size, say: (progress: string) => void): Promise<Figure[]>
  /** Tells one seeded run, event by event, to see what a failed seed did. */
  tell?: (seed: number, say: (event: string) => void) => Promise<void>
}

export const isMet = ({ value, atLeast = -Infinity, atMost = Infinity }: Figure): boolean =>
  value >= atLeast && value <= atMost

/** The shortened proof, for a test: the figures that are missed, which should be none. */
export async function missedShort<Size>({ short, prove }: Soak<Size>): Promise<Figure[]> {
  const figures = await prove(short, () => {})
  return figures.filter((figure) => !isMet(figure))
}
