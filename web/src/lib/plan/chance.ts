import type { Chance } from '@flashboard/shared/plan/plan-doc'

const ID_BYTES = 10

/** Ids and coin flips from the browser's own randomness (`randomUUID` is missing on plain http). */
export const chance: Chance = {
  newId: () =>
    Array.from(crypto.getRandomValues(new Uint8Array(ID_BYTES)), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join(''),
  getRandomBit: () => crypto.getRandomValues(new Uint8Array(1))[0]! < 128,
}
