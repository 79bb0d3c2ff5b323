/** The commands behind `pnpm backup FILE` and `pnpm restore FILE`. */
import { resolve } from 'node:path'
import { ConfigError, readConfig } from './config.ts'
import { backUp, BackupDamagedError, BackupExistsError, restore } from './store/backups.ts'
import { DatabaseInUseError } from './store/database-lock.ts'
import { NewerDatabaseError } from './store/database.ts'

const usage = `
  pnpm backup FILE     copy the database to FILE, while the server runs or not
  pnpm restore FILE    put FILE in the place of the database; stop the server first

The database is what the setting DATABASE names.
`

const [command, file] = process.argv.slice(2)

try {
  if (file === undefined || (command !== 'backup' && command !== 'restore')) {
    throw new ConfigError(`Say which file.\n${usage}`)
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
  return `${databasePath} holds the ${plans} plans with ${updates} edits of ${path} again.${kept}`
}

function sentenceOf(error: unknown): string {
  const plain = [ConfigError, BackupDamagedError, BackupExistsError, DatabaseInUseError, NewerDatabaseError]
  if (plain.some((kind) => error instanceof kind)) return (error as Error).message
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (['SQLITE_CANTOPEN', 'ENOENT', 'EACCES'].includes(code)) {
    return 'A file can’t be opened: the database that DATABASE names, or the one that you named. Nothing was changed.'
  }
  return `That did not work; nothing was changed. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}
