import { expect, test } from 'vitest'
import { revocation } from '../soak/revocation.ts'
import { missedShort } from '../soak/soak.ts'

test('[S8] from the commit on, nothing of a person without the right is taken, and their sockets close', async () => {
  expect(await missedShort(revocation)).toEqual([])
})
