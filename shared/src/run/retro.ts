/** What a drop came to, against what was planned: read off the plan, its log and a time. */
import { forecast, type Forecast } from '../figures/forecast.ts'
import { supportLoad } from '../figures/support-load.ts'
import type { PlanEvent } from '../log/events.ts'
import { formatDuration, named, skuName } from '../plan/format.ts'
import type { Plan } from '../plan/schema.ts'
import { judge, type RequirementStanding } from '../readiness/judge.ts'
import { comparedRates, type ComparedRate, ticketsOf } from './rates.ts'
import { launchedRunOf, type Run } from './run.ts'
import { piecesOf, type SaleFigures, saleFigures, type Sales, salesOf } from './sales.ts'
import { type ScheduledCue, scheduleOf } from './schedule.ts'

export interface RetroCue {
  id: string
  callOut: string
  owner: string
  state: ScheduledCue['state']
  /** UTC ms: holds counted in, up to when it began. */
  plannedAt: number
  startedAt: number | null
  /** Ms that it began late; negative: early. */
  lateMs: number | null
  plannedMs: number | null
  /** `null` while it is on, and where it did not begin. */
  tookMs: number | null
  /** Ms beyond what it had; negative: under. The gap to the next cue is its own, since that one's start ends it. */
  overMs: number | null
}

interface LateRequirement {
  id: string
  gate: string
  title: string
  /** UTC ms. */
  dueAt: number
  /** "met 3 h 12 m late", and what else is on record. */
  says: string
}

export interface SoldLine {
  sku: string
  /** Pieces by hub id, in the hubs' order; what left no named hub is in none. */
  byHub: readonly { hub: string; staged: number; sold: number; left: number }[]
  staged: number
  /** From stock, wherever it left from. */
  sold: number
  preorders: number
}

export interface Retro {
  /** UTC ms of the last run's own steps; `null` for what it did not come to. */
  startedAt: number | null
  launchedAt: number | null
  closedAt: number | null
  /** Of a plan of which no run has launched: why the last one will not. */
  calledOff: Run['calledOff'] | null
  /** UTC ms: the launch as the plan has it now, and what was held before its call. */
  launchDueAt: number
  heldMs: number
  cues: readonly RetroCue[]
  late: readonly LateRequirement[]
  forecast: Forecast
  cap: number | null
  preorderQuota: number
  /** Units of the cap; refunds are taken off. */
  sold: number
  preorders: number
  skus: readonly SoldLine[]
  tickets: { estimated: number | null; actual: number | null; byTopic: ReadonlyMap<string, number> }
  rates: readonly ComparedRate[]
}

/** @param now UTC ms; after the close of the run nothing of it depends on the time. */
export function retroOf(plan: Plan, log: readonly PlanEvent[], now: number): Retro {
  const run = launchedRunOf(log)
  const sales = salesOf(log)
  const figures = saleFigures(plan, sales)
  return {
    startedAt: run.startedAt ?? null,
    launchedAt: run.launchedAt ?? null,
    closedAt: run.closedAt ?? null,
    calledOff: run.calledOff ?? null,
    launchDueAt: plan.event.launchAt + (run.launchedAt === undefined ? run.heldMs : run.heldBeforeLaunchMs),
    heldMs: run.heldMs,
    cues: cuesOf(plan, run, run.closedAt ?? now),
    late: lateOf(plan, log, now),
    forecast: forecast(plan),
    cap: plan.event.hardCap,
    preorderQuota: plan.offer.preorderQuota ?? 0,
    sold: figures.sold,
    preorders: figures.preorders,
    skus: soldOf(plan, sales, figures),
    tickets: {
      estimated: supportLoad(plan).contacts,
      actual: ticketsOf(plan, run),
      byTopic: countBy(run.issues.map(({ topic }) => topic)),
    },
    rates: comparedRates(plan, log),
  }
}

function cuesOf(plan: Plan, run: Run, at: number): RetroCue[] {
  const { cues } = scheduleOf(plan, run, at)
  return cues.map(({ cue, state, record, plannedAt, lateMs }, index) => {
    const hasBegun = state === 'live' || state === 'done'
    const startedAt = hasBegun ? record.startedAt! : null
    const tookMs = state === 'done' ? record.finishedAt! - record.startedAt! : null
    const plannedMs = cue.durationSeconds === null ? null : cue.durationSeconds * 1_000
    const following = cues.slice(index + 1).find((each) => each.state !== 'skipped')
    const slotMs = Math.max(plannedMs ?? 0, (following?.plannedAt ?? 0) - plannedAt)
    return {
      id: cue.id,
      callOut: named(cue.callOut, 'cue'),
      owner: cue.owner,
      state,
      plannedAt,
      startedAt,
      lateMs: hasBegun ? lateMs : null,
      plannedMs,
      tookMs,
      overMs: tookMs === null || plannedMs === null ? null : beyond(tookMs, plannedMs, slotMs),
    }
  })
}

function beyond(tookMs: number, plannedMs: number, slotMs: number): number {
  return tookMs <= plannedMs ? tookMs - plannedMs : Math.max(0, tookMs - slotMs)
}

function lateOf(plan: Plan, log: readonly PlanEvent[], now: number): LateRequirement[] {
  return judge(plan, now, log).flatMap(({ title: gate, requirements }) =>
    requirements.flatMap((standing) => {
      const says = lateWords(standing)
      const { id, title, dueAt } = standing
      return says === '' ? [] : [{ id, gate, title, dueAt, says }]
    }),
  )
}

function lateWords({ state, under, lateByMs, waiver, lateBefore = [] }: RequirementStanding): string {
  const byItself = state === 'waived' ? under : state
  const words = [
    ...(byItself === 'metLate'
      ? [lateByMs === undefined ? 'met late' : `met ${formatDuration(lateByMs)} late`]
      : []),
    ...(byItself === 'missed' ? ['missed'] : []),
    ...(byItself === 'reopened' ? ['broke after its deadline, and was mended'] : []),
    ...(state === 'waived' && waiver ? [`waived: ${waiver.reason}`] : []),
    ...lateBefore.map(({ lateByMs: earlier }) =>
      earlier === undefined
        ? 'missed under an earlier launch'
        : `${formatDuration(earlier)} late under an earlier launch`,
    ),
  ]
  return words.join('; ')
}

function soldOf(plan: Plan, { lines }: Sales, { byLine, elsewhere }: SaleFigures): SoldLine[] {
  const preorders = new Map<string, number>()
  for (const { skuId, quantity } of lines
    .filter(({ isPreorder }) => isPreorder)
    .flatMap((line) => piecesOf(plan, line)))
    preorders.set(skuId, (preorders.get(skuId) ?? 0) + quantity)
  return plan.skus.map((sku) => {
    const byHub = plan.hubs.map(({ id, name }) => {
      const { staged, sold, left } = byLine.get(`${id}/${sku.id}`)!
      return { hub: named(name, 'hub'), staged, sold, left }
    })
    return {
      sku: skuName(sku),
      byHub,
      staged: sum(byHub.map(({ staged }) => staged)),
      sold: sum(byHub.map(({ sold }) => sold)) + (elsewhere.get(sku.id) ?? 0),
      preorders: preorders.get(sku.id) ?? 0,
    }
  })
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0)

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
