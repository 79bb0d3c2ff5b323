/** The team's own sign-in, over real HTTP against a real provider. */
import { readFileSync } from 'node:fs'
import { MINUTE_MS } from '@flashboard/shared/plan/time'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { CookieJar } from './support/cookie-jar.ts'
import { ManualClock } from './support/manual-clock.ts'
import { client, TestProvider } from './support/test-provider.ts'
import { openTemporaryStore } from './support/temporary-store.ts'
import { openTestServer } from './support/test-server.ts'

const refused = { status: 422, body: { code: 'sign_in_refused' } }
const away = { status: 502, body: { code: 'provider_away' } }

async function open() {
  const provider = await TestProvider.open()
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const clock = new ManualClock()
  const server = await openTestServer({ provider: provider.settings, log, clock })
  return { provider, server, clock, lines, browser: () => new CookieJar(server.url) }
}

const plan = {
  template: 'blank',
  name: 'Drop',
  launchAt: Date.UTC(2030, 0),
  timeZone: 'UTC',
  currency: 'EUR',
}

describe('[A13] an account with the team’s provider', () => {
  test('makes one the same person on another device, whatever its email address says', async () => {
    const { provider, browser } = await open()
    const [laptop, phone, other] = [browser(), browser(), browser()]
    expect((await laptop.ask('GET', 'sign-in')).body).toEqual({ team: { name: 'Acme' } })
    expect(await laptop.signIn()).toMatchObject({
      status: 200,
      body: { person: { name: 'Ada' }, waits: null },
    })
    provider.account = { sub: 'ada-1', name: 'Ada Lovelace', email: 'lovelace@example.org' }
    await phone.signIn()
    expect(await phone.who()).toEqual(await laptop.who())
    provider.account = { sub: 'ben-2', name: 'Ben', email: 'ada@example.org' }
    await other.signIn()
    expect((await other.who())!.id).not.toBe((await laptop.who())!.id)
    // The secret goes with the request alone.
    const basic = `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`
    expect(new Set(provider.credentials)).toEqual(new Set([basic]))
  })

  test('is linked to the present person, shown, and unlinked by them alone', async () => {
    const { browser } = await open()
    const [ada, ben, phone] = [await browser().named('Ada'), await browser().named('Ben'), browser()]
    const before = await ada.who()
    await ada.signIn()
    expect(await ada.who()).toEqual(before)
    const { accounts } = (await ada.ask('GET', 'you/accounts')).body
    expect(accounts).toMatchObject([{ label: 'ada@example.org' }])
    await phone.signIn()
    expect(await phone.who()).toEqual(before)

    expect((await ben.ask('DELETE', `you/accounts/${accounts[0].id}`)).status).toBe(404)
    expect((await ada.ask('DELETE', `you/accounts/${accounts[0].id}`)).status).toBe(204)
    const later = browser()
    await later.signIn()
    expect((await later.who())!.id).not.toBe(before!.id)
    expect(await phone.who()).toEqual(before)
  })

  test('[A12] that is somebody else’s brings along what this device alone holds, once that is said', async () => {
    const { browser, provider } = await open()
    const [ada, laptop] = [browser(), await browser().named('Ada on the laptop')]
    await ada.signIn()
    const { id } = (await laptop.ask('POST', 'plans', plan)).body
    expect((await laptop.signIn()).body).toMatchObject({ waits: { person: { name: 'Ada' }, plans: 1 } })
    expect((await laptop.who())!.name).toBe('Ada on the laptop')
    expect((await laptop.ask('POST', 'you/arrival')).status).toBe(200)
    expect((await ada.ask('GET', `plans/${id}`)).body.role).toBe('lead')

    // An account that is unlinked while somebody waits lets them in no more.
    const tablet = await browser().named('Ada on the tablet')
    await tablet.ask('POST', 'plans', plan)
    expect((await tablet.signIn()).body.waits.person.name).toBe('Ada')
    const { accounts } = (await ada.ask('GET', 'you/accounts')).body
    expect((await ada.ask('DELETE', `you/accounts/${accounts[0].id}`)).status).toBe(204)
    expect((await tablet.ask('POST', 'you/arrival')).status).toBe(404)
    expect((await tablet.who())!.name).toBe('Ada on the tablet')
    await ada.signIn()

    // Whom an account is known by is not lost with a device.
    provider.account = { sub: 'cem-3', name: 'Cem' }
    const cem = browser()
    await cem.signIn()
    await cem.ask('POST', 'plans', plan)
    provider.account = { sub: 'ada-1' }
    expect((await cem.signIn()).body).toMatchObject({ person: { name: 'Ada' }, waits: null })
  })
})

describe('[A14] a sign-in', () => {
  test('ends once, soon, in the browser that began it, and for whom it was begun', async () => {
    const { browser, clock } = await open()
    const [ada, eve] = [browser(), browser()]
    const cameTo = await ada.beAtProvider()
    expect(await eve.finish(cameTo)).toMatchObject(refused)
    // With a sign-in of her own under way, too.
    const eves = await eve.beAtProvider()
    expect(await eve.finish(cameTo)).toMatchObject(refused)
    expect((await ada.finish(cameTo)).status).toBe(200)
    expect(await ada.finish(cameTo)).toMatchObject(refused)
    await ada.ask('DELETE', 'session')
    expect(await ada.finish(cameTo)).toMatchObject(refused)

    await eve.named('Eve')
    expect(await eve.finish(eves)).toMatchObject(refused)
    const late = await eve.beAtProvider()
    clock.advance(10 * MINUTE_MS)
    expect(await eve.finish(late)).toMatchObject(refused)
    expect((await eve.ask('GET', 'you/accounts')).body.accounts).toEqual([])
  })

  test('[A2] brings nobody back whose session ended while the provider was asked', async () => {
    const { server, browser, provider } = await open()
    const { sqlite } = await openTemporaryStore(server.databasePath)
    const count = (table: string) => sqlite.prepare(`select count(*) from ${table}`).pluck().get()
    const end = () => void sqlite.exec('delete from sessions')
    const ada = await browser().named('Ada')
    provider.meanwhile = end
    expect(await ada.signIn()).toMatchObject(refused)
    expect([count('accounts'), count('sessions')]).toEqual([0, 0])
    // With an account that is somebody's already, too.
    provider.meanwhile = () => {}
    await browser().signIn()
    const ben = await browser().named('Ben')
    provider.meanwhile = end
    expect(await ben.signIn()).toMatchObject(refused)
    expect([count('accounts'), count('sessions')]).toEqual([1, 0])
  })

  test('takes no state but its own, and no code of another’s', async () => {
    const { browser } = await open()
    const [ada, eve] = [browser(), browser()]
    const cameTo = await ada.beAtProvider()
    cameTo.searchParams.set('state', 'made-up')
    expect(await ada.finish(cameTo)).toMatchObject(refused)
    const [adas, eves] = [await ada.beAtProvider(), await eve.beAtProvider()]
    eves.searchParams.set('code', adas.searchParams.get('code')!)
    expect(await eve.finish(eves)).toMatchObject(refused)
    expect(await eve.who()).toBeUndefined()
    expect(await ada.finish({ search: '' })).toMatchObject(refused)
  })

  test('takes no token of another sign-in, another issuer, for another board, or of the past', async () => {
    const { browser, provider } = await open()
    const ada = browser()
    for (const lies of [
      { nonce: 'made-up' },
      { nonce: undefined },
      { iss: 'https://login.example.org' },
      { aud: 'another' },
      { exp: 1 },
    ]) {
      provider.lies = lies
      expect.soft(await ada.signIn(), JSON.stringify(lies)).toMatchObject(refused)
    }
    expect(await ada.who()).toBeUndefined()
    provider.lies = {}
    expect((await ada.signIn()).status).toBe(200)
  })

  test('that its provider refuses says so, in words of our own', async () => {
    const { browser, provider } = await open()
    const ada = browser()
    provider.refusal = { error: 'access_denied', error_description: 'Call 555-1234' }
    expect(await ada.signIn()).toMatchObject({
      ...refused,
      body: { message: 'The sign-in with Acme was broken off. Nothing was changed.' },
    })
    provider.refusal = { error: 'server_error', error_description: 'Call 555-1234' }
    expect((await ada.signIn()).body.message).toBe(
      'The sign-in with Acme was not taken. Nothing was changed; try again.',
    )
  })

  test('with a provider that is away is refused in a sentence, and works when it is back', async () => {
    const { browser, provider } = await open()
    await provider.close()
    const ada = browser()
    expect(await ada.ask('POST', 'sign-in/team')).toMatchObject(away)
    expect((await ada.ask('GET', 'sign-in')).status).toBe(200)
    await provider.comeBack()
    const cameTo = await ada.beAtProvider()
    await provider.close()
    expect(await ada.finish(cameTo)).toMatchObject(away)
    await provider.comeBack()
    expect((await ada.signIn()).status).toBe(200)
  })

  test('is not begun by another site, and is none where no provider is set', async () => {
    const { server } = await open()
    const headers = { origin: 'https://elsewhere.example' }
    expect((await fetch(`${server.url}api/sign-in/team`, { method: 'POST', headers })).status).toBe(403)
    const without = new CookieJar((await openTestServer()).url)
    expect((await without.ask('GET', 'sign-in')).body).toEqual({ team: null })
    for (const [path, json] of [['sign-in/team'], ['sign-in/team/finish', { answer: '?code=x' }]] as const) {
      expect(await without.ask('POST', path, json)).toMatchObject({
        status: 422,
        body: { code: 'sign_in_off' },
      })
    }
  })

  test('[A10] leaves no secret in the log, in an answer or in the database', async () => {
    const { server, browser, provider, lines } = await open()
    const ada = browser()
    const begun = await ada.ask('POST', 'sign-in/team')
    const cameTo = await ada.beAtProvider()
    const { sqlite } = await openTemporaryStore(server.databasePath)
    sqlite.pragma('wal_checkpoint(TRUNCATE)')
    const waiting = readFileSync(server.databasePath, 'latin1')
    provider.lies = { nonce: 'made-up' }
    const failed = await ada.finish(cameTo)
    provider.refusal = { error: 'server_error' }
    await ada.signIn()
    provider.refusal = undefined
    provider.lies = {}
    await provider.close()
    await ada.finish(await ada.beAtProvider().catch(() => ({ search: '?state=x' })))
    expect(lines.join('')).toContain('server_error')
    const [code, state] = ['code', 'state'].map((name) => cameTo.searchParams.get(name)!)
    const told = JSON.stringify([begun.body, failed.body]) + lines.join('') + waiting
    expect(told).not.toContain(client.clientSecret)
    for (const secret of [code!, state!, ada.cookies.get('signing-in')!]) {
      expect(lines.join('') + waiting).not.toContain(secret)
    }
  })
})
