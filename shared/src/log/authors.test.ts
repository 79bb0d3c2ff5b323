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
  return differences(start, steps.at(-1)!.plan).differences.map((each) => {
    const { by, others } = authorOf(each)
    return [each.kind, each.label, by?.name ?? 'nobody', ...others.map(({ name }) => name)].join(' ')
  })
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

test('[H2] a text is also theirs who wrote in it before, until it is written anew', () => {
  const written = withFields(start, 'offer', { story: 'One maker.' })
  const more = withFields(start, 'offer', { story: 'One maker, once.' })
  const steps = [
    { plan: written, by: ben },
    { plan: more, by: ana },
  ]
  expect(named(steps)).toEqual(['changed Story Ana Ben'])
  expect(named([...steps, { plan: written, by: ben }])).toEqual(['changed Story Ben Ana'])
  const anew = withFields(start, 'offer', { story: 'Another.' })
  expect(named([...steps, { plan: start, by: ben }, { plan: anew, by: ana }])).toEqual(['changed Story Ana'])
})

test('[H2] nobody is named where several wrote at once', () => {
  expect(named([{ plan: withFields(start, 'offer', { priceMinor: 1 }), by: null }])).toEqual([
    'changed Price nobody',
  ])
})
