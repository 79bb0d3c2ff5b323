import { expect, test } from 'vitest'
import { backup } from '../soak/backup.ts'
import { missedShort } from '../soak/soak.ts'

test('[S14] [B1] a backup taken under load restores to equal plans', { timeout: 240_000 }, async () => {
  expect(await missedShort(backup)).toEqual([])
})
