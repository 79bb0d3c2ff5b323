import { expect, test } from 'vitest'
import { differences } from '../plan/differences.ts'
import type { Plan } from '../plan/schema.ts'
import { planOf, withEntity, withFields, withoutEntity } from '../plan/test-plan.ts'
import { ana } from '../readiness/test-log.ts'
import { authorsOf, type Step } from './authors.ts'

const ben = { personId: 'ben', name: 'Ben' }
const start = planOf({
  hubs: [
    { id: 'porto', name: 'Porto' },
    { id: 'faro', name: 'Faro' },
  ],
})

function named(steps: readonly Step[]): string[] {
  const authorOf = authorsOf(start, steps)
  return differences(start, steps.at(-1)!.plan).differences.map(
    (each) => `${each.kind} ${each.label} ${authorOf(each)?.name ?? 'nobody'}`,
  )
}

test('[H2] each change is theirs who made it last', () => {
  const priced: Plan = withFields(start, 'offer', { priceMinor: 1 })
  const owned = withEntity(priced, 'hubs', 'porto', { owner: 'Rui' })
  const again = withFields(owned, 'offer', { priceMinor: 2, unitCostMinor: 1 })
  expect(
    named([
      { plan: priced, by: ana },
      { plan: owned, by: ana },
      { plan: again, by: ben },
    ]),
  ).toEqual(['changed Price Ben', 'changed Unit cost Ben', 'changed Porto: Owner Ana'])
})

test('[H2] an order is theirs who last moved anything in it, and what came back theirs who brought it', () => {
  const moved: Plan = { ...start, hubs: start.hubs.toReversed() }
  expect(named([{ plan: moved, by: ben }])).toEqual(['moved Hub Faro Ben'])
  const back = withEntity(start, 'hubs', 'faro', { owner: 'Rui' })
  expect(
    named([
      { plan: withoutEntity(start, 'hubs', 'faro'), by: ana },
      { plan: back, by: ben },
    ]),
  ).toEqual(['changed Faro: Owner Ben'])
})

test('[H2] nobody is named where several wrote at once', () => {
  expect(named([{ plan: withFields(start, 'offer', { priceMinor: 1 }), by: null }])).toEqual([
    'changed Price nobody',
  ])
})
