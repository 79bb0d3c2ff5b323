import { expect, test } from 'vitest'
import { epochHeld, type Fact, type Kept } from './copy-store.ts'

const bytes = new Uint8Array([0, 0])
const kept = (some: Partial<Kept>): Kept => ({
  onServer: [],
  edits: [],
  facts: new Map(),
  lastKey: 0,
  ...some,
})
const ofEpoch = new Map<Fact, number>([['epoch', 3]])

test('[B2] a copy says its epoch as soon as it holds any row, and the first where it knows none', () => {
  expect(epochHeld(kept({ onServer: [bytes], facts: ofEpoch }))).toBe(3)
  expect(epochHeld(kept({ onServer: [bytes] }))).toBe(0)
  expect(epochHeld(kept({ edits: [{ update: bytes, schemaVersion: 1 }] }))).toBe(0)
  expect(epochHeld(kept({ facts: ofEpoch }))).toBeUndefined()
})
