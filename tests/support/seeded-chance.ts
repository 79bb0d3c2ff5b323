/** Randomness that comes out the same for the same seed. */
import type { Chance } from '@flashboard/shared/plan/plan-doc'

/** Numbers from 0 up to 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function seededChance(seed: number): Chance {
  const random = seededRandom(seed)
  let count = 0
  return { newId: () => `id-${seed}-${count++}`, getRandomBit: () => random() < 0.5 }
}
