/** Loading a page again for the build that the server has, without going in circles where that does not help. */
import { deviceName } from './device-names.ts'

const RELOADED_FOR = deviceName('reloaded-for')
const IS_NEWS = deviceName('reloaded-news')

/** @returns whether it reloads: once for each build of the server, and only where the server answers. */
export async function reloadOnce(): Promise<boolean> {
  try {
    const answer = await fetch('/_app/version.json', { cache: 'no-store' })
    const { version } = (await answer.json()) as { version: string }
    if (sessionStorage.getItem(RELOADED_FOR) === version) return false
    sessionStorage.setItem(RELOADED_FOR, version)
    sessionStorage.setItem(IS_NEWS, 'yes')
  } catch {
    return false
  }
  location.reload()
  return true
}

/** Whether this page is what such a reload brought. Says so once. */
export function isReloaded(): boolean {
  try {
    const isNews = sessionStorage.getItem(IS_NEWS) !== null
    sessionStorage.removeItem(IS_NEWS)
    return isNews
  } catch {
    return false
  }
}
