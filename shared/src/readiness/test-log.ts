/** For tests: events as the server would log them, and one requirement's standing by them. */
import type { Actor, NewEvent, PlanEvent } from '../log/events.ts'
import type { Plan } from '../plan/schema.ts'
import type { Truth } from './history.ts'
import { judge, type RequirementStanding } from './judge.ts'
import type { Requirement } from './requirement.ts'

export const ana: Actor = { personId: 'ana', name: 'Ana' }

export function turned(requirement: string, truth: Truth, at: number): PlanEvent {
  const applies = truth !== 'doesNotApply'
  const about = { requirement, applies, isMet: truth === 'met', dueAt: 0, updateSeq: 1, findings: [] }
  return { seq: 1, at, actor: ana, kind: 'requirementTurned', ...about }
}

/** The events as a log, numbered. */
export function numbered(events: readonly NewEvent[], from = 1): PlanEvent[] {
  return events.map((event, index) => ({ ...event, seq: from + index }) as PlanEvent)
}

export function standingOf(
  { id }: Pick<Requirement, 'id'>,
  plan: Plan,
  now: number,
  log: readonly PlanEvent[] = [],
): RequirementStanding {
  const all = judge(plan, now, log).flatMap(({ requirements }) => requirements)
  const standing = all.find((each) => each.id === id)
  if (!standing) throw new RangeError(`No requirement ${id}`)
  return standing
}
