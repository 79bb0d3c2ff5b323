/** Who changed what between two states of a plan, where the states on the way are known. */
import { type Change, changesBetween } from '../plan/changes.ts'
import { mergesByKeystroke } from '../plan/fields.ts'
import { fieldOf, type Plan } from '../plan/schema.ts'
import type { Actor } from './events.ts'

/** A plan as it was after some edits, and whose they all were; nobody where they were of several. */
export interface Step {
  plan: Plan
  by: Actor | null
}

export interface Authors {
  /** Who changed it last; `null` where nobody can be named. */
  by: Actor | null
  /** Who else wrote in it, where it is a text: their words may stand in it. */
  others: Actor[]
}

/**
 * @param start the plan before the first step.
 * @returns who changed a place, by its path.
 */
export function authorsOf(
  start: Plan,
  steps: readonly Step[],
): (of: Pick<Change, 'kind' | 'path'>) => Authors {
  /** Whose hands were on it, the last one last. */
  const hands = new Map<string, (Actor | null)[]>()
  let before = start
  for (const { plan, by } of steps) {
    for (const change of changesBetween(before, plan)) {
      const place = placeOf(change)
      const earlier = isWrittenOn(change) ? (hands.get(place) ?? []) : []
      hands.set(place, [...earlier.filter((each) => each?.personId !== by?.personId), by])
    }
    before = plan
  }
  // What went and came back is one change of a field in the end, and was its whole entity's on the way.
  return (of) => {
    const place = placeOf(of)
    const holder = of.path.split('/').slice(0, -1).join('/')
    const own = hands.get(hands.has(place) ? place : holder) ?? []
    return { by: own.at(-1) ?? null, others: own.slice(0, -1).filter((each) => each !== null) }
  }
}

/** Whether what stood there before may be part of what stands there after. */
function isWrittenOn(change: Change): boolean {
  if (change.kind !== 'changed' || change.was === '' || change.is === '') return false
  return mergesByKeystroke(fieldOf(change.at.collection, change.field)!)
}

/** Which of two moved past the other is not for sure: an order is the whole list's. */
function placeOf({ kind, path }: Pick<Change, 'kind' | 'path'>): string {
  return kind === 'moved' ? path.split('/')[0]! : path
}
