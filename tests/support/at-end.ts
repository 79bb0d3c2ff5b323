/** Has what a test opened closed when the test is over, and what a soak opened when that is. */
type Close = () => void | Promise<void>

const opened: Close[] = []

export const atEnd: (close: Close) => void =
  process.env['VITEST'] === undefined
    ? (close) => void opened.push(close)
    : (await import('vitest')).onTestFinished

/** The soak is over; what was opened last goes first. */
export async function end(): Promise<void> {
  for (let close = opened.pop(); close; close = opened.pop()) await close()
}
