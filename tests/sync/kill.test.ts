import { expect, test } from 'vitest'
import { kill } from '../soak/kill.ts'
import { missedShort } from '../soak/soak.ts'

test(
  '[S1] [W1] what was acknowledged, or seen by another, survives kill -9 with every page closed',
  { timeout: 240_000 },
  async () => {
    expect(await missedShort(kill)).toEqual([])
  },
)
