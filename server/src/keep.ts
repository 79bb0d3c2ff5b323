/** The commands behind `pnpm backup FILE` and `pnpm restore FILE`. */
import { resolve } from 'node:path'
import { ConfigError, readConfig } from './config.ts'
import { databaseSentence } from './database-sentences.ts'
import {
  backUp,
  type BackupFigures,
  BackupDamagedError,
  BackupExistsError,
  DatabaseDamagedError,
  NoSuchFileError,
  OwnFileError,
  restore,
} from './store/backups.ts'
import { type Database, openReader } from './store/database.ts'
import { allIds } from './store/plans.ts'
import { documentOf, OtherSchemaError, PlanUnreadableError, readStored } from './sync/stored-plan.ts'

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
    const figures = backUp(databasePath, path)
    await warnOfUnreadable(path)
    return `${path} holds ${counted(figures)}, and was checked.`
  }
  const { before, ...figures } = await restore(databasePath, path, Date.now())
  await warnOfUnreadable(databasePath)
  const kept = before === undefined ? '' : ` What was there before is kept in ${before}.`
  return (
    `${databasePath} holds what ${path} has, ${counted(figures)}, again.${kept}\n` +
    `People, sign-ins, tokens and invitations are those of then, too: look through them for what had ended since.`
  )
}

function counted({ plans, updates }: BackupFigures): string {
  return `${plans} ${plans === 1 ? 'plan' : 'plans'} with ${updates} ${updates === 1 ? 'edit' : 'edits'}`
}

/** Says which plans can't be opened, and ends with 1: whoever keeps the last few backups has better ones. */
async function warnOfUnreadable(path: string): Promise<void> {
  const { db, close } = openReader(path)
  try {
    const unreadable: string[] = []
    for (const id of await allIds(db)) if (!(await isReadable(db, id))) unreadable.push(id)
    if (unreadable.length === 0) return
    process.stderr.write(
      `In ${path} these plans can’t be read: ${unreadable.join(', ')}. They are in it as they were; keep an earlier backup that has them.\n`,
    )
    process.exitCode = 1
  } finally {
    await close()
  }
}

async function isReadable(db: Database, planId: string): Promise<boolean> {
  try {
    documentOf(await readStored(db, planId)).destroy()
    return true
  } catch (error) {
    if (!(error instanceof PlanUnreadableError)) throw error
    // Of an earlier schema, or in an earlier version's tables: the server brings it along when it starts.
    const { cause } = error
    const isEarlier = cause instanceof Error && 'code' in cause && cause.code === 'SQLITE_ERROR'
    return error instanceof OtherSchemaError || isEarlier
  }
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
