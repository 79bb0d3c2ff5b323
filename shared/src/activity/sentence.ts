/** A plan's log in plain words: one sentence an event, with who. When it was stands beside it. */
import { type Role, roles } from '../access/roles.ts'
import type { Actor, EventKind, EventOf, PlanEvent } from '../log/events.ts'
import { capitalised, counted, formatDayAndTime, formatDuration, formatInstant } from '../plan/format.ts'
import { type History, historyIn, historyOf, truthAt, truthIn } from '../readiness/history.ts'
import { turnInWords } from '../readiness/turn-words.ts'
import { gateById, requirementById } from './belonging.ts'
import { IMPORTED, originInWords } from './origins.ts'
import { runSentences } from './run-sentences.ts'

/** What a sentence needs beside its event. */
interface Story {
  timeZone: string
  history: History
  /** What the launch was (UTC ms) when an event was logged. */
  launchAtThen: (seq: number) => number
}

/**
 * A function from an event of this log to its sentence.
 * @param event when the plan launches now, and the zone that its instants are told in.
 */
export function teller(
  log: readonly PlanEvent[],
  { launchAt, timeZone }: { launchAt: number; timeZone: string },
): (event: PlanEvent) => string {
  const moves = log.filter((event) => event.kind === 'launchMoved')
  const story: Story = {
    timeZone,
    history: historyOf(log),
    launchAtThen: (seq) => moves.find((move) => move.seq > seq)?.from ?? launchAt,
  }
  return (event) => (sentences[event.kind] as (event: PlanEvent, story: Story) => string)(event, story)
}

/** Whether this code has words for an event: a page that is older than its server meets kinds that it does not know. */
export function isTellable({ kind }: PlanEvent): boolean {
  return Object.hasOwn(sentences, kind)
}

const sentences: { [K in EventKind]: (event: EventOf<K>, story: Story) => string } = {
  planCreated: ({ actor, template }) => {
    const made = `Plan ${originInWords(template)}${by(actor)}.`
    return template === IMPORTED
      ? `${made} What was tested, counted or approved before then is the file’s word.`
      : made
  },
  personJoined: ({ actor, personId, name, role, invitedBy }) => {
    const asRole = `${name} joined as ${roleName(role)}`
    if (invitedBy) return `${asRole}, invited by ${invitedBy.name}.`
    return actor?.personId === personId ? `${asRole}.` : `${asRole}${by(actor)}.`
  },
  invitationMade: ({ actor, role, usesMax, expiresAt }, { timeZone }) =>
    `Invitation made for ${counted(usesMax, roleName(role))}, good until ${formatDayAndTime(expiresAt, timeZone)}${actor ? `, by ${actor.name}` : ''}.`,
  invitationRevoked: ({ actor, role }) => `Invitation for ${roleName(role)}s taken back${by(actor)}.`,
  roleChanged: ({ actor, personId, name, from, to }) => {
    const who = actor?.personId === personId ? `${name} went` : `${name} was changed${by(actor)}`
    return `${who} from ${roleName(from)} to ${roleName(to)}.`
  },
  personRemoved: ({ actor, personId, name }) =>
    actor?.personId === personId ? `${name} left the plan.` : `${name} was removed${by(actor)}.`,
  planDeleted: ({ actor }) => `The plan was deleted${by(actor)}.`,
  planBroughtBack: ({ actor }) => `The plan was brought back${by(actor)}.`,
  launchMoved: ({ actor, from, to }, { timeZone }) =>
    `Launch moved from ${formatInstant(from, timeZone)} to ${formatInstant(to, timeZone)}${by(actor)}.`,
  requirementTurned: (event, story) => {
    const claim =
      event.claimedAt === undefined
        ? []
        : [`Done ${formatDayAndTime(event.claimedAt, story.timeZone)} by its own stamp.`]
    const who = event.actor ? `, by ${event.actor.name}` : ''
    const turned = `${titleOf(event.requirement)}: ${turnOf(event, story)}${who}.`
    return [turned, ...claim, ...event.findings].join(' ')
  },
  evidenceExpired: ({ called, stale, findings, actor }) => {
    const turned = stale.length > 0 ? 'went stale' : 'holds again'
    const who = actor ? `, by ${actor.name}` : ''
    return [`${capitalised(called)}: ${turned}${who}.`, ...findings].join(' ')
  },
  deadlineNeared: (event) =>
    `${gateName(event)} is ${formatDuration(event.dueAt - event.at)} away, ${listed(event.unmet)}.`,
  deadlinePassed: (event, story) => {
    const [due, judgedAt] = [event.dueAt, event.judgedAt ?? 0].map((at) =>
      formatDayAndTime(at, story.timeZone),
    )
    const judged = event.judgedAt === undefined ? '' : ` It was due ${due}, and judged ${judgedAt}.`
    const open = isGatesOwn(event, story)
      ? `${gateName(event)} passed with ${listed(event.unmet, gateById(event.gate)?.requirements.length)}`
      : `A deadline of the ${gateName(event)} passed with ${listed(event.unmet)}`
    return `${open}.${judged}`
  },
  waiverGiven: ({ actor, requirement, reason }) =>
    `${actor ? `${actor.name} waived ${titleOf(requirement)}` : `${titleOf(requirement)} was waived`}: ${reason}`,
  waiverWithdrawn: ({ actor, requirement }) =>
    `${actor ? `${actor.name} withdrew the waiver of` : 'No waiver any more for'} ${titleOf(requirement)}.`,
  versionNamed: ({ actor, name }) => `Version named “${name}”${by(actor)}.`,
  restored: ({ actor, name, toAt, takesBack }, { timeZone }) => {
    if (takesBack !== undefined) return `A restore was taken back${by(actor)}. What was done after it stays.`
    const version = name === undefined ? '' : `“${name}”, `
    return `Plan set back to ${version}${formatDayAndTime(toAt, timeZone)}${by(actor)}. What was done since stays in the history.`
  },
  ...runSentences,
}

function by(actor: Actor | null): string {
  return actor ? ` by ${actor.name}` : ''
}

function roleName(role: Role): string {
  return roles[role].title.toLowerCase()
}

function titleOf(requirementId: string): string {
  return requirementById(requirementId)?.title ?? requirementId
}

function gateName({ gate }: { gate: string }): string {
  return `${gateById(gate)?.title ?? gate} gate`
}

/** Some requirements fall due apart from their gate. */
function isGatesOwn({ gate, dueAt, seq }: EventOf<'deadlinePassed'>, { launchAtThen }: Story): boolean {
  const known = gateById(gate)
  return !known || launchAtThen(seq) + known.offsetMs === dueAt
}

/** "2 of 4 open: Access tiers set and announced; Segments sized": the titles have commas and "and" of their own. */
function listed(unmet: readonly string[], all?: number): string {
  if (unmet.length === 0) return 'nothing open'
  return `${unmet.length}${all === undefined ? '' : ` of ${all}`} open: ${unmet.map(titleOf).join('; ')}`
}

function turnOf({ requirement, seq, at, applies, isMet, dueAt }: EventOf<'requirementTurned'>, story: Story) {
  const before = historyIn(story.history, requirement).turns.filter((turn) => turn.seq < seq)
  const truth = truthIn({ applies, isMet })
  const isLate = truth === 'met' && at > dueAt && truthAt(before, dueAt) === 'unmet'
  return isLate ? `met late by ${formatDuration(at - dueAt)}` : turnInWords(truth, before.at(-1)?.truth)
}
