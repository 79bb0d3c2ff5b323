/** The settings, from the environment: one table that is parsed, documented and printed. */
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

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
} as const satisfies Record<string, { default: string; about: string; schema: z.ZodType<unknown, string> }>

type SettingName = keyof typeof settings

export interface Config {
  port: number
  host: string
  /** Absolute. */
  databasePath: string
}

/** A setting that the server cannot start with; the message says which, and what it holds. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ConfigError'
  }
}

/** @throws ConfigError at the first setting that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  return {
    port: read('PORT', env),
    host: read('HOST', env),
    databasePath: read('DATABASE', env),
  }
}

function read<N extends SettingName>(
  name: N,
  env: Readonly<Record<string, string | undefined>>,
): z.output<(typeof settings)[N]['schema']> {
  const { default: standard, schema } = settings[name]
  const value = env[name] ?? standard
  const parsed = schema.safeParse(value)
  if (!parsed.success) {
    throw new ConfigError(
      `The setting ${name} is "${value}", which ${parsed.error.issues[0]!.message}. ` +
        `Leave it out for ${standard}.`,
    )
  }
  return parsed.data as z.output<(typeof settings)[N]['schema']>
}

/** Every setting with what it is for and its default, a line each. */
export function describeSettings(): string {
  const names = Object.keys(settings) as SettingName[]
  return names
    .map((name) => `  ${name.padEnd(10)}${settings[name].about} (${settings[name].default})`)
    .join('\n')
}
