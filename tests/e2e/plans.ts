/** Plans for the tests, made and read through the API of whoever's page is given. */
import { expect, type Page } from '@playwright/test'
import { cryptoChance } from '@flashboard/server/chance'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import type { Role } from '@flashboard/shared/access/roles'
import type { Plan } from '@flashboard/shared/plan/schema'
import { HOUR_MS, MINUTE_MS } from '@flashboard/shared/plan/time'
import type { CreatePlanRequest } from '@flashboard/shared/wire/http'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

interface WantedPlan extends Partial<Omit<CreatePlanRequest, 'launchAt'>> {
  launchInMs?: number
  /** Those who are in it as editors from the beginning. */
  team?: readonly Page[]
}

/** A plan that its maker has not opened yet. @returns its id. */
export async function makePlan(maker: Page, wanted: WantedPlan = {}): Promise<string> {
  const { launchInMs = 14 * 24 * HOUR_MS, team = [], ...asked } = wanted
  const response = await maker.request.post('/api/plans', {
    data: {
      template: 'playbook',
      name: 'Spring drop',
      // To the minute, as the form has it.
      launchAt: Math.ceil((Date.now() + launchInMs) / MINUTE_MS) * MINUTE_MS,
      timeZone: 'Europe/Lisbon',
      currency: 'EUR',
      ...asked,
    },
    failOnStatusCode: true,
  })
  const { id } = (await response.json()) as { id: string }
  if (team.length > 0) await letIn(maker, id, team)
  return id
}

/** Makes people members of a plan, by an invitation of a lead's, without anybody's page. */
export async function letIn(
  lead: Page,
  id: string,
  people: readonly Page[],
  role: Role = 'editor',
): Promise<void> {
  const secret = await invite(lead, id, role, people.length)
  for (const { request } of people) {
    await request.post('/api/invitations/accept', { data: { secret }, failOnStatusCode: true })
  }
}

/** @returns the secret of a new invitation, which is what stands behind the `#` of its link. */
export async function invite(lead: Page, id: string, role: Role, uses = 1): Promise<string> {
  const response = await lead.request.post(`/api/plans/${id}/invitations`, {
    data: { role, days: 7, uses },
    failOnStatusCode: true,
  })
  return ((await response.json()) as { secret: string }).secret
}

/** Moves a plan's launch to the millisecond, which the board's own control can't. */
export async function moveLaunch(mover: Page, id: string, launchAt: number): Promise<void> {
  await editPlan(mover, id, (plan) => plan.set('event/launchAt', launchAt))
}

/** Edits a plan as somebody without its page; the server has it when this settles. */
export async function editPlan(editor: Page, id: string, edit: (plan: PlanDoc) => void): Promise<void> {
  const { host } = new URL(editor.url())
  const cookies = await editor.context().cookies()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  class Socket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { cookie } })
    }
  }
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(`ws://${host}/sync`, id, doc, {
    WebSocketPolyfill: Socket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  })
  await new Promise<void>((resolve) => provider.once('sync', () => resolve()))
  const plan = new PlanDoc(doc, cryptoChance)
  edit(plan)
  await expect.poll(() => storedPlan(editor, id)).toEqual(plan.read())
  provider.destroy()
}

export async function waive(lead: Page, id: string, requirement: string, reason: string): Promise<void> {
  const data = { requirement, reason }
  await lead.request.post(`/api/plans/${id}/waivers`, { data, failOnStatusCode: true })
}

/** The plan as the server has it now. */
export async function storedPlan(reader: Page, id: string): Promise<Plan> {
  const response = await reader.request.get(`/api/plans/${id}`, { failOnStatusCode: true })
  const { plan } = (await response.json()) as { plan: Plan }
  return plan
}

/** Opens a plan's board, and waits until it is in step with the server. */
export async function openBoard(page: Page, id: string): Promise<void> {
  await page.goto(`/plans/${id}`)
  await expect(savedState(page)).toHaveText('Saved')
}

/** What the page says of its edits and the server's disk. The words stand there twice: to be seen, and to be heard. */
export function savedState(page: Page) {
  const words =
    /^(Saved(, \d+ fields? not entered)?|\d+ edits? not taken|(Saving|Connecting|Not connected|Offline|Trying again).*)$/
  return page.getByRole('banner').getByText(words).first()
}

/** Until this device keeps the app itself, so that it opens without the server. */
export async function appKept(page: Page): Promise<void> {
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
}
