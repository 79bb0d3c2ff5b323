/** What a person wrote, on this device, into a plan that they can't open any more: theirs to take along. */
import { type NotTaken, notTaken } from '@flashboard/shared/plan/not-taken'
import type { Plan } from '@flashboard/shared/plan/schema'
import type { Person } from '@flashboard/shared/wire/http'
import { copiesHere } from './kept-of-people.ts'
import { LivePlan } from './live-plan.svelte.ts'

export interface LeftWords {
  planId: string
  /** The plan as this device has it, with the words in it. */
  plan: Plan
  words: NotTaken
}

/** Nothing where this device has no copy of the plan, or all of it had reached the server. */
export async function leftWords(me: Person, planId: string): Promise<LeftWords | undefined> {
  // To open a copy that isn't there would make one.
  const copies = await copiesHere()
  const isHere = copies.some((copy) => copy.personId === me.id && copy.planId === planId)
  return isHere ? await read(me, planId) : undefined
}

/** All that a person left on this device in plans other than these. */
export async function leftWordsBeside(me: Person, planIds: readonly string[]): Promise<LeftWords[]> {
  const copies = await copiesHere()
  const gone = copies.filter(({ personId, planId }) => personId === me.id && !planIds.includes(planId))
  const found = await Promise.all(gone.map(({ planId }) => read(me, planId)))
  return found.filter((words) => words !== undefined)
}

/** @throws where another tab does not let go of this device's copy. */
export async function removeLeft(me: Person, planId: string): Promise<void> {
  const plan = await opened(me, planId)
  try {
    await plan.startOver()
  } finally {
    plan.close()
  }
}

async function read(me: Person, planId: string): Promise<LeftWords | undefined> {
  const plan = await opened(me, planId)
  try {
    if (plan.connection.unsaved === 0) return undefined
    const words = notTaken(plan.planOnServer(), plan.all)
    return words.text === '' ? undefined : { planId, plan: plan.all, words }
  } finally {
    plan.close()
  }
}

/** Without the server, for which it is no plan of theirs. */
async function opened(me: Person, planId: string): Promise<LivePlan> {
  const plan = new LivePlan(planId, me, 'viewer')
  await plan.openCopy()
  return plan
}
