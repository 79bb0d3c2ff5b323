/** The operator's commands for backups, as they are typed, and a start with a database that can't be used. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { databaseSentence } from '@flashboard/server/database-sentences'
import { startServer } from '@flashboard/server/main'
import { expect, test } from 'vitest'
import { openTemporaryStore, storePlan, temporaryFolder } from '../support/temporary-store.ts'

const KEEP = fileURLToPath(new URL('../../server/src/keep.ts', import.meta.url))

async function keep(databasePath: string, args: readonly string[]) {
  const { INIT_CWD: _, ...inherited } = process.env
  const child = spawn(process.execPath, [KEEP, ...args], { env: { ...inherited, DATABASE: databasePath } })
  const [out, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { out, said, code: code as number }
}

async function stored() {
  const folder = temporaryFolder()
  const path = join(folder, 'plans.sqlite')
  const store = await openTemporaryStore(path)
  await storePlan(store)
  await store.close()
  return { path, of: (name: string) => join(folder, name) }
}

test('[B1] [B2] say what was copied, what was kept, and who is back', async () => {
  const { path, of } = await stored()
  const to = of('backup')
  expect(await keep(path, ['backup', to])).toEqual({
    out: `${to} holds 1 plan with 1 edit, and was checked.\n`,
    said: '',
    code: 0,
  })
  const { out, code } = await keep(path, ['restore', to])
  expect(code).toBe(0)
  expect(out).toContain(`What was there before is kept in ${path}.before-`)
  expect(out).toContain('People, sign-ins, tokens and invitations are those of then')
})

test('[B1] [R3] name the plans in it that can’t be read', async () => {
  const { path, of } = await stored()
  const store = await openTemporaryStore(path)
  const { planId } = await storePlan(store)
  store.sqlite.prepare(`update updates set bytes = x'ff' where plan_id = ?`).run(planId)
  await store.close()
  const backup = await keep(path, ['backup', of('backup')])
  expect(backup).toMatchObject({ code: 1, said: expect.stringContaining(`can’t be read: ${planId}.`) })
  expect(backup.out).toContain('holds 2 plans with 2 edits')
  const restored = await keep(path, ['restore', of('backup')])
  expect(restored).toMatchObject({ code: 1, said: expect.stringContaining(`can’t be read: ${planId}.`) })
  expect(restored.out).toContain('What was there before is kept in')
})

test('[B1] refuse what is no file to keep or put back, in a sentence, and change nothing', async () => {
  const { path, of } = await stored()
  writeFileSync(of('text'), 'no database at all'.repeat(100))
  const foreign = await openTemporaryStore(of('foreign'))
  foreign.sqlite.exec('drop table kysely_migration')
  await foreign.close()
  mkdirSync(of('folder'))
  const before = readFileSync(path)
  const refused: [string[], string][] = [
    [['restore', path], 'is the database itself, and no backup of it. Nothing was changed'],
    [['restore', of('text')], 'is no sound backup of Flashboard'],
    [['restore', of('foreign')], 'is no sound backup of Flashboard'],
    [['restore', of('folder')], 'There is no file'],
    [['restore', of('nowhere')], 'There is no file'],
    [['restore'], 'Say which file'],
    [['restore', of('text'), of('foreign')], 'Say which file, and one alone'],
    [['backup', path], 'is there already, and was left as it is'],
    [['backup', of('folder')], 'is there already, and was left as it is'],
    [['backup', of('nowhere/deep')], 'A file can’t be opened or made'],
    [['backup', '--help'], 'pnpm backup FILE'],
  ]
  for (const [args, sentence] of refused) {
    const { out, said, code } = await keep(path, args)
    expect({ out, code }).toEqual({ out: '', code: 1 })
    expect(said).toContain(sentence)
    expect(said).not.toMatch(/\n {4}at /)
  }
  expect(readFileSync(path)).toEqual(before)
  expect((await keep(of('nowhere'), ['backup', of('backup')])).said).toContain('There is no file')
})

test.each([
  [
    'is overwritten from its beginning',
    (whole: Buffer) => whole.fill(7, 0, 4_096),
    'is damaged, or no database',
  ],
  [
    'is overwritten in its middle',
    (whole: Buffer) => whole.fill(7, 100),
    'The database that DATABASE names is damaged',
  ],
  ['is cut off', (whole: Buffer) => whole.subarray(0, 4_096), 'The database that DATABASE names is damaged'],
])(
  '[B1] a database that %s: the server says so, and what to do, and leaves it as it is',
  async (_what, damage, sentence) => {
    const { path, of } = await stored()
    await keep(path, ['backup', of('backup')])
    const damaged = damage(readFileSync(path))
    writeFileSync(path, damaged)
    const error = await startServer({ host: '127.0.0.1', port: 0, databasePath: path }).then(
      () => undefined,
      (cause: unknown) => cause,
    )
    expect(databaseSentence(error)).toContain(sentence)
    expect(databaseSentence(error)).toContain('pnpm restore FILE')
    expect(readFileSync(path)).toEqual(damaged)
    expect((await keep(path, ['restore', of('backup')])).code).toBe(0)
    await (await startServer({ host: '127.0.0.1', port: 0, databasePath: path })).stop()
  },
)
