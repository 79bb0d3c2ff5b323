import { AppError } from '@flashboard/shared/wire/errors'
import { describe, expect, test } from 'vitest'
import { ManualClock } from '../../../tests/support/manual-clock.ts'
import { Networks, type Resolve } from './networks.ts'
import { shownAddress, webhookAddress } from './webhook-address.ts'

const names: Readonly<Record<string, string>> = {
  'hooks.example.org': '93.184.215.14',
  'intranet.example.org': '10.0.0.7',
}
const resolve: Resolve = async (hostname) => {
  if (!names[hostname]) throw Object.assign(new Error('No such name'), { code: 'ENOTFOUND' })
  return [{ address: names[hostname], family: 4 }]
}
const clock = new ManualClock()
const networks = new Networks({ mayReachPrivate: false, resolve })

describe('the address of a webhook', () => {
  test.each([
    ['https://hooks.example.org/a?b=c#d', 'https://hooks.example.org/a?b=c'],
    ['HTTP://Hooks.Example.org:8080', 'http://hooks.example.org:8080/'],
    // What leads nowhere now may do so later.
    ['https://not-yet.example.org/', 'https://not-yet.example.org/'],
  ])('%s is kept as %s', async (text, kept) => {
    expect(await webhookAddress(text, networks, clock)).toBe(kept)
  })

  test.each([
    ['hooks.example.org/a', 'bad_request'],
    ['ftp://hooks.example.org/', 'bad_request'],
    ['file:///etc/passwd', 'bad_request'],
    ['javascript:alert(1)', 'bad_request'],
    ['https://', 'bad_request'],
    ['https://ada:secret@hooks.example.org/', 'bad_request'],
    ['https://ada@hooks.example.org/', 'bad_request'],
    ['http://127.0.0.1/', 'address_refused'],
    ['http://2130706433:9200/', 'address_refused'],
    ['https://[::ffff:10.0.0.1]/', 'address_refused'],
    ['https://intranet.example.org/', 'address_refused'],
  ])('%s is refused as %s', async (text, code) => {
    const refused = webhookAddress(text, networks, clock)
    await expect(refused).rejects.toThrow(AppError)
    await expect(refused).rejects.toMatchObject({ code })
  })
})

test('a name that takes long to look up is kept, and judged when there is something to send', async () => {
  const slow = new Networks({ mayReachPrivate: false, resolve: () => new Promise(() => {}) })
  const kept = webhookAddress('https://slow.example.org/', slow, clock)
  clock.advance(3_000)
  expect(await kept).toBe('https://slow.example.org/')
})

test.each([
  ['https://hooks.slack.com/services/T0/B0/abcdefx9Qz', 'hooks.slack.com/…x9Qz'],
  ['https://hooks.example.org:8443/in?key=secret', 'hooks.example.org:8443/…'],
  ['https://hooks.example.org/', 'hooks.example.org/…'],
])('%s is shown as %s', (address, shown) => {
  expect(shownAddress(address)).toBe(shown)
})
