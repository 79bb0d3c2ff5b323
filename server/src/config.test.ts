import { isAbsolute, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, describeSettings, projectRoot, readConfig } from './config.ts'

describe('readConfig', () => {
  test('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      port: 4_800,
      host: '127.0.0.1',
      databasePath: join(projectRoot, 'data/flashboard.sqlite'),
    })
  })

  test('takes what the environment says, and finds the database from the project’s folder', () => {
    expect(readConfig({ PORT: '0', HOST: '::1', DATABASE: 'elsewhere.sqlite' })).toEqual({
      port: 0,
      host: '::1',
      databasePath: join(projectRoot, 'elsewhere.sqlite'),
    })
    expect(readConfig({ DATABASE: '/var/plans.sqlite' }).databasePath).toBe('/var/plans.sqlite')
    expect(isAbsolute(projectRoot)).toBe(true)
  })

  test.each([
    [{ PORT: '80a' }, 'The setting PORT is "80a", which is not a port number. Leave it out for 4800.'],
    [{ PORT: '' }, 'The setting PORT is "", which is not a port number. Leave it out for 4800.'],
    [{ PORT: '65536' }, 'The setting PORT is "65536", which is larger than 65535. Leave it out for 4800.'],
    [{ HOST: ' ' }, 'The setting HOST is " ", which is empty. Leave it out for 127.0.0.1.'],
    [
      { DATABASE: '' },
      'The setting DATABASE is "", which is empty. Leave it out for data/flashboard.sqlite.',
    ],
  ])('refuses %j in a sentence', (env, sentence) => {
    expect(() => readConfig(env)).toThrow(new ConfigError(sentence))
  })
})

test('every setting is described with its default', () => {
  expect(describeSettings().split('\n')).toEqual([
    expect.stringMatching(/^ {2}PORT .*\(4800\)$/),
    expect.stringMatching(/^ {2}HOST .*\(127\.0\.0\.1\)$/),
    expect.stringMatching(/^ {2}DATABASE .*\(data\/flashboard\.sqlite\)$/),
  ])
})
