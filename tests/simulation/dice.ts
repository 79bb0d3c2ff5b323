/** All chance of a run comes from one of these, so that the same seed gives the same run. */
import type { Chance } from '@flashboard/shared/plan/plan-doc'
import { seededChance, seededRandom } from '../support/seeded-chance.ts'

export class Dice {
  readonly #random: () => number
  /** For ids and the like. */
  readonly chance: Chance

  constructor(seed: number) {
    this.#random = seededRandom(seed)
    this.chance = seededChance(seed)
  }

  happens(probability: number): boolean {
    return this.#random() < probability
  }

  /** A whole number from `from` up to and without `to`. */
  between(from: number, to: number): number {
    return from + Math.floor(this.#random() * (to - from))
  }

  oneOf<T>(items: readonly T[]): T | undefined {
    return items[this.between(0, items.length)]
  }

  /** One of the keys, each as likely as its weight. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries<number>(weights) as [K, number][]
    let left = this.#random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [key, weight] of entries) if ((left -= weight) < 0) return key
    return entries.at(-1)![0]
  }

  /** An id for a replica, which Yjs would otherwise draw itself. */
  clientId(): number {
    return this.between(1_000, 2 ** 32)
  }
}
