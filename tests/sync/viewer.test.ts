import { expect, test } from 'vitest'
import { missedShort } from '../soak/soak.ts'
import { viewer } from '../soak/viewer.ts'

test(
  '[S6] whatever somebody sends who may only read, over real sockets, changes nothing and stops nobody',
  { timeout: 120_000 },
  async () => {
    expect(await missedShort(viewer)).toEqual([])
  },
)
