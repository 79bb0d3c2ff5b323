/** Documents for tests: replicas with seeded chance, whose updates are delivered by hand. */
import { MINUTE_MS } from './time.ts'
import * as Y from 'yjs'
import { type Chance, PlanDoc } from './plan-doc.ts'
import { LAUNCH_AT } from './test-plan.ts'
import type { PlanSeed } from './schema.ts'

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Ids are `<name>-1`, `<name>-2`, … */
export function chance(name: string, next: () => number = random(1)): Chance {
  let made = 0
  return { newId: () => `${name}-${++made}`, getRandomBit: () => next() < 0.5 }
}

export const seed: PlanSeed = {
  event: { name: 'Drop', launchAt: LAUNCH_AT, endsAt: LAUNCH_AT + 90 * MINUTE_MS, timeZone: 'Europe/Lisbon' },
  hubs: [
    { id: 'porto', name: 'Porto', modes: ['collection'] },
    { id: 'lisbon', name: 'Lisbon' },
    { id: 'faro', name: 'Faro' },
  ],
  skus: [{ id: 'sand', name: 'M38 sand' }],
  stock: [{ hubId: 'porto', skuId: 'sand', planned: 30 }],
}

/** A filled plan: client id 1 is given, so that merges are decided the same way in every run. */
export function filled(from: PlanSeed = seed): PlanDoc {
  const plan = empty('filled', 1)
  plan.fill(from)
  return plan
}

export function empty(name = 'empty', clientID = 1): PlanDoc {
  const doc = new Y.Doc()
  doc.clientID = clientID
  return new PlanDoc(doc, chance(name, random(clientID)))
}

/** Another replica of the same plan. */
export function replica(of: PlanDoc, clientID: number): PlanDoc {
  const copy = empty(`r${clientID}`, clientID)
  deliver(of, copy)
  return copy
}

/** Everything that `from` has and `to` has not. */
export function deliver(from: PlanDoc, to: PlanDoc): void {
  Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)), 'remote')
}

export function sync(...plans: PlanDoc[]): void {
  for (let round = 0; round < 2; round++) {
    for (const from of plans) for (const to of plans) if (from !== to) deliver(from, to)
  }
}

/** Two replicas of one filled plan. */
export function pair(from: PlanSeed = seed): [PlanDoc, PlanDoc] {
  const origin = filled(from)
  return [replica(origin, 2), replica(origin, 3)]
}
