import { expect, test } from 'vitest'
import { sim } from '../soak/sim.ts'
import { missedShort } from '../soak/soak.ts'

test(
  '[S3] [S5] [S10] replicas converge, nothing is lost, equal seeds run alike, and planted faults are caught',
  { timeout: 240_000 },
  async () => {
    expect(await missedShort(sim)).toEqual([])
  },
)
