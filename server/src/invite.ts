/** The command behind `pnpm invite PLAN ROLE`: a way into a plan whose leads are gone. The server may run meanwhile. */
import { existsSync } from 'node:fs'
import { type Role, roleNames, roles } from '@flashboard/shared/access/roles'
import { DAY_MS } from '@flashboard/shared/plan/time'
import { newId } from './chance.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { databaseSentence } from './database-sentences.ts'
import { newSecret } from './secret.ts'
import { finishRestore } from './store/backups.ts'
import { DatabaseInUseError, lockDatabase } from './store/database-lock.ts'
import { openBeside } from './store/database.ts'
import { invite } from './store/operator.ts'

const DAYS = 7

const usage = `
  pnpm invite PLAN ROLE    make an invitation for one person, good for ${DAYS} days; while the server runs or not

PLAN is the plan's id or its address, ROLE is ${roleNames.join(', ')}.
The database is what the setting DATABASE names.
`

const refusals = {
  noPlan: 'There is no such plan in this database. Nothing was made; look at the plan’s address again.',
  deleted:
    'This plan is deleted, and nobody is in it until one of its leads brings it back. Nothing was made.',
  tooMany:
    'This plan has as many open invitations as a plan may. Nothing was made; one of them still lets somebody in.',
} as const

class NotInvitedError extends Error {}

try {
  const [plan, role] = process.argv.slice(2)
  if (plan === undefined || role === undefined)
    throw new ConfigError(`Say which plan, and which role.\n${usage}`)
  process.stdout.write(await invited(readConfig(process.env), idOf(plan), roleOf(role)))
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`)
  process.exitCode = 1
}

/** An address ends in the id, with or without what stands behind it. */
function idOf(plan: string): string {
  return /\/plans\/(\w+)/.exec(plan)?.[1] ?? plan
}

function roleOf(text: string): Role {
  const role = roleNames.find((name) => name === text)
  if (role) return role
  throw new ConfigError(`There is no role ${JSON.stringify(text)}. Nothing was made.\n${usage}`)
}

async function invited(
  { databasePath, publicUrl, port }: Config,
  planId: string,
  role: Role,
): Promise<string> {
  if (!existsSync(databasePath)) {
    throw new NotInvitedError(
      `There is no database at ${databasePath}. Nothing was made; name it by DATABASE.`,
    )
  }
  const now = Date.now()
  const expiresAt = now + DAYS * DAY_MS
  const { secret, hash: secretHash } = newSecret()
  const release = lockIfFree(databasePath)
  try {
    const { db, close } = openBeside(databasePath)
    try {
      const refusal = await invite(db, { id: newId(), planId, role, secretHash, createdAt: now, expiresAt })
      if (refusal) throw new NotInvitedError(refusals[refusal])
    } finally {
      await close()
    }
  } finally {
    release()
  }
  const site = publicUrl ?? `http://localhost:${port}`
  const elsewhere =
    publicUrl === undefined ? 'PUBLIC_URL is not set: put the address that people know before /join.\n' : ''
  return (
    `Whoever opens this link first is in the plan: ${roles[role].title.toLowerCase()}, who ${roles[role].does}.\n` +
    `It is good once, until ${new Date(expiresAt).toISOString().slice(0, 10)}, is told only now, and stands in the plan’s activity.\n` +
    `${elsewhere}\n${site}/join#${secret}\n`
  )
}

/**
 * Where no server runs none is to start meanwhile, and a restore that was broken off is finished first. Where one does,
 * SQLite keeps the two apart: this is one short transaction.
 */
function lockIfFree(databasePath: string): () => void {
  try {
    const { release } = lockDatabase(databasePath)
    finishRestore(databasePath)
    return release
  } catch (error) {
    if (error instanceof DatabaseInUseError) return () => {}
    throw error
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof ConfigError || error instanceof NotInvitedError) return error.message
  const ofDatabase = databaseSentence(error)
  if (ofDatabase !== undefined) return ofDatabase
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'EACCES') {
    return 'The database that DATABASE names can’t be opened. Nothing was made; look at who may write there.'
  }
  return `That did not work; nothing was made. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}
