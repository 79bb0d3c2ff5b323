import { expect, test } from 'vitest'
import { power } from '../soak/power.ts'
import { missedShort } from '../soak/soak.ts'
import { openTemporaryStore } from '../support/temporary-store.ts'

const FULL = 2

test('[S2] [W1] what was acknowledged survives a power cut', { timeout: 120_000 }, async () => {
  expect(await missedShort(power)).toEqual([])
})

test('[S2] every opening of a database syncs each commit, the first and every later one', async () => {
  const first = await openTemporaryStore()
  const path = first.sqlite.name
  expect(first.sqlite.pragma('synchronous', { simple: true })).toBe(FULL)
  await first.close()
  const again = await openTemporaryStore(path)
  expect(again.sqlite.pragma('synchronous', { simple: true })).toBe(FULL)
  expect(again.sqlite.pragma('journal_mode', { simple: true })).toBe('wal')
})
