/** Has what a test opened closed when the test is over, and what a soak opened when that is. */
type Close = () => void | Promise<void>

const opened = new Set<Close>()
const onTestFinished =
  process.env['VITEST'] === undefined ? undefined : (await import('vitest')).onTestFinished

/** @returns to be called where it was closed before: a soak opens more than fits into memory. */
export const atEnd: (close: Close) => () => void = (close) => {
  if (onTestFinished) onTestFinished(close)
  else opened.add(close)
  return () => opened.delete(close)
}

/** The soak is over; what was opened last goes first. */
export async function end(): Promise<void> {
  for (const close of [...opened].toReversed()) await close()
  opened.clear()
}
