/** The servers that are measured: how each is started, and where its clients knock. */
import { randomUUID } from 'node:crypto'
import { DAY_MS } from '@flashboard/shared/plan/time'
import type { Door } from './frames.ts'

export interface Contestant {
  name: string
  script: URL
  args: readonly string[]
  /** Whether what it was told is still there after it was started again. */
  keeps: boolean
  /** Whether it is one of those in `peers`, which are installed when the bench runs. */
  isInstalled: boolean
  /** Whether it answers for a document; the floor only hands on. */
  speaksSync: boolean
  /** @param people how many are in it, where the server knows people. */
  makePlan: (port: number, people: number) => Promise<PlanKey>
  door: (port: number, plan: PlanKey) => Door
}

export interface PlanKey {
  id: string
  /** One a person. */
  cookies?: readonly string[]
}

export const OURS = 'Flashboard'
export const Y_WEBSOCKET = 'y-websocket'
export const HOCUSPOCUS = 'Hocuspocus'
export const HOCUSPOCUS_SQLITE = `${HOCUSPOCUS} + SQLite`

const anyName = async (): Promise<PlanKey> => ({ id: randomUUID() })
const byPath = (port: number, { id }: PlanKey): Door => ({
  address: `ws://127.0.0.1:${port}/${id}`,
  speaksSync: true,
})
const byName = (port: number, { id }: PlanKey): Door => ({
  address: `ws://127.0.0.1:${port}/`,
  documentName: id,
  speaksSync: true,
})

const peer = { args: [], keeps: true, isInstalled: true, speaksSync: true, makePlan: anyName }
const hocuspocus = { ...peer, script: new URL('../peers/hocuspocus.ts', import.meta.url), door: byName }

export const contestants: readonly Contestant[] = [
  {
    ...peer,
    name: OURS,
    script: new URL('servers/flashboard.ts', import.meta.url),
    isInstalled: false,
    makePlan: makeOurPlan,
    door: (port, { id, cookies }) => ({
      address: `ws://127.0.0.1:${port}/sync/${id}`,
      cookies: cookies!,
      speaksSync: true,
    }),
  },
  {
    ...peer,
    name: Y_WEBSOCKET,
    script: new URL('../peers/y-websocket.ts', import.meta.url),
    door: byPath,
  },
  { ...hocuspocus, name: HOCUSPOCUS, keeps: false },
  { ...hocuspocus, name: HOCUSPOCUS_SQLITE, args: ['sqlite'] },
  {
    ...peer,
    name: 'bare relay',
    script: new URL('servers/relay.ts', import.meta.url),
    keeps: false,
    isInstalled: false,
    speaksSync: false,
    door: (port, plan) => ({ ...byPath(port, plan), speaksSync: false }),
  },
]

/** As people do: a session, a plan without a template, and an invitation for the others. */
async function makeOurPlan(port: number, people: number): Promise<PlanKey> {
  const api = `http://127.0.0.1:${port}/api/`
  const cookie = await signIn(api)
  const launchAt = Date.now() + 10 * DAY_MS
  const about = { template: 'blank', name: 'Drop', launchAt, timeZone: 'UTC', currency: 'EUR' }
  const plan = await post(`${api}plans`, about, cookie)
  const { id } = (await plan.json()) as { id: string }
  const cookies = [cookie]
  while (cookies.length < people) {
    const terms = { role: 'editor', days: 1, uses: 1 }
    const invitation = await post(`${api}plans/${id}/invitations`, terms, cookie)
    const { secret } = (await invitation.json()) as { secret: string }
    const guest = await signIn(api)
    await post(`${api}invitations/accept`, { secret }, guest)
    cookies.push(guest)
  }
  return { id, cookies }
}

async function signIn(api: string): Promise<string> {
  const session = await post(`${api}session`, { name: 'Ana' })
  return session.headers.get('set-cookie')!.split(';')[0]!
}

async function post(url: string, json: object, cookie = ''): Promise<Response> {
  const headers = { 'content-type': 'application/json', cookie }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(json) })
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return response
}
