/** Loading a page again by itself: without going in circles where that does not help, and so that the next page says why. */
import { deviceName } from './device-names.ts'

const RELOADED_FOR = deviceName('reloaded-for')
const NEWS = deviceName('reloaded-news')

export type ReloadNews = 'newBuild' | 'putBack' | 'copyRemoved'

/** For the build that the server has. @returns whether it reloads: once for each, and only where the server answers. */
export async function reloadOnce(): Promise<boolean> {
  try {
    const answer = await fetch('/_app/version.json', { cache: 'no-store' })
    const { version } = (await answer.json()) as { version: string }
    if (sessionStorage.getItem(RELOADED_FOR) === version) return false
    sessionStorage.setItem(RELOADED_FOR, version)
  } catch {
    return false
  }
  reloadWith('newBuild')
  return true
}

export function reloadWith(news: ReloadNews): void {
  try {
    sessionStorage.setItem(NEWS, news)
  } catch {
    // Then the next page says nothing.
  }
  location.reload()
}

/** Why this page was loaded again, if such a reload brought it. Says so once. */
export function reloadNews(): ReloadNews | undefined {
  try {
    const news = sessionStorage.getItem(NEWS) as ReloadNews | null
    sessionStorage.removeItem(NEWS)
    return news ?? undefined
  } catch {
    return undefined
  }
}
