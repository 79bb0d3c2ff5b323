import { describe, expect, test } from 'vitest'
import { believed, noProxies, parseProxies } from './proxies.ts'

describe('parseProxies', () => {
  test.each(['0', '2', '10.0.0.7', '10.0.0.7, 192.168.0.0/16', '::1,fd00::/8'])('reads %s', (text) => {
    expect(parseProxies(text)).toBeDefined()
  })

  test.each(['-1', 'yes', '10.0.0.0/33', '10.0.0.7,', 'proxy.example.org', '1.5'])('refuses %s', (text) => {
    expect(parseProxies(text)).toBeUndefined()
  })
})

describe('believed', () => {
  const from = '10.0.0.7'
  const read = (setting: string, route: string | undefined, forwarded = route, peer = from) =>
    believed(parseProxies(setting)!, { from: peer, forwarded, route })

  test('nothing where no proxy is set', () => {
    expect(believed(noProxies, { from, forwarded: '1.2.3.4', route: '1.2.3.4' })).toBeUndefined()
  })

  test('of so many proxies, what the outermost has written: a stranger’s own entries stand before it', () => {
    expect(read('1', '6.6.6.6, 1.2.3.4')).toBe('1.2.3.4')
    expect(read('2', '6.6.6.6, 1.2.3.4, 10.0.0.8')).toBe('1.2.3.4')
    expect(read('1', undefined)).toBeUndefined()
  })

  test('of proxies at addresses, the last that is none of them', () => {
    expect(read('10.0.0.0/8', '6.6.6.6, 1.2.3.4')).toBe('1.2.3.4')
    expect(read('10.0.0.0/8', '6.6.6.6, 1.2.3.4, 10.0.0.8')).toBe('1.2.3.4')
    expect(read('10.0.0.0/8', '10.0.0.9')).toBe('10.0.0.9')
    expect(read('10.0.0.0/8', '1.2.3.4', '1.2.3.4', '::ffff:10.0.0.7')).toBe('1.2.3.4')
  })

  test('nothing from who comes past the proxies', () => {
    expect(read('10.0.0.0/8', '1.2.3.4', '1.2.3.4', '6.6.6.6')).toBeUndefined()
    expect(read('10.0.0.0/8', '1.2.3.4', 'https', 'unknown')).toBeUndefined()
  })

  test('a header with one value for all of the way', () => {
    expect(read('2', '1.2.3.4, 10.0.0.8', 'https')).toBe('https')
  })
})
