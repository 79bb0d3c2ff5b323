import { HOUR_MS } from '@flashboard/shared/plan/time'
import { logAnswer, readinessAnswer } from '@flashboard/shared/wire/http'
import { describe, expect, test } from 'vitest'
import { RoomClient } from '../../../tests/support/room-client.ts'
import { type Device, drop, openTestApp, type TestApp } from '../../../tests/support/test-app.ts'

const H72_AT = drop.launchAt - 72 * HOUR_MS

async function open() {
  const app = await openTestApp()
  const ada = await app.device().sayName('Ada')
  const id = await ada.makePlan({ template: 'blank' })
  await app.judged()
  return { ...app, ada, id }
}

const kindsOf = async (device: Device, id: string, after = '') =>
  logAnswer
    .parse((await device.ask('GET', `/api/plans/${id}/log${after}`)).body)
    .events.map(({ seq, kind }) => `${seq} ${kind}`)

async function requirement(device: Device, id: string, name: string) {
  const { gates } = readinessAnswer.parse((await device.ask('GET', `/api/plans/${id}/readiness`)).body)
  return gates.flatMap(({ requirements }) => requirements).find((each) => each.id === name)!
}

const until = ({ clock }: TestApp, at: number) => at - clock.now()

describe('GET /api/plans/:id/log', () => {
  test('tells all from the plan’s making on, or what came after an event', async () => {
    const { ada, id, judged, clock } = await open()
    expect(await kindsOf(ada, id)).toEqual(['1 planCreated', '2 requirementTurned', '3 requirementTurned'])
    await judged(H72_AT + 1 - clock.now())
    expect(await kindsOf(ada, id, '?after=3')).toEqual(['4 deadlineNeared', '5 deadlinePassed'])
    expect(await kindsOf(ada, id, '?after=5')).toEqual([])
  })

  test('names who did it, and the clock as nobody', async () => {
    const app = await open()
    await app.judged(until(app, H72_AT + 1))
    const { events } = (await app.ada.ask('GET', `/api/plans/${app.id}/log`)).body
    expect(events[0].actor).toEqual({ personId: expect.any(String), name: 'Ada' })
    expect(events[0].template).toBe('blank')
    expect(events.at(-1)).toMatchObject({ actor: null, at: H72_AT, gate: 'h72' })
  })

  test.each(['-1', '1.5', 'last', '9'.repeat(16)])('refuses to begin after %s', async (after) => {
    const { ada, id } = await open()
    const answer = await ada.ask('GET', `/api/plans/${id}/log?after=${after}`)
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } })
  })

  test('is refused where there is no plan, and to one without a session', async () => {
    const { ada, id, device } = await open()
    expect((await ada.ask('GET', '/api/plans/nowhere/log')).status).toBe(404)
    expect((await device().ask('GET', `/api/plans/${id}/log`)).status).toBe(401)
  })
})

describe('a waiver', () => {
  const reason = 'The venue counts its own stock.'
  const waive = (device: Device, id: string, requirement = 'tiers-set', why: unknown = reason) =>
    device.ask('POST', `/api/plans/${id}/waivers`, { requirement, reason: why })
  const withdraw = (device: Device, id: string, requirement = 'tiers-set') =>
    device.ask('DELETE', `/api/plans/${id}/waivers/${requirement}`)

  test('given by a lead shows over what lies under it, and leaves the list of what is urgent', async () => {
    const app = await open()
    const { ada, id } = app
    await app.judged(until(app, H72_AT + 1))
    expect(await waive(ada, id)).toMatchObject({ status: 201, body: { seq: 6 } })
    expect(await requirement(ada, id, 'tiers-set')).toMatchObject({
      state: 'waived',
      under: 'missed',
      waiver: { by: { name: 'Ada' }, at: app.clock.now(), reason },
      findings: [{ path: 'tiers' }],
    })
    const { plans } = (await ada.ask('GET', '/api/plans')).body
    expect(plans[0].worstGate).toMatchObject({ id: 'h72', state: 'missed', open: 2 })
  })

  test('withdrawn is gone, and withdrawing what is not waived changes nothing', async () => {
    const { ada, id } = await open()
    await waive(ada, id)
    expect((await withdraw(ada, id)).status).toBe(204)
    expect((await withdraw(ada, id)).status).toBe(204)
    expect(await kindsOf(ada, id, '?after=3')).toEqual(['4 waiverGiven', '5 waiverWithdrawn'])
    expect(await requirement(ada, id, 'tiers-set')).toMatchObject({ state: 'open' })
  })

  test('is refused to an editor', async () => {
    const { ada, id, device } = await open()
    const ben = await (await device().sayName('Ben')).join(id, ada)
    const refused = { status: 403, body: { code: 'not_allowed', message: expect.stringContaining('lead') } }
    expect(await waive(ben, id)).toMatchObject(refused)
    await waive(ada, id)
    expect(await withdraw(ben, id)).toMatchObject(refused)
    expect(await requirement(ada, id, 'tiers-set')).toMatchObject({ state: 'waived' })
  })

  test.each([
    ['moon-phase', reason],
    ['tiers-set', ' no '],
    ['tiers-set', 'x'.repeat(501)],
    ['tiers-set', 'so\u0000so'],
    ['tiers-set', null],
  ])('of %s for the reason %j is refused', async (requirement, why) => {
    const { ada, id } = await open()
    expect(await waive(ada, id, requirement, why)).toMatchObject({
      status: 400,
      body: { code: 'bad_request' },
    })
    expect(await kindsOf(ada, id, '?after=3')).toEqual([])
  })

  test('needs a plan', async () => {
    const { ada } = await open()
    expect((await waive(ada, 'nowhere')).status).toBe(404)
    expect((await withdraw(ada, 'nowhere')).status).toBe(404)
  })
})

test('readiness says how late a requirement was met, by when its edit came', async () => {
  const app = await open()
  const { ada, id, rooms, clock } = app
  const personId = (await ada.ask('GET', '/api/session')).body.person.id
  const page = await new RoomClient(9).join(rooms, id, { personId })
  page.flush()
  await app.judged(until(app, drop.launchAt - 23 * HOUR_MS))
  page.doc.getMap('link').set('bitrateKbps', 6_000)
  page.doc.getMap('link').set('backupKbps', 9_000)
  page.flush()
  const cameAt = clock.now()
  clock.tick()
  await app.judged()
  expect(await requirement(ada, id, 'backup-link')).toMatchObject({
    state: 'metLate',
    lateByMs: cameAt - (drop.launchAt - 24 * HOUR_MS),
  })
})
