/** Launch day in plain words. */
import type { Actor, EventKind, EventOf, PlanEvent } from '../log/events.ts'
import { type runEvents, saleSources, votes } from '../log/run-events.ts'
import { counted, formatDuration } from '../plan/format.ts'
import { supportTopics } from '../plan/schema.ts'
import { requirementById } from './belonging.ts'
import type * as z from 'zod/mini'

export type RunKind = z.infer<(typeof runEvents)[number]>['kind'] & EventKind

export const runSentences: { [K in RunKind]: (event: EventOf<K>) => string } = {
  runStarted: ({ actor }) => `${who(actor)} started the run and has the desk.`,
  deskHandedOver: ({ actor, to }) => `${who(actor)} handed the desk to ${to.name}.`,
  deskTaken: ({ actor, from }) => `${who(actor)} took the desk over: ${from.name} was gone.`,
  cueStarted: ({ callOut, at, plannedAt, actor }) =>
    `${who(actor)} called: ${callOut}${offBy(at - plannedAt)}.`,
  cueFinished: ({ callOut, actor }) => `${who(actor)} ended: ${callOut}.`,
  cueSkipped: ({ callOut, actor }) => `${who(actor)} skipped: ${callOut}.`,
  cueWentBack: ({ callOut, actor, undoes }) => {
    if (undoes === 'start') return `${who(actor)} went back from: ${callOut}.`
    return `${who(actor)} went back: ${callOut} ${undoes === 'skip' ? 'is not skipped any more' : 'is on again'}.`
  },
  cueNudged: ({ callOut, owner, actor }) =>
    `${who(actor)} nudged ${owner === '' ? 'for' : owner}: ${callOut}.`,
  cueAcknowledged: ({ actor, how, callOut }) => `${who(actor)}: ${how}, ${callOut}.`,
  heldCount: ({ actor, reason }) => `${who(actor)} held the count${because(reason)}.`,
  countResumed: ({ actor }) => `${who(actor)} resumed the count.`,
  pollOpened: ({ actor }) => `${who(actor)} opened the go / no-go poll.`,
  voteCast: ({ console, vote, reason, about, actor, over }) => {
    const instead = over
      ? `, over ${over.by.name}’s ${votes[over.vote].toLowerCase()}${because(over.reason)}`
      : ''
    const on = about === undefined ? '' : `, ${requirementById(about)?.title ?? about}`
    return `${console}: ${votes[vote].toLowerCase()}${on}${because(reason)} (${who(actor)}${instead}).`
  },
  pollClosed: ({ outcome, reason, against, actor }) => {
    if (outcome === 'go') return `${who(actor)} called go: every console is go.`
    if (outcome === 'noGo') return `${who(actor)} called no-go${because(reason)}.`
    return `${who(actor)} called go with a waiver: ${reason}. Against it: ${against.join(' ')}`
  },
  launched: ({ actor, at, plannedAt }) => `${who(actor)} called the launch${offBy(at - plannedAt)}.`,
  saleRecorded: ({ lines, source, what: goods, actor, leftOut = [], unknownHubs = [] }) => {
    const others = leftOut.map(({ sku }) => sku).join(', ')
    if (lines.length === 0) return `An order ${saleSources[source]} has nothing of this plan: ${others}.`
    const units = lines.reduce((sum, { quantity }) => sum + quantity, 0)
    const isPreorder = lines.every((line) => line.isPreorder)
    const what =
      units < 0
        ? `Refund of ${counted(-units, 'unit')}`
        : `${isPreorder ? 'Preorder' : 'Sale'} of ${counted(units, 'unit')}`
    const by = actor ? ` (${actor.name})` : ''
    const whole = `${what}, ${saleSources[source]}${by}${goods === undefined ? '' : `: ${goods}`}.`
    const hubs = unknownHubs.length === 0 ? '' : ` The plan has no hub ${unknownHubs.join(', ')}.`
    return `${whole}${others === '' ? '' : ` Not of this plan: ${others}.`}${hubs}`
  },
  sprintStarted: ({ actor }) => `${who(actor)} started the support sprint.`,
  issueLogged: ({ issue, who: whose, topic, what, owner, actor }) => {
    const about = whose === '' ? '' : `, ${whose}`
    const has = owner === '' ? 'Nobody has it yet.' : `${owner} has it.`
    return `${who(actor)} logged issue ${issue}, ${supportTopics[topic].toLowerCase()}${about}: ${what}. ${has}`
  },
  issueSorted: ({ issue, topic, what, actor }) =>
    `${who(actor)} put issue ${issue} under ${supportTopics[topic].toLowerCase()}: ${what}.`,
  issueOwned: ({ issue, owner, actor }) => {
    if (owner === '') return `${who(actor)} left issue ${issue} to nobody.`
    return owner === actor?.name
      ? `${owner} took issue ${issue}.`
      : `${who(actor)} gave issue ${issue} to ${owner}.`
  },
  issueClosed: ({ issue, what, actor }) => `${who(actor)} closed issue ${issue}: ${what}.`,
  issueReopened: ({ issue, what, actor }) => `${who(actor)} opened issue ${issue} again: ${what}.`,
  noteWritten: ({ actor, text }) => `${who(actor)}: ${text}`,
  runCalledOff: ({ actor, reason }) => `${who(actor)} called the run off${because(reason)}.`,
  runClosed: ({ actor, sold, preorders }) =>
    `${who(actor)} closed the run: ${counted(sold, 'unit')} sold, ${counted(preorders, 'preorder')}.`,
}

/** What a newer server logs beside them is none of them. */
export const runKinds = Object.keys(runSentences) as RunKind[]

export function isOfRun(event: PlanEvent): event is EventOf<RunKind> {
  return Object.hasOwn(runSentences, event.kind)
}

/** Empty for what is not of the run. */
export function tellRun(event: PlanEvent): string {
  return isOfRun(event) ? (runSentences[event.kind] as (event: PlanEvent) => string)(event) : ''
}

/** Below this nobody would call it late. */
const PUNCTUAL_MS = 30_000

/** ", 2 m late"; empty where it was in time. */
export function offBy(ms: number): string {
  if (Math.abs(ms) < PUNCTUAL_MS) return ''
  return `, ${formatDuration(Math.abs(ms))} ${ms > 0 ? 'late' : 'early'}`
}

const because = (reason: string) => (reason === '' ? '' : `: ${reason}`)
const who = (actor: Actor | null) => actor?.name ?? 'The clock'
