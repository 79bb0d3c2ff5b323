import { expect, test } from 'vitest'
import { slowReader } from '../soak/slow-reader.ts'
import { missedShort } from '../soak/soak.ts'

test('[S11] [R6] a reader that stops costs the server at most 8 MiB', { timeout: 240_000 }, async () => {
  expect(await missedShort(slowReader)).toEqual([])
})
