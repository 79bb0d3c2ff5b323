/** Who changed what between two states of a plan, where the states on the way are known. */
import { type Change, changesBetween } from '../plan/changes.ts'
import type { Plan } from '../plan/schema.ts'
import type { Actor } from './events.ts'

/** A plan as it was after some edits, and whose they all were; nobody where they were of several. */
export interface Step {
  plan: Plan
  by: Actor | null
}

/**
 * @param start the plan before the first step.
 * @returns who changed a place last, by its path; `null` where nobody can be named.
 */
export function authorsOf(
  start: Plan,
  steps: readonly Step[],
): (of: Pick<Change, 'kind' | 'path'>) => Actor | null {
  const authors = new Map<string, Actor | null>()
  let before = start
  for (const { plan, by } of steps) {
    for (const change of changesBetween(before, plan)) authors.set(placeOf(change), by)
    before = plan
  }
  // What went and came back is one change of a field in the end, and was its whole entity's on the way.
  return (of) => {
    const place = placeOf(of)
    const holder = of.path.split('/').slice(0, -1).join('/')
    return authors.get(authors.has(place) ? place : holder) ?? null
  }
}

/** Which of two moved past the other is not for sure: an order is the whole list's. */
function placeOf({ kind, path }: Pick<Change, 'kind' | 'path'>): string {
  return kind === 'moved' ? path.split('/')[0]! : path
}
