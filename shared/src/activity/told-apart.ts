/** What tells people of one name apart: when they joined, which everybody in the plan may see. */
import type { Actor, PlanEvent } from '../log/events.ts'
import { formatDayAndTime } from '../plan/format.ts'
import { isSamePerson } from '../readiness/same-person.ts'

/**
 * By id, for those alone whose name somebody else has, too: "joined Tue 24 Nov, 07:00".
 * @param joinedAt UTC ms by a person's id; who is not in it is not told apart.
 */
export function toldApart(
  people: readonly Actor[],
  joinedAt: ReadonlyMap<string, number>,
  timeZone: string,
): Map<string, string> {
  const apart = new Map<string, string>()
  for (const { personId, name } of people) {
    const at = joinedAt.get(personId)
    const namesakes = people.filter((other) => isSamePerson(other.name, name))
    if (namesakes.length === 1 || at === undefined) continue
    const says = (id: string) => formatDayAndTime(joinedAt.get(id) ?? 0, timeZone)
    const together = namesakes
      .filter((other) => says(other.personId) === says(personId))
      .toSorted((a, b) => joinedAt.get(a.personId)! - joinedAt.get(b.personId)!)
    const place = together.findIndex((other) => other.personId === personId) + 1
    const which = together.length === 1 ? '' : `, ${place} of ${together.length}`
    apart.set(personId, `joined ${says(personId)}${which}`)
  }
  return apart
}

/** When everybody who is, or was, in a plan joined it last (UTC ms), by their id; its maker with its making. */
export function joinedAtIn(log: readonly PlanEvent[]): Map<string, number> {
  const joinedAt = new Map<string, number>()
  for (const event of log) {
    if (event.kind === 'personJoined') joinedAt.set(event.personId, event.at)
    if (event.kind === 'planCreated' && event.actor) joinedAt.set(event.actor.personId, event.at)
  }
  return joinedAt
}
