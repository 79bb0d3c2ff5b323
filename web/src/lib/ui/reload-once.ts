/** Loading a page again for a newer build of the app, without going in circles where that brings the same one back. */
import { version } from '$app/env'

const KEY = 'flashboard:reloaded-from'

/** @returns whether it reloads: not where it has done so from this build already. */
export function reloadOnce(): boolean {
  try {
    if (sessionStorage.getItem(KEY) === version) return false
    sessionStorage.setItem(KEY, version)
  } catch {
    return false
  }
  location.reload()
  return true
}

/** Whether this page is what such a reload brought. Says so once. */
export function isReloaded(): boolean {
  try {
    const from = sessionStorage.getItem(KEY)
    if (from === null || from === version) return false
    sessionStorage.removeItem(KEY)
    return true
  } catch {
    return false
  }
}
