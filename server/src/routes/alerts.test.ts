import { alertsAnswer, feedAnswer } from '@flashboard/shared/wire/alerts'
import { HOUR_MS } from '@flashboard/shared/plan/time'
import { describe, expect, test } from 'vitest'
import { parsedCalendar } from '../../../tests/support/parsed-calendar.ts'
import { type Device, drop, openTestApp } from '../../../tests/support/test-app.ts'

async function open() {
  const app = await openTestApp()
  const ada = await app.device().sayName('Ada')
  const id = await ada.makePlan()
  return { ...app, ada, id }
}

const alertsOf = async (device: Device, id: string) =>
  alertsAnswer.parse((await device.ask('GET', `/api/plans/${id}/alerts`)).body)
const makeFeed = async (device: Device, id: string) =>
  feedAnswer.parse((await device.ask('POST', `/api/plans/${id}/alerts/feed`)).body).path

describe('GET /api/plans/:id/alerts', () => {
  test('tells a member that nothing is chosen yet, and why no email can be', async () => {
    const { ada, id } = await open()
    expect(await alertsOf(ada, id)).toEqual({
      feed: null,
      targets: [],
      emailOff: 'No email is sent from here: whoever runs this server has not set SMTP_URL and MAIL_FROM.',
    })
  })

  test('says email can be sent where it can', async () => {
    const app = await openTestApp(undefined, { smtpUrl: 'smtp://127.0.0.1:1', mailFrom: 'a@b.example' })
    const ada = await app.device().sayName('Ada')
    expect((await alertsOf(ada, await ada.makePlan())).emailOff).toBe(null)
  })
})

describe('every route', () => {
  const routes: readonly (readonly [method: string, path: string])[] = [
    ['GET', ''],
    ['POST', '/feed'],
    ['DELETE', '/feed'],
    ['POST', '/targets'],
    ['PATCH', '/targets/t'],
    ['DELETE', '/targets/t'],
    ['POST', '/targets/t/code'],
    ['POST', '/targets/t/confirm'],
    ['POST', '/targets/t/test'],
  ]
  const bodies: Record<string, unknown> = {
    '/targets': { via: 'webhook', format: 'slack', url: 'https://h.example/', kinds: ['missed'] },
    '/targets/t/confirm': { code: '123456' },
  }
  const ask = (device: Device, id: string, [method, path]: readonly [string, string], headers = {}) =>
    device.ask(
      method,
      `/api/plans/${id}/alerts${path}`,
      method === 'PATCH' ? { kinds: ['missed'] } : bodies[path],
      headers,
    )

  test.each(routes)(
    '%s %s is refused without a session, and to those who are no members',
    async (...route) => {
      const { ada, id, device } = await open()
      expect(await ask(device(), id, route)).toMatchObject({ status: 401, body: { code: 'no_session' } })
      const ben = await device().sayName('Ben')
      const noPlan = {
        status: 404,
        body: {
          code: 'not_found',
          message: 'There is no plan at this address, or you are not in it: a lead of it can invite you.',
        },
      }
      expect(await ask(ben, id, route)).toMatchObject(noPlan)
      expect(await ask(ada, 'nowhere', route)).toMatchObject(noPlan)
    },
  )

  test.each(routes.slice(1))('%s %s is refused from another site', async (...route) => {
    const { ada, id } = await open()
    const answer = await ask(ada, id, route, { origin: 'https://evil.example', host: 'localhost' })
    expect(answer).toMatchObject({ status: 403, body: { code: 'wrong_origin' } })
  })
})

describe('a calendar feed', () => {
  test('shows the plan to a program without a session, and is shown to be there', async () => {
    const { ada, id, device, clock } = await open()
    const path = await makeFeed(ada, id)
    expect(path).toMatch(/^\/calendar\/[\w-]{43}\.ics$/)
    const { status, headers, body } = await device().ask('GET', path)
    expect(status).toBe(200)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'inline; filename="plan.ics"',
      'cache-control': 'private, max-age=60',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    const { name, entries } = parsedCalendar(body)
    expect(name).toBe(drop.name)
    const launch = entries.find(({ summary }) => summary === 'Spring drop: launch')
    expect(launch).toMatchObject({ startsAt: drop.launchAt, timeZone: 'Europe/Berlin' })
    expect(launch?.localStart).toBe('2026-06-20T20:00:00')
    expect(entries.some(({ summary }) => summary.startsWith('Spring drop: 72 hours gate, open'))).toBe(true)
    expect((await alertsOf(ada, id)).feed).toEqual({ createdAt: clock.now() })
  })

  test('shows how the gates stand when it is asked for', async () => {
    const { ada, id, judged, clock } = await open()
    const path = await makeFeed(ada, id)
    await judged(drop.launchAt - 72 * HOUR_MS + 1 - clock.now())
    const { entries } = parsedCalendar((await ada.ask('GET', path)).body)
    expect(entries.find(({ summary }) => summary.includes('72 hours'))?.summary).toContain('missed')
  })

  test('that has not changed is not sent again', async () => {
    const { ada, id, device } = await open()
    const path = await makeFeed(ada, id)
    const etag = (await device().ask('GET', path)).headers.get('etag')!
    const again = await device().ask('GET', path, undefined, { 'if-none-match': etag })
    expect(again).toMatchObject({ status: 304, body: undefined })
    expect(again.headers.get('cache-control')).toBe('private, max-age=60')
  })

  test('made anew has another address, and the earlier one stops', async () => {
    const { ada, id, device } = await open()
    const [first, second] = [await makeFeed(ada, id), await makeFeed(ada, id)]
    expect(second).not.toBe(first)
    expect(await device().ask('GET', first)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect((await device().ask('GET', second)).status).toBe(200)
  })

  test('that was stopped is gone, another’s is not, and stopping none changes nothing', async () => {
    const { ada, id, device, store } = await open()
    const ben = await device().sayName('Ben')
    const { person } = (await ben.ask('GET', '/api/session')).body
    store.sqlite.prepare('insert into members values (?, ?, ?, ?)').run(id, person.id, 'viewer', 1)
    const [adas, bens] = [await makeFeed(ada, id), await makeFeed(ben, id)]
    for (let time = 0; time < 2; time++) {
      expect((await ada.ask('DELETE', `/api/plans/${id}/alerts/feed`)).status).toBe(204)
    }
    expect((await alertsOf(ada, id)).feed).toBe(null)
    expect((await device().ask('GET', adas)).status).toBe(404)
    expect((await device().ask('GET', bens)).status).toBe(200)
    store.sqlite.prepare('delete from members where person_id = ?').run(person.id)
    expect((await device().ask('GET', bens)).status).toBe(404)
  })

  test.each([
    '/calendar/',
    '/calendar/x.ics',
    `/calendar/${'A'.repeat(43)}.ics`,
    `/calendar/${'A'.repeat(43)}`,
    `/calendar/${'A'.repeat(43)}.ics/more`,
  ])('is not at %s', async (path) => {
    const { device } = await open()
    expect(await device().ask('GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })

  test('only reads', async () => {
    const { ada, id } = await open()
    const path = await makeFeed(ada, id)
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await ada.ask(method, path)).status).toBe(404)
  })

  test('of a plan that can’t be read says so; its address is in no log and not in the database', async () => {
    const { ada, id, store, device, logged } = await open()
    const path = await makeFeed(ada, id)
    const token = path.slice('/calendar/'.length, -'.ics'.length)
    const { count } = store.sqlite
      .prepare<[string], { count: number }>(
        'select count(*) as count from calendar_feeds where instr(token_hash, ?)',
      )
      .get(token)!
    expect(count).toBe(0)
    store.sqlite.prepare('update updates set bytes = ? where plan_id = ?').run(Buffer.of(7), id)
    store.sqlite.prepare('update plans set seq = seq + 1 where id = ?').run(id)
    expect(await device().ask('GET', path)).toMatchObject({ status: 503, body: { code: 'plan_unreadable' } })
    store.sqlite.exec('alter table calendar_feeds rename to away')
    expect((await device().ask('GET', path)).status).toBe(500)
    expect(logged).toHaveLength(2)
    expect(logged.join()).not.toContain(token)
    expect(logged.join()).toContain('"path":"/calendar/"')
  })
})
