/** A plan as full as a team makes one, and a log to go with it. */
import type { PlanEvent } from '@flashboard/shared/log/events'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { collections, type ListName, type Plan } from '@flashboard/shared/plan/schema'
import { planSeed } from '@flashboard/shared/plan/templates'
import { HOUR_MS, MINUTE_MS } from '@flashboard/shared/plan/time'
import { gates } from '@flashboard/shared/readiness/gates'
import * as Y from 'yjs'
import { seededChance } from '../support/seeded-chance.ts'

export const LAUNCH_AT = Date.UTC(2026, 10, 26, 19)
const ana = { personId: 'ana', name: 'Ana' }

export function sampleDoc(launchAt = LAUNCH_AT): PlanDoc {
  const doc = new Y.Doc()
  doc.clientID = 1
  const plan = new PlanDoc(doc, seededChance(1))
  const about = { launchAt, endsAt: launchAt + 90 * MINUTE_MS, timeZone: 'Europe/Lisbon', currency: 'EUR' }
  plan.fill(planSeed('sample', { name: 'Meridian 38', ...about }))
  return plan
}

/** The sample, with entities of every list added in turn until it has `items`. */
export function fullDoc(items: number): PlanDoc {
  const plan = sampleDoc()
  const lists = (Object.keys(collections) as (keyof Plan)[]).filter(
    (name): name is ListName => collections[name].form === 'list',
  )
  for (let turn = 0; countItems(plan.read()) < items; turn++) {
    const name = lists[turn % lists.length]!
    const like = plan.get(name)
    const { id: _id, ...fields } = { id: '', ...like[turn % Math.max(1, like.length)] }
    plan.add(name, fields)
  }
  return plan
}

export function countItems(plan: Plan): number {
  return Object.values(plan).reduce((sum, each) => sum + (Array.isArray(each) ? each.length : 0), 0)
}

/** Requirements that turn to and fro, evenly over the four days before the launch. */
export function longLog(length: number): PlanEvent[] {
  const ids = gates.flatMap(({ requirements }) => requirements.map(({ id }) => id))
  return Array.from({ length }, (_, index) => ({
    seq: index + 1,
    at: LAUNCH_AT - 96 * HOUR_MS + Math.floor((index / length) * 96 * HOUR_MS),
    actor: ana,
    kind: 'requirementTurned',
    requirement: ids[index % ids.length]!,
    applies: true,
    isMet: Math.floor(index / ids.length) % 2 === 0,
    dueAt: LAUNCH_AT - 24 * HOUR_MS,
    updateSeq: index + 1,
    findings: [],
  }))
}
