/** The settings, from the environment: one table that is parsed, documented and printed. */
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { parseProxies, type Proxies } from './proxies.ts'
import type { ProviderSettings } from './routes/provider.ts'
import { isLoopback } from './routes/site.ts'

/** The folder that holds the workspace. */
export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

const settings = {
  PORT: {
    default: '4800',
    about: 'the port to listen on; 0 takes any free one',
    schema: z
      .string()
      .regex(/^\d{1,5}$/, 'is not a port number')
      .transform(Number)
      .refine((port) => port <= 65_535, 'is larger than 65535'),
  },
  HOST: {
    default: '127.0.0.1',
    about: 'the address to listen on; 0.0.0.0 lets other machines in',
    schema: z.string().trim().min(1, 'is empty'),
  },
  DATABASE: {
    default: 'data/flashboard.sqlite',
    about: 'the file that holds all plans; relative to the project’s folder',
    schema: z
      .string()
      .trim()
      .min(1, 'is empty')
      .transform((path) => resolve(projectRoot, path)),
  },
  PUBLIC_URL: {
    default: '',
    about:
      'where people open it, such as https://board.example.org; for links in messages, and to know the board’s own site behind a proxy',
    schema: z
      .string()
      .refine(isOrigin, 'is not an http or https address without a path')
      .transform((url) => new URL(url).origin),
  },
  TRUSTED_PROXIES: {
    default: '',
    about: 'how many proxies stand in front, or their addresses: whose X-Forwarded headers are believed',
    schema: z
      .string()
      .refine(
        (text) => parseProxies(text) !== undefined,
        'is neither a number nor a list of addresses and networks',
      )
      .transform((text) => parseProxies(text)!),
  },
  RATE_LIMITS: {
    default: 'on',
    about: 'off lets everybody knock as often as they like, where something in front counts already',
    schema: z.enum(['on', 'off'], 'is neither on nor off'),
  },
  SMTP_URL: {
    default: '',
    about: 'the mail server, such as smtps://name:password@mail.example.org; without it no email is sent',
    schema: z.string().refine(isMailServer, 'is not an smtp or smtps address'),
    isSecret: true,
  },
  MAIL_FROM: {
    default: '',
    about: 'whom email comes from, such as board@example.org; without it no email is sent',
    schema: z.email('is not an email address'),
  },
  OIDC_ISSUER: {
    default: '',
    about:
      'the OpenID Connect provider that the team signs in by, such as https://login.example.org; it sends people back to PUBLIC_URL/signed-in',
    schema: z.string().refine(isIssuer, 'is not an https address without ? and #'),
  },
  OIDC_CLIENT_ID: {
    default: '',
    about: 'what the provider knows this board by',
    schema: z.string().trim().min(1, 'is empty'),
  },
  OIDC_CLIENT_SECRET: {
    default: '',
    about: 'the secret that goes with it; without one PKCE alone is used',
    schema: z.string(),
    isSecret: true,
  },
  OIDC_NAME: {
    default: 'your team’s account',
    about: 'what people call the provider: “Sign in with …”',
    schema: z.string().trim().min(1, 'is empty').max(40, 'is longer than 40 letters'),
  },
  ALERT_PRIVATE_NETWORKS: {
    default: 'refuse',
    about: 'allow lets webhooks lead into private networks',
    schema: z.enum(['refuse', 'allow'], 'is neither refuse nor allow'),
  },
} as const satisfies Record<string, Setting>

interface Setting {
  default: string
  about: string
  schema: z.ZodType<unknown, string>
  /** Its value is in no message. */
  isSecret?: true
}

type SettingName = keyof typeof settings

export interface Config {
  port: number
  host: string
  /** Absolute. */
  databasePath: string
  /** The origin that people's browsers know the server by. */
  publicUrl?: string | undefined
  /** Whether sign-ins, new plans, sockets and requests are counted. */
  hasRateLimits?: boolean
  /** Whose word on where a request comes from counts. */
  proxies?: Proxies | undefined
  /** The team's own sign-in. */
  provider?: ProviderSettings | undefined
  smtpUrl?: string | undefined
  mailFrom?: string | undefined
  /** Whether webhooks may lead to this machine and its private networks. */
  mayAlertPrivateNetworks?: boolean
}

/** A setting that the server cannot start with; the message says which, and what it holds. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ConfigError'
  }
}

/** @throws ConfigError at the first setting that is wrong. */
export function readConfig(env: Environment): Config {
  return {
    port: read('PORT', env),
    host: read('HOST', env),
    databasePath: read('DATABASE', env),
    publicUrl: readIfSet('PUBLIC_URL', env),
    proxies: readIfSet('TRUSTED_PROXIES', env),
    hasRateLimits: read('RATE_LIMITS', env) === 'on',
    provider: readProvider(env),
    smtpUrl: readIfSet('SMTP_URL', env),
    mailFrom: readIfSet('MAIL_FROM', env),
    mayAlertPrivateNetworks: read('ALERT_PRIVATE_NETWORKS', env) === 'allow',
  }
}

type Environment = Readonly<Record<string, string | undefined>>

function readProvider(env: Environment): ProviderSettings | undefined {
  const [issuer, clientId] = [readIfSet('OIDC_ISSUER', env), readIfSet('OIDC_CLIENT_ID', env)]
  const clientSecret = readIfSet('OIDC_CLIENT_SECRET', env)
  if (issuer !== undefined && clientId !== undefined) {
    return { issuer, clientId, clientSecret, name: read('OIDC_NAME', env) }
  }
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return undefined
  throw new ConfigError('OIDC_ISSUER and OIDC_CLIENT_ID go together. Set both, or leave out all of OIDC_….')
}

/** Empty is as good as left out. */
function readIfSet<N extends SettingName>(name: N, env: Environment) {
  return env[name] ? read(name, env) : undefined
}

function read<N extends SettingName>(name: N, env: Environment): z.output<(typeof settings)[N]['schema']> {
  const { default: standard, schema, isSecret }: Setting = settings[name]
  const value = env[name] ?? standard
  const parsed = schema.safeParse(value)
  if (!parsed.success) {
    const what = isSecret ? `has a value that` : `is "${value}", which`
    const otherwise = standard === '' ? 'Leave it out to go without.' : `Leave it out for ${standard}.`
    throw new ConfigError(`The setting ${name} ${what} ${parsed.error.issues[0]!.message}. ${otherwise}`)
  }
  return parsed.data as z.output<(typeof settings)[N]['schema']>
}

/** Every setting with what it is for and its default, a line each. */
export function describeSettings(): string {
  const names = Object.keys(settings) as SettingName[]
  return names
    .map((name) => `  ${name.padEnd(24)}${settings[name].about} (${settings[name].default || 'none'})`)
    .join('\n')
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`
}

/** Over plain http only on this machine, to try it out. */
function isIssuer(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || url.search !== '' || url.hash !== '' || url.username !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}

function isMailServer(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== ''
}
