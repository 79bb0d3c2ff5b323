import { expect, test } from 'vitest'
import { hostile } from '../soak/hostile.ts'
import { missedShort } from '../soak/soak.ts'

test(
  '[S4] [S5] [S6] [S7] whatever bytes clients send, the plan stays what its log says, and whose it was',
  { timeout: 120_000 },
  async () => {
    expect(await missedShort(hostile)).toEqual([])
  },
)
