/** Signing in by the team's own provider: there, and back to `/signed-in`. Where to go on is this tab's own secret. */
import { deviceName } from '#lib/ui/device-names.ts'
import { answerOf, api } from './api.ts'

const STORED = deviceName('after-sign-in')

/** What people call the provider; nothing where this server has none, or does not answer. */
export async function teamName(): Promise<string | undefined> {
  const { team } = await answerOf(api['sign-in'].$get()).catch(() => ({ team: null }))
  return team?.name
}

/** Leaves the page. @throws RequestError */
export async function goToProvider(): Promise<void> {
  const { address } = await answerOf(api['sign-in'].team.$post())
  try {
    sessionStorage.setItem(STORED, location.href)
  } catch {
    // Then it goes on at the list of plans.
  }
  location.assign(address)
}

/** Takes what the provider has put into the address, which stands there no longer. @throws RequestError */
export async function comeBack() {
  const answer = location.search
  history.replaceState(history.state, '', location.pathname)
  return await answerOf(api['sign-in'].team.finish.$post({ json: { answer } }))
}

/** Goes on where the sign-in was begun, as whoever this device is now. */
export function goOn(): void {
  const began = read()
  // An address of this page's own, whole: its path alone could name another site.
  location.replace(began !== null && URL.parse(began)?.origin === location.origin ? began : '/')
}

function read(): string | null {
  try {
    const began = sessionStorage.getItem(STORED)
    sessionStorage.removeItem(STORED)
    return began
  } catch {
    return null
  }
}
