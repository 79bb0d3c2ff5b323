import { isAbsolute, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, describeSettings, projectRoot, readConfig } from './config.ts'

describe('readConfig', () => {
  test('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      port: 4_800,
      host: '127.0.0.1',
      databasePath: join(projectRoot, 'data/flashboard.sqlite'),
      mayAlertPrivateNetworks: false,
      hasRateLimits: true,
    })
  })

  test('takes what the environment says, and finds the database from the project’s folder', () => {
    expect(readConfig({ PORT: '0', HOST: '::1', DATABASE: 'elsewhere.sqlite' })).toMatchObject({
      port: 0,
      host: '::1',
      databasePath: join(projectRoot, 'elsewhere.sqlite'),
    })
    expect(readConfig({ DATABASE: '/var/plans.sqlite' }).databasePath).toBe('/var/plans.sqlite')
    expect(isAbsolute(projectRoot)).toBe(true)
  })

  test('takes what alerts need, and what is empty as left out', () => {
    const mail = { SMTP_URL: 'smtps://ada:secret@mail.example.org:465', MAIL_FROM: 'board@example.org' }
    expect(
      readConfig({ ...mail, PUBLIC_URL: 'HTTPS://Board.example.org/', ALERT_PRIVATE_NETWORKS: 'allow' }),
    ).toMatchObject({
      smtpUrl: mail.SMTP_URL,
      mailFrom: mail.MAIL_FROM,
      publicUrl: 'https://board.example.org',
      mayAlertPrivateNetworks: true,
    })
    expect(readConfig({ SMTP_URL: '', MAIL_FROM: '', PUBLIC_URL: '' })).toEqual(readConfig({}))
  })

  test('takes the team’s own sign-in whole or not at all, and says no secret', () => {
    const set = { OIDC_ISSUER: 'https://login.example.org/team', OIDC_CLIENT_ID: 'board' }
    expect(readConfig(set).provider).toEqual({
      issuer: set.OIDC_ISSUER,
      clientId: 'board',
      clientSecret: undefined,
      name: 'your team’s account',
    })
    for (const half of [{ OIDC_ISSUER: set.OIDC_ISSUER }, { OIDC_CLIENT_SECRET: 'hush' }]) {
      expect(() => readConfig(half)).toThrow('OIDC_ISSUER and OIDC_CLIENT_ID go together.')
    }
    for (const issuer of ['http://login.example.org', 'https://login.example.org/?a', 'login']) {
      expect(() => readConfig({ ...set, OIDC_ISSUER: issuer })).toThrow(ConfigError)
    }
    expect(readConfig({ ...set, OIDC_ISSUER: 'http://localhost:9000' }).provider).toBeDefined()
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
    [
      { PUBLIC_URL: 'https://board.example.org/plans' },
      'The setting PUBLIC_URL is "https://board.example.org/plans", ' +
        'which is not an http or https address without a path. Leave it out to go without.',
    ],
    [
      { TRUSTED_PROXIES: 'yes' },
      'The setting TRUSTED_PROXIES is "yes", ' +
        'which is neither a number nor a list of addresses and networks. Leave it out to go without.',
    ],
    [
      { MAIL_FROM: 'board' },
      'The setting MAIL_FROM is "board", which is not an email address. Leave it out to go without.',
    ],
    [
      { ALERT_PRIVATE_NETWORKS: 'yes' },
      'The setting ALERT_PRIVATE_NETWORKS is "yes", which is neither refuse nor allow. Leave it out for refuse.',
    ],
    [
      // It may hold a password.
      { SMTP_URL: 'imap://ada:secret@mail.example.org' },
      'The setting SMTP_URL has a value that is not an smtp or smtps address. Leave it out to go without.',
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
    expect.stringMatching(/^ {2}PUBLIC_URL .*\(none\)$/),
    expect.stringMatching(/^ {2}TRUSTED_PROXIES .*\(none\)$/),
    expect.stringMatching(/^ {2}RATE_LIMITS .*\(on\)$/),
    expect.stringMatching(/^ {2}SMTP_URL .*\(none\)$/),
    expect.stringMatching(/^ {2}MAIL_FROM .*\(none\)$/),
    expect.stringMatching(/^ {2}OIDC_ISSUER .*\(none\)$/),
    expect.stringMatching(/^ {2}OIDC_CLIENT_ID .*\(none\)$/),
    expect.stringMatching(/^ {2}OIDC_CLIENT_SECRET .*\(none\)$/),
    expect.stringMatching(/^ {2}OIDC_NAME .*\(your team’s account\)$/),
    expect.stringMatching(/^ {2}ALERT_PRIVATE_NETWORKS .*\(refuse\)$/),
  ])
})
