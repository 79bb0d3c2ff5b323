/** What of a plan belongs into a calendar: the launch, the gates, the cues and the content pieces. */
import { runOfShow } from '@flashboard/shared/figures/run-of-show'
import { joined, named, oneLine } from '@flashboard/shared/plan/format'
import { collections, type Plan } from '@flashboard/shared/plan/schema'
import { SECOND_MS } from '@flashboard/shared/plan/time'
import type { GateStanding, RequirementStanding } from '@flashboard/shared/readiness/judge'
import { gateStates, worstOf } from '@flashboard/shared/readiness/states'

/** Of a longer list only the first: a plan is shared, and a calendar is read by small devices. */
const LISTED_MAX = 500

export interface CalendarEntry {
  /** The same for as long as it is the same thing. */
  key: string
  /** UTC ms. */
  startsAt: number
  /** UTC ms, later than the start; none for a moment. */
  endsAt?: number
  /** One line. */
  summary: string
  /** Several lines. */
  description: string
}

/** @param standings how the gates of this plan stand now. */
export function entriesOf(plan: Plan, standings: readonly GateStanding[]): CalendarEntry[] {
  const name = oneLine(named(plan.event.name, 'plan'))
  const entries = [launch(plan), ...standings.flatMap(gateEntries), ...cues(plan), ...pieces(plan)]
  return entries.map((entry) => ({ ...entry, summary: `${name}: ${oneLine(entry.summary)}` }))
}

function launch({ event: { launchAt, endsAt } }: Plan): CalendarEntry {
  const end = endsAt !== null && endsAt > launchAt ? { endsAt } : {}
  return { key: 'launch', startsAt: launchAt, ...end, summary: 'launch', description: '' }
}

/** Some requirements fall due apart from their gate: each deadline is an entry. */
function gateEntries({ id, title, dueAt: gateDueAt, requirements }: GateStanding): CalendarEntry[] {
  const applying = requirements.filter(({ state }) => state !== 'doesNotApply')
  const byDueAt = Map.groupBy(applying, ({ dueAt }) => dueAt)
  return [...byDueAt].map(([dueAt, due]) => ({
    key: dueAt === gateDueAt ? `gate/${id}` : `gate/${id}/${due[0]!.id}`,
    startsAt: dueAt,
    summary: `${title} gate, ${standing(due)}`,
    description: due
      .filter(isOpen)
      .map(({ title }) => `Open: ${title}`)
      .join('\n'),
  }))
}

function standing(requirements: readonly RequirementStanding[]): string {
  const state = gateStates[worstOf(requirements.map((each) => each.state))].title.toLowerCase()
  const open = requirements.filter(isOpen).length
  return open === 0 ? state : `${state}, ${open} of ${requirements.length} open`
}

const isOpen = ({ state }: RequirementStanding) => !gateStates[state].isSettled

function cues(plan: Plan): CalendarEntry[] {
  return runOfShow(plan)
    .slice(0, LISTED_MAX)
    .map(({ cue, at }) => ({
      key: `cue/${cue.id}`,
      startsAt: at,
      ...(cue.durationSeconds ? { endsAt: at + cue.durationSeconds * SECOND_MS } : {}),
      summary: named(cue.callOut, 'cue'),
      description: by(cue.owner, cue.deputy),
    }))
}

function pieces({ pieces, event }: Plan): CalendarEntry[] {
  const { options } = collections.pieces.fields.kind
  return pieces
    .filter(({ sendOffsetMs }) => sendOffsetMs !== null)
    .slice(0, LISTED_MAX)
    .map(({ id, kind, title, owner, sendOffsetMs, sent }) => ({
      key: `piece/${id}`,
      startsAt: event.launchAt + sendOffsetMs!,
      summary: `${kind === null ? '' : `${options[kind]}, `}${named(title, 'piece')}${sent ? ' (sent)' : ''}`,
      description: by(owner),
    }))
}

function by(...people: readonly string[]): string {
  const names = people.map(oneLine).filter((name) => name !== '')
  return names.length === 0 ? '' : `By ${joined(names)}`
}
