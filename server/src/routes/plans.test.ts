import { HOUR_MS } from '@flashboard/shared/plan/time'
import { planAnswer, plansAnswer, planSummary, readinessAnswer } from '@flashboard/shared/wire/http'
import { describe, expect, test } from 'vitest'
import { RoomClient } from '../../../tests/support/room-client.ts'
import { drop, openTestApp } from '../../../tests/support/test-app.ts'

describe('POST /api/plans', () => {
  test('makes a plan that its maker leads, from each template', async () => {
    const { device } = await openTestApp()
    const ada = await device().sayName('Ada')
    for (const template of ['playbook', 'sample', 'blank']) {
      const { status, body } = await ada.ask('POST', '/api/plans', { ...drop, template })
      expect(status).toBe(201)
      expect(planSummary.parse(body)).toMatchObject({
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        name: 'Spring drop',
        launchAt: drop.launchAt,
        role: 'lead',
        seq: 1,
      })
    }
  })

  test('ends the sale after 90 minutes unless it is told when', async () => {
    const { device } = await openTestApp()
    const ada = await device().sayName('Ada')
    const endOf = async (id: string) => (await ada.ask('GET', `/api/plans/${id}`)).body.plan.event.endsAt
    expect(await endOf(await ada.makePlan())).toBe(drop.launchAt + 1.5 * HOUR_MS)
    const endsAt = drop.launchAt + 5 * HOUR_MS
    expect(await endOf(await ada.makePlan({ endsAt }))).toBe(endsAt)
  })

  test.each([
    [{ launchAt: Date.UTC(2026, 4, 31) }, 422, 'launch_in_past'],
    [{ endsAt: drop.launchAt }, 422, 'end_before_launch'],
    [{ endsAt: drop.launchAt - 1 }, 422, 'end_before_launch'],
    [{ timeZone: 'Europe/Atlantis' }, 422, 'unknown_time_zone'],
    [{ timeZone: '+01:00' }, 422, 'unknown_time_zone'],
    [{ currency: 'eur' }, 422, 'unknown_currency'],
    [{ currency: 'XQQ' }, 422, 'unknown_currency'],
    [{ launchAt: Date.UTC(2300, 0) }, 400, 'bad_request'],
    [{ launchAt: 1.5 }, 400, 'bad_request'],
    [{ launchAt: undefined }, 400, 'bad_request'],
    [{ name: ' ' }, 400, 'bad_request'],
    [{ template: 'other' }, 400, 'bad_request'],
    [{ timeZone: 'x'.repeat(61) }, 400, 'bad_request'],
  ])('refuses %j with %i %s and keeps nothing', async (changes, status, code) => {
    const { device } = await openTestApp()
    const ada = await device().sayName('Ada')
    const answer = await ada.ask('POST', '/api/plans', { ...drop, ...changes })
    expect(answer).toMatchObject({ status, body: { code, message: expect.stringMatching(/^\S.{10,}/) } })
    expect((await ada.ask('GET', '/api/plans')).body.plans).toEqual([])
  })
})

describe('GET /api/plans', () => {
  test('lists a person’s plans, the newest first, with the gate that most needs somebody', async () => {
    const { device, clock } = await openTestApp()
    const [ada, ben] = [await device().sayName('Ada'), await device().sayName('Ben')]
    const first = await ada.makePlan()
    clock.advance(1)
    const second = await ada.makePlan({ template: 'blank' })
    await ben.makePlan()
    clock.advance(drop.launchAt - 71 * HOUR_MS - clock.now())
    const answer = plansAnswer.parse((await ada.ask('GET', '/api/plans')).body)
    expect(answer.now).toBe(clock.now())
    expect(answer.plans.map(({ id }) => id)).toEqual([second, first])
    expect(answer.plans[0]!.worstGate).toMatchObject({
      id: 'h72',
      state: 'missed',
      dueAt: drop.launchAt - 72 * HOUR_MS,
      open: expect.any(Number),
    })
  })

  test('leaves a damaged plan out, and says so in the server’s log', async () => {
    const { device, store, logged } = await openTestApp()
    const ada = await device().sayName('Ada')
    const damaged = await ada.makePlan()
    const sound = await ada.makePlan()
    store.sqlite.prepare(`update updates set bytes = x'07' where plan_id = ?`).run(damaged)
    // The summary of a new plan is remembered; a restart would not be.
    store.sqlite.prepare('update plans set seq = 2 where id = ?').run(damaged)
    const { status, body } = await ada.ask('GET', '/api/plans')
    expect(status).toBe(200)
    expect(body.plans.map(({ id }: { id: string }) => id)).toEqual([sound])
    expect(logged.join()).toContain('a plan was left out of a list')
  })
})

test('a list of many plans lets others have their turn in between', async () => {
  const { device } = await openTestApp()
  const ada = await device().sayName('Ada')
  for (let n = 0; n < 20; n++) await ada.makePlan()
  let turns = 0
  const turn = () => void (turns++, (next = setImmediate(turn)))
  let next = setImmediate(turn)
  expect((await ada.ask('GET', '/api/plans')).body.plans).toHaveLength(20)
  clearImmediate(next)
  expect(turns).toBeGreaterThanOrEqual(20)
})

describe('GET /api/plans/:id', () => {
  test('answers with the plan, to its maker and to whoever was invited', async () => {
    const { device } = await openTestApp()
    const [ada, ben] = [await device().sayName('Ada'), await device().sayName('Ben')]
    const id = await ada.makePlan()
    const mine = planAnswer.parse((await ada.ask('GET', `/api/plans/${id}`)).body)
    expect(mine).toMatchObject({ id, role: 'lead', seq: 1, leftOut: 0 })
    expect(mine.plan.event).toMatchObject({ name: 'Spring drop', currency: 'EUR' })
    expect((await ben.ask('GET', '/api/plans')).body.plans).toEqual([])
    await ben.join(id, ada, 'viewer')
    expect((await ben.ask('GET', `/api/plans/${id}`)).body).toEqual({ ...mine, role: 'viewer' })
    expect((await ben.ask('GET', '/api/plans')).body.plans).toMatchObject([{ id, role: 'viewer' }])
  })

  test('answers with what is saved while somebody has the plan open, and after', async () => {
    const { device, rooms, clock, store } = await openTestApp()
    const ada = await device().sayName('Ada')
    const id = await ada.makePlan()
    const personId = (await ada.ask('GET', '/api/session')).body.person.id
    const page = await new RoomClient(9).join(rooms, id, { personId })
    page.flush()
    const price = async () => {
      const { seq, plan } = (await ada.ask('GET', `/api/plans/${id}`)).body
      return [seq, plan.offer.priceMinor]
    }
    const before = await price()
    page.doc.getMap('offer').set('priceMinor', 4_900)
    page.flush()
    expect(await price()).toEqual(before)
    clock.tick()
    expect(await price()).toEqual([2, 4_900])
    page.leave()
    expect(rooms.find(id)).toBeUndefined()
    expect(await price()).toEqual([2, 4_900])
    expect(store.sqlite.open).toBe(true)
  })

  test('counts what does not parse, and leaves it out', async () => {
    const { device, rooms, clock } = await openTestApp()
    const ada = await device().sayName('Ada')
    const id = await ada.makePlan()
    const personId = (await ada.ask('GET', '/api/session')).body.person.id
    const page = await new RoomClient(9).join(rooms, id, { personId })
    page.flush()
    page.doc.getMap('offer').set('priceMinor', 'a lot')
    page.flush()
    clock.tick()
    const { leftOut, plan } = (await ada.ask('GET', `/api/plans/${id}`)).body
    expect([leftOut, plan.offer.priceMinor]).toEqual([1, null])
  })
})

describe('GET /api/plans/:id/readiness', () => {
  test('judges the gates by the server’s clock', async () => {
    const { device, clock } = await openTestApp()
    const ada = await device().sayName('Ada')
    const id = await ada.makePlan({ template: 'blank' })
    const state = async () => {
      const { body } = await ada.ask('GET', `/api/plans/${id}/readiness`)
      const { now, gates } = readinessAnswer.parse(body)
      expect(now).toBe(clock.now())
      return gates.map((gate) => `${gate.id} ${gate.state}`)
    }
    const after = ['sprint open', 'timeline open', 'followup open']
    expect(await state()).toEqual(['h72 open', 'h48 open', 'h24 open', ...after])
    clock.advance(drop.launchAt - 72 * HOUR_MS - clock.now())
    expect(await state()).toEqual(['h72 atRisk', 'h48 open', 'h24 open', ...after])
    clock.advance(1)
    expect(await state()).toEqual(['h72 missed', 'h48 open', 'h24 open', ...after])
  })
})

describe('a plan that cannot be had', () => {
  test.each(['/api/plans/nowhere', '/api/plans/nowhere/readiness'])('%s is not found', async (path) => {
    const { device } = await openTestApp()
    const ada = await device().sayName('Ada')
    expect(await ada.ask('GET', path)).toMatchObject({
      status: 404,
      body: {
        code: 'not_found',
        message: 'There is no plan at this address, or you are not in it: a lead of it can invite you.',
      },
    })
  })

  test('is refused to one without a session, whatever they ask', async () => {
    const { device } = await openTestApp()
    const id = await (await device().sayName('Ada')).makePlan()
    const nobody = device()
    for (const [method, path] of [
      ['GET', '/api/plans'],
      ['POST', '/api/plans'],
      ['GET', `/api/plans/${id}`],
      ['GET', `/api/plans/${id}/readiness`],
      ['GET', '/api/plans/nowhere'],
    ] as const) {
      const answer = await nobody.ask(method, path, method === 'POST' ? drop : undefined)
      expect.soft(answer, path).toMatchObject({ status: 401, body: { code: 'no_session' } })
    }
  })

  test('because it is damaged says that nothing was changed', async () => {
    const { device, store } = await openTestApp()
    const ada = await device().sayName('Ada')
    const id = await ada.makePlan()
    store.sqlite.exec(`update updates set bytes = x'07'; update plans set seq = 2`)
    for (const path of [`/api/plans/${id}`, `/api/plans/${id}/readiness`]) {
      const answer = await ada.ask('GET', path)
      expect(answer).toMatchObject({ status: 503, body: { code: 'plan_unreadable' } })
    }
  })
})
