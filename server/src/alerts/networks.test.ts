import { describe, expect, test } from 'vitest'
import { isPublicAddress, Networks, PrivateNetworkError, type Resolve } from './networks.ts'

/** Hosts as people would write them to reach the inside, through a URL as a webhook's is. */
const hostileHosts = [
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '127.0.0.1.',
  '0.0.0.0',
  '0',
  '0.1.2.3',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.0.1',
  '192.0.2.1',
  '192.88.99.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '[::]',
  '[::1]',
  '[::127.0.0.1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:8.8.8.8]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001::1]',
  '[2001:db8::1]',
  '[2001:10::1]',
  '[3fff::1]',
  '[5f00::1]',
  '[100::1]',
  '[fc00::1]',
  '[fd12:3456::1]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
  '[4000::1]',
  '[1::1]',
  '①②⑦.⓪.⓪.①',
]

const hostOf = (text: string) => new URL(`http://${text}/`).hostname

const knowsNone: Resolve = async (hostname) => {
  throw new Error(`${hostname} was looked up`)
}
const leadsTo =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

const strict = (resolve: Resolve) => new Networks({ mayReachPrivate: false, resolve })

describe('a host that is an address by itself', () => {
  test.each(hostileHosts)('%s is refused', (host) => {
    expect(() => strict(knowsNone).check(hostOf(host))).toThrow(PrivateNetworkError)
  })

  test.each(['8.8.8.8', '1.1.1.1', '[2606:4700::1111]', '[2a00:1450:4001::1]'])('%s is allowed', (host) => {
    expect(() => strict(knowsNone).check(hostOf(host))).not.toThrow()
  })
})

describe('a name', () => {
  test.each([
    ['localhost', ['127.0.0.1']],
    ['localhost.', ['127.0.0.1', '::1']],
    ['metadata.google.internal', ['169.254.169.254']],
    ['intranet', ['10.1.2.3']],
    ['127.0.0.1.nip.io', ['127.0.0.1']],
    ['half.example.org', ['93.184.215.14', '192.168.0.1']],
    ['zone.example.org', ['fe80::1%eth0']],
    ['broken.example.org', ['not an address']],
  ])('%s that leads to %j is refused', async (host, addresses) => {
    await expect(strict(leadsTo(...addresses)).checkResolved(hostOf(host))).rejects.toThrow(
      PrivateNetworkError,
    )
  })

  test('that leads to the public is allowed', async () => {
    await strict(leadsTo('93.184.215.14', '2606:2800:21f::1')).checkResolved('example.org')
  })

  test('that changes its mind is judged by what the socket is given', async () => {
    const answers = ['93.184.215.14', '127.0.0.1']
    const networks = strict(async () => [{ address: answers.shift()!, family: 4 }])
    await networks.checkResolved('rebound.example.org')
    expect(await lookedUp(networks, 'rebound.example.org')).toBeInstanceOf(PrivateNetworkError)
  })

  test('gives a socket all of its judged addresses, or the first', async () => {
    const networks = strict(leadsTo('93.184.215.14', '93.184.215.15'))
    expect(await lookedUp(networks, 'example.org')).toEqual([
      { address: '93.184.215.14', family: 4 },
      { address: '93.184.215.15', family: 4 },
    ])
    expect(await lookedUp(networks, 'example.org', false)).toBe('93.184.215.14')
  })
})

test('an operator may allow everything', async () => {
  const networks = new Networks({ mayReachPrivate: true, resolve: leadsTo('127.0.0.1') })
  for (const host of hostileHosts) networks.check(hostOf(host))
  await networks.checkResolved('localhost')
})

test.each(['', 'localhost', '1.2.3', '1.2.3.4.5', '8.8.8.8/8'])('%j is no address', (text) => {
  expect(isPublicAddress(text)).toBe(false)
})

/** What a socket would hear. */
function lookedUp(networks: Networks, hostname: string, all = true): Promise<unknown> {
  return new Promise((resolve) => {
    networks.lookup(hostname, { all }, (error, addresses) => resolve(error ?? addresses))
  })
}
