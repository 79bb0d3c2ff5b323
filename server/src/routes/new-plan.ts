/** What a new plan must satisfy, and the document it starts as. */
import { isCurrency, isTimeZone } from '@flashboard/shared/plan/codes'
import { type Chance, PlanDoc } from '@flashboard/shared/plan/plan-doc'
import type { PlanEvent } from '@flashboard/shared/log/events'
import { takes } from '@flashboard/shared/plan/fields'
import { collections, type Plan, type PlanSeed } from '@flashboard/shared/plan/schema'
import { planSeed } from '@flashboard/shared/plan/templates'
import { type NextEvent, nextPlan } from '@flashboard/shared/run/next-plan'
import { AppError } from '@flashboard/shared/wire/errors'
import type { CreatePlanRequest } from '@flashboard/shared/wire/http'
import * as Y from 'yjs'

const SALE_MS = 90 * 60_000

/**
 * A new plan's content as one Yjs update.
 * @throws AppError for what the request asks that no plan can have at `now` (UTC ms).
 */
export function newPlanContent(request: CreatePlanRequest, now: number, chance: Chance): Uint8Array {
  const { template, name, launchAt, timeZone, currency } = request
  const endsAt = request.endsAt ?? launchAt + SALE_MS
  check(launchAt, endsAt, timeZone, currency, now)
  const event = { name, launchAt, endsAt, timeZone, currency }
  return contentOf(planSeed(template, event, now), chance)
}

/**
 * The content of a plan for the next drop, made of one and its log.
 * @throws AppError for a launch that no plan can have at `now` (UTC ms).
 */
export function duplicatedContent(
  { plan, log }: { plan: Plan; log: readonly PlanEvent[] },
  { name, launchAt }: NextEvent,
  now: number,
  chance: Chance,
): Uint8Array {
  const { timeZone, currency } = plan.event
  const seed = nextPlan(plan, log, { name, launchAt })
  const endsAt = seed.event?.endsAt ?? null
  check(launchAt, endsAt ?? launchAt + SALE_MS, timeZone, currency, now)
  return contentOf(seed, chance)
}

/** A seed as one Yjs update. */
export function contentOf(seed: PlanSeed, chance: Chance): Uint8Array {
  const doc = new Y.Doc()
  try {
    new PlanDoc(doc, chance).fill(seed)
    return Y.encodeStateAsUpdate(doc)
  } finally {
    doc.destroy()
  }
}

function check(launchAt: number, endsAt: number, timeZone: string, currency: string, now: number): void {
  if (launchAt < now) {
    throw new AppError('launch_in_past', 'The launch is in the past. Choose a time that is still to come.')
  }
  if (endsAt <= launchAt) {
    throw new AppError('end_before_launch', 'The sale ends before it launches. Choose a later end.')
  }
  if (!takes(collections.event.fields.endsAt, endsAt)) {
    throw new AppError('bad_request', 'The launch is too far off. Choose a time before the year 2200.')
  }
  if (!isTimeZone(timeZone)) {
    throw new AppError(
      'unknown_time_zone',
      `"${timeZone}" is no time zone that is known here. Choose one such as Europe/Berlin.`,
    )
  }
  if (!isCurrency(currency)) {
    throw new AppError(
      'unknown_currency',
      `"${currency}" is no currency that is known here. Choose an ISO 4217 code such as EUR.`,
    )
  }
}
