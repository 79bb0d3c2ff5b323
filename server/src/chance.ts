/** Randomness that nobody can guess. */
import { randomBytes } from 'node:crypto'
import type { Chance } from '@flashboard/shared/plan/plan-doc'

/** 128 random bits as 32 letters and digits: nobody comes upon a plan's id by trying. */
export function newId(): string {
  return randomBytes(16).toString('hex')
}

export const cryptoChance: Chance = {
  newId,
  getRandomBit: () => (randomBytes(1)[0]! & 1) === 1,
}
