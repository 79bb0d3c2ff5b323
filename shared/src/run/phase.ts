import { SPRINT_MINUTES } from '../figures/support-load.ts'
import { MINUTE_MS } from '../plan/time.ts'
import type { Plan } from '../plan/schema.ts'
import { heldAt, leftMs, type Run } from './run.ts'

export const phases = {
  countdown: 'Countdown',
  earlyAccess: 'Early access',
  live: 'Live',
  sprint: 'Support sprint',
  overtime: 'Overtime',
  closed: 'Closed',
  calledOff: 'Called off',
} as const
export type Phase = keyof typeof phases

/**
 * When the support sprint is over (UTC ms): 15 minutes after the launch was called, or after it was started again.
 * A hold does not stop it: buyers write all the same. None before the launch.
 */
export function sprintEndsAt({ sprint }: Run): number | undefined {
  return sprint && sprint.startedAt + SPRINT_MINUTES * MINUTE_MS
}

/** Where launch day stands at a time (UTC ms): always in exactly one phase. */
export function phaseOf(plan: Pick<Plan, 'event' | 'tiers'>, run: Run, now: number): Phase {
  if (run.calledOff) return 'calledOff'
  if (run.closedAt !== undefined) return 'closed'
  // While nobody leads a run, the plan's own times speak.
  const isLaunched =
    run.startedAt === undefined ? leftMs(run, plan.event.launchAt, now) <= 0 : run.launchedAt !== undefined
  if (!isLaunched) return isEarly(plan, run, now) ? 'earlyAccess' : 'countdown'
  if (now < (sprintEndsAt(run) ?? -Infinity)) return 'sprint'
  return (endsInMs(plan, run, now) ?? 1) <= 0 ? 'overtime' : 'live'
}

/** Ms to the end, holds counted out; negative after it, `null` where the plan has none. */
export function endsInMs({ event: { endsAt } }: Pick<Plan, 'event'>, run: Run, now: number): number | null {
  return endsAt === null ? null : endsAt + heldAt(run, now) - now
}

function isEarly({ tiers }: Pick<Plan, 'tiers'>, run: Run, now: number): boolean {
  const held = heldAt(run, now)
  return tiers.some(
    ({ audience, opensAt, closesAt }) =>
      audience !== 'public' &&
      opensAt !== null &&
      opensAt + held <= now &&
      (closesAt === null || now < closesAt + held),
  )
}
