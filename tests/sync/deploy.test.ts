import { expect, test } from 'vitest'
import { deploy } from '../soak/deploy.ts'
import { missedShort } from '../soak/soak.ts'

test(
  '[S13] [R4] [D2] a deploy under load loses nothing, and pages are back by themselves',
  { timeout: 240_000 },
  async () => {
    expect(await missedShort(deploy)).toEqual([])
  },
)
