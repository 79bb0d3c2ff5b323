import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openTemporaryStore, temporaryFolder } from '../../../tests/support/temporary-store.ts'
import { builtOnce, keepingStatements } from './statements.ts'

const open = () => {
  const sqlite = new Sqlite(':memory:')
  sqlite.exec('create table things (id integer)')
  return keepingStatements(sqlite)
}

test('a query is prepared once, and sees what came since', () => {
  const database = open()
  const count = 'select count(*) as count from things'
  const statement = database.prepare(count)
  expect(statement.all([])).toEqual([{ count: 0 }])
  database.prepare('insert into things (id) values (?)').run([7])
  expect(database.prepare(count)).toBe(statement)
  expect(statement.all([])).toEqual([{ count: 1 }])
})

test('of very many queries those that were used last are kept', () => {
  const database = open()
  const often = database.prepare('select 0')
  const once = database.prepare('select -1')
  for (let n = 1; n < 400; n++) {
    database.prepare(`select ${n}`)
    expect(database.prepare('select 0')).toBe(often)
  }
  expect(database.prepare('select -1')).not.toBe(once)
})

test('a transaction that has read may still write, whatever another program does meanwhile', () => {
  const path = join(temporaryFolder(), 'both.sqlite')
  const other = new Sqlite(path, { timeout: 0 })
  other.exec('pragma journal_mode = wal; create table things (id integer)')
  const database = keepingStatements(new Sqlite(path))
  database.prepare('begin').run([])
  database.prepare('select count(*) as count from things').all([])
  expect(() => other.exec('insert into things (id) values (1)')).toThrow('locked')
  database.prepare('insert into things (id) values (2)').run([])
  database.prepare('commit').run([])
  other.exec('insert into things (id) values (3)')
  expect(database.prepare('select id from things').all([])).toEqual([{ id: 2 }, { id: 3 }])
  database.close()
  other.close()
})

test('a query that is built once is asked with the values of each time, in whatever order it needs them', async () => {
  const { db } = await openTemporaryStore()
  let built = 0
  const peopleOf = builtOnce((db, by: { name: string; before: number }) => {
    built++
    const people = db.selectFrom('people').select('id').where('created_at', '<', by.before)
    return people.where('name', '=', by.name).where('id', '!=', 'nobody')
  })
  const people = ['Ana', 'Bo'].map((name, index) => ({ id: name.toLowerCase(), name, created_at: index }))
  await db.insertInto('people').values(people).execute()
  expect(await peopleOf(db, { name: 'Ana', before: 5 })).toEqual([{ id: 'ana' }])
  expect(await peopleOf(db, { name: 'Bo', before: 5 })).toEqual([{ id: 'bo' }])
  expect(await peopleOf(db, { name: 'Bo', before: 1 })).toEqual([])
  expect(built).toBe(1)
})
