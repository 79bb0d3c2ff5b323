/** The commands behind `pnpm backup FILE` and `pnpm restore FILE`. */
import { resolve } from 'node:path'
import { ConfigError, readConfig } from './config.ts'
import { databaseSentence } from './database-sentences.ts'
import {
  backUp,
  BackupDamagedError,
  BackupExistsError,
  DatabaseDamagedError,
  NoSuchFileError,
  OwnFileError,
  restore,
} from './store/backups.ts'

const usage = `
  pnpm backup FILE     copy the database to FILE, while the server runs or not
  pnpm restore FILE    put FILE in the place of the database; stop the server first

The database is what the setting DATABASE names.
`

/** Errors whose message is for whoever typed the command. */
const plain = [
  ConfigError,
  BackupDamagedError,
  BackupExistsError,
  DatabaseDamagedError,
  NoSuchFileError,
  OwnFileError,
]

const [command, file, ...others] = process.argv.slice(2)

try {
  const isKnown = command === 'backup' || command === 'restore'
  if (!isKnown || file === undefined || file === '' || file.startsWith('-') || others.length > 0) {
    throw new ConfigError(`Say which file, and one alone. Nothing was changed.\n${usage}`)
  }
  const { databasePath } = readConfig(process.env)
  // Seen from where the command was typed: pnpm runs it in the project's folder.
  const path = resolve(process.env['INIT_CWD'] ?? '.', file)
  process.stdout.write(`${await said(command, databasePath, path)}\n`)
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`)
  process.exitCode = 1
}

async function said(what: 'backup' | 'restore', databasePath: string, path: string): Promise<string> {
  if (what === 'backup') {
    const { plans, updates } = backUp(databasePath, path)
    return `${path} holds ${plans} plans with ${updates} edits, and was checked.`
  }
  const { plans, updates, before } = await restore(databasePath, path, Date.now())
  const kept = before === undefined ? '' : ` What was there before is kept in ${before}.`
  return (
    `${databasePath} holds the ${plans} plans with ${updates} edits of ${path} again.${kept}\n` +
    `People, sign-ins, tokens and invitations are those of then, too: look through them for what had ended since.`
  )
}

function sentenceOf(error: unknown): string {
  if (plain.some((kind) => error instanceof kind)) return (error as Error).message
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (['SQLITE_CANTOPEN', 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS'].includes(code)) {
    return 'A file can’t be opened or made: the database that DATABASE names, or the one that you named. Nothing was changed; look at their folders and who may read and write there.'
  }
  return (
    databaseSentence(error) ??
    `That did not work; nothing was changed. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  )
}
