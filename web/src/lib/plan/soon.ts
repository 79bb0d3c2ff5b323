/** A page that can open without the server does not wait for it longer than people notice. */
const SOON_MS = 1_000

/** The answer where it comes soon, else what the page goes on with meanwhile; a late one is the caller's to take. */
export function soon<T>(answer: Promise<T>, otherwise: T): Promise<T> {
  return Promise.race([
    answer,
    new Promise<T>((resolve) => {
      setTimeout(() => resolve(otherwise), SOON_MS)
    }),
  ])
}
