/**
 * What people may ask of a run, as one table: the shape, who may, and a pure decision that gives the events to
 * append or a sentence that refuses. The server decides by its own clock, on the log as it stands in that transaction.
 */
import * as z from 'zod/mini'
import { requirementById } from '../activity/belonging.ts'
import { saleLine, type Vote, votes } from '../log/run-events.ts'
import { named } from '../plan/format.ts'
import type { Cue, Plan } from '../plan/schema.ts'
import { type Command, command, id, reason, said, words } from './command.ts'
import { against, VOTE_FRESH_MS } from './poll.ts'
import { endCommands } from './end-commands.ts'
import { decideSale, SALE_LINES_MAX } from './decide-sale.ts'
import type { Decision, Facts } from './decision.ts'
import { issueCommands } from './issue-commands.ts'
import { lastStepOf } from './run.ts'
import { sprintEndsAt } from './phase.ts'
import type { RunState } from './run-state.ts'
import { scheduleOf } from './schedule.ts'

export const commands = {
  startRun: command({
    who: 'call',
    shape: {},
    decide: ({ run }) => {
      if (run.startedAt !== undefined && run.closedAt === undefined) {
        return `The run has begun, and ${run.caller!.name} has the desk.`
      }
      return [{ kind: 'runStarted' }]
    },
  }),
  handOver: command({
    who: 'caller',
    shape: { to: id },
    decide: ({ run }, { to }, { hands }) => {
      const other = hands.find(({ personId }) => personId === to)
      if (!other) return 'The desk can only go to a lead or an editor of this plan.'
      if (other.personId === run.caller?.personId) return `${other.name} has the desk already.`
      return [{ kind: 'deskHandedOver', to: other }]
    },
  }),
  takeDesk: command({
    who: 'call',
    shape: {},
    decide: ({ run }, _, { actor, isCallerHere }) => {
      const from = run.caller!
      if (from.personId === actor.personId) return 'You have the desk already.'
      if (isCallerHere) return `${from.name} has the desk and is here. Ask to be handed it.`
      return [{ kind: 'deskTaken', from }]
    },
  }),

  startCue: command({
    who: 'caller',
    shape: {
      cueId: id,
      /** The cue that was on when this was asked, so that a key pressed twice does not start two. */
      after: z.nullable(id),
    },
    decide: ({ run }, { cueId, after }, { plan, now }) => {
      if ((run.liveCueId ?? null) !== after) return 'Another cue is on by now. Look again.'
      if (cueId === run.liveCueId) return 'This cue is on already.'
      const cue = scheduleOf(plan, run, now).cues.find((each) => each.cue.id === cueId)
      if (!cue) return 'This cue is not in the run of show any more, or has no time.'
      return [{ kind: 'cueStarted', ...called(cue.cue), plannedAt: Math.max(0, cue.plannedAt) }]
    },
  }),
  finishCue: command({
    who: 'caller',
    shape: { cueId: id },
    decide: ({ run }, { cueId }, { plan }) =>
      run.liveCueId === cueId ? [{ kind: 'cueFinished', ...calledBy(plan, cueId) }] : 'This cue is not on.',
  }),
  skipCue: command({
    who: 'caller',
    shape: { cueId: id },
    decide: ({ run }, { cueId }, { plan }) => {
      const cue = plan.cues.find((each) => each.id === cueId)
      const record = run.cues.get(cueId)
      if (!cue) return 'This cue is not in the run of show any more.'
      if (record?.isSkipped) return 'This cue is skipped already.'
      if (record?.finishedAt !== undefined) return 'This cue is over; go back to it first.'
      return [{ kind: 'cueSkipped', ...called(cue) }]
    },
  }),
  goBack: command({
    who: 'caller',
    shape: { cueId: id },
    decide: ({ run }, { cueId }, { plan }) => {
      const last = lastStepOf(run)
      if (last === undefined) return 'No cue has begun: there is none to go back from.'
      if (last !== cueId) return 'Another cue is on by now. Look again.'
      return [
        {
          kind: 'cueWentBack',
          ...calledBy(plan, cueId),
          undoes: run.skipped.at(-1) === cueId ? 'skip' : run.liveCueId === cueId ? 'start' : 'finish',
        },
      ]
    },
  }),
  nudge: command({
    who: 'caller',
    shape: { cueId: id },
    decide: (_, { cueId }, { plan }) => {
      const cue = plan.cues.find((each) => each.id === cueId)
      if (!cue) return 'This cue is not in the run of show any more.'
      return [{ kind: 'cueNudged', ...called(cue), owner: cue.owner }]
    },
  }),
  acknowledge: command({
    who: 'edit',
    shape: { cueId: id, how: z.enum(['read', 'ready'], 'Say read or ready.') },
    decide: (_, { cueId, how }, { plan }) => {
      const cue = plan.cues.find((each) => each.id === cueId)
      return cue
        ? [{ kind: 'cueAcknowledged', ...called(cue), how }]
        : 'This cue is not in the run of show any more.'
    },
  }),

  hold: command({
    who: 'caller',
    shape: { reason: words },
    decide: ({ run }, command) =>
      run.hold ? 'The count is held already.' : [{ kind: 'heldCount', reason: command.reason }],
  }),
  resume: command({
    who: 'caller',
    shape: {},
    decide: ({ run }) => (run.hold ? [{ kind: 'countResumed' }] : 'The count is not held.'),
  }),

  openPoll: command({
    who: 'caller',
    shape: {},
    decide: ({ run }, _, { plan }) => {
      if (run.launchedAt !== undefined) return 'The launch is called: there is nothing left to poll.'
      if (plan.consoles.length === 0) return 'The plan has no consoles. Add them to the event’s roles.'
      const consoles = plan.consoles.map((each) => ({ id: each.id, name: named(each.name, 'console') }))
      return [{ kind: 'pollOpened', consoles }]
    },
  }),
  vote: command({
    who: 'edit',
    shape: {
      consoleId: id,
      vote: z.enum(Object.keys(votes) as [Vote, ...Vote[]], 'Vote go, noGo or hold.'),
      reason: words,
      about: z.optional(id),
    },
    decide: ({ run }, { consoleId, vote, reason: why, about }, { actor }) => {
      if (!run.poll) return 'No poll is open.'
      if (run.poll.call) return 'The poll is called. Ask for another one.'
      const console = run.poll.consoles.find((each) => each.id === consoleId)
      if (!console) return 'This console is not in the poll.'
      if (vote !== 'go' && why.length < 3) return 'Say why not, in 3 letters or more.'
      const isKnown = about === undefined || requirementById(about) !== undefined
      if (!isKnown) return 'No gate asks for this requirement.'
      const pointed = about === undefined ? {} : { about }
      const before = run.poll.votes.get(consoleId)
      const isOthers = before?.by && before.by.personId !== actor.personId && before.vote !== vote
      const over = isOthers ? { over: { by: before.by!, vote: before.vote, reason: before.reason } } : {}
      return [{ kind: 'voteCast', consoleId, console: console.name, vote, reason: why, ...pointed, ...over }]
    },
  }),
  callPoll: command({
    who: 'caller',
    shape: {
      call: z.enum(['go', 'noGo'], 'Call go or noGo.'),
      /** Goes all the same; of a lead alone. */
      waiver: z.optional(reason),
      reason: z.optional(words),
    },
    decide: ({ run }, { call, waiver, reason: why = '' }, { now, missed, isLead }) => {
      if (!run.poll) return 'No poll is open.'
      if (run.poll.call) return 'The poll is called. Ask for another one.'
      const open = against(run.poll, missed, now)
      if (call === 'noGo') return [{ kind: 'pollClosed', outcome: 'noGo', reason: why, against: open }]
      if (open.length === 0) return [{ kind: 'pollClosed', outcome: 'go', reason: why, against: [] }]
      if (waiver === undefined) return `Not a go: ${open[0]} Mend it, or waive it with a reason.`
      if (!isLead) return 'Only a lead can waive what stands against a go.'
      return [{ kind: 'pollClosed', outcome: 'waived', reason: waiver, against: open }]
    },
  }),
  launch: command({
    who: 'caller',
    shape: {},
    decide: ({ run }, _, { now, plan, missed }) => {
      if (run.launchedAt !== undefined) return 'The launch is called already.'
      if (run.hold) return 'The count is held. Resume it first.'
      const call = run.poll?.call
      if (!call) return 'No poll is called. Launch asks for all consoles’ go, or a waiver with a reason.'
      if (call.outcome === 'noGo') return 'The last poll is a no-go. Poll again.'
      const open = against(run.poll!, missed, now).filter((each) => !call.against.includes(each))
      if (open.length > 0) return `Not a go any more: ${open[0]} Poll again.`
      if (now - call.at > VOTE_FRESH_MS) return 'The call is older than 15 minutes. Poll again.'
      return [{ kind: 'launched', plannedAt: Math.max(0, plan.event.launchAt + run.heldMs) }]
    },
  }),

  recordSale: command({
    who: 'edit',
    shape: {
      source: z.enum(['key', 'csv'], 'Say key or csv.'),
      orderId: id.check(z.regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Leave out control characters.')),
      lines: z
        .array(saleLine, 'Say what was sold.')
        .check(
          z.minLength(1, 'Say what was sold.'),
          z.maxLength(SALE_LINES_MAX, `A sale has at most ${SALE_LINES_MAX} lines.`),
        ),
    },
    decide: (state, sale, { plan }) => decideSale(state, sale, plan),
  }),
  startSprint: command({
    who: 'edit',
    shape: {},
    decide: ({ run }, _, { now }) => {
      if (run.launchedAt === undefined) return 'The sprint begins with the launch, by itself.'
      return now < sprintEndsAt(run)! ? 'The sprint is on already.' : [{ kind: 'sprintStarted' }]
    },
  }),
  ...issueCommands,
  note: command({
    who: 'edit',
    shape: { text: said },
    decide: (_, { text }) => [{ kind: 'noteWritten', text }],
  }),
  ...endCommands,
} as const

export type CommandKind = keyof typeof commands
type ShapeOf<K extends CommandKind> = (typeof commands)[K]['shape']
/** An empty shape would be read as one that nothing may be in, its kind included. */
type CommandOf<K extends CommandKind> = { kind: K } & (keyof ShapeOf<K> extends never
  ? unknown
  : z.infer<z.ZodMiniObject<ShapeOf<K>>>)
export type RunCommand = { [K in CommandKind]: CommandOf<K> }[CommandKind]

const schemas = (Object.keys(commands) as CommandKind[]).map((kind) =>
  z.object({ kind: z.literal(kind), ...commands[kind].shape }),
)
/** Any command, as it comes over the wire. */
export const runCommand = z.discriminatedUnion(
  'kind',
  schemas as unknown as [z.ZodMiniObject, ...z.ZodMiniObject[]],
  'No command of the war room is of this kind.',
) as unknown as z.ZodMiniType<RunCommand, RunCommand>

/** What works without a run that is on: it starts one, or belongs to the log whatever happens. */
const anyTime: readonly CommandKind[] = ['startRun', 'note', 'recordSale']

/** What is not over with the run: an answer to a call-out, and the issues that are left. */
const afterClose: readonly CommandKind[] = ['acknowledge', 'ownIssue', 'closeIssue', 'reopenIssue']

/** Who had the right (`who`) is asked before; the desk is asked here, in the same breath as the decision. */
export function decide(state: RunState, command: RunCommand, facts: Facts): Decision {
  const { run } = state
  const { kind } = command
  if (!anyTime.includes(kind)) {
    if (run.startedAt === undefined) return 'The run has not begun. A lead starts it.'
    if (run.closedAt !== undefined && !afterClose.includes(kind)) {
      return `The run is ${run.calledOff ? 'called off' : 'closed'}. A lead can start another.`
    }
  }
  if (commands[kind].who === 'caller' && run.caller?.personId !== facts.actor.personId) {
    return `${run.caller!.name} has the desk. Only whoever has it can do this.`
  }
  return (commands[kind].decide as Command<z.core.$ZodShape>['decide'])(state, command, facts)
}

function called(cue: Cue): { cueId: string; callOut: string } {
  return { cueId: cue.id, callOut: named(cue.callOut, 'cue') }
}

/** By its id; a cue that was taken out meanwhile has no words any more. */
function calledBy(plan: Plan, cueId: string): { cueId: string; callOut: string } {
  const cue = plan.cues.find((each) => each.id === cueId)
  return cue ? called(cue) : { cueId, callOut: 'A cue that is gone' }
}
