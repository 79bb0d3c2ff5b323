import { AppError } from '@flashboard/shared/wire/errors'
import type * as plans from '../store/plans.ts'
import type { PlanReading } from '../sync/plan-reader.ts'
import { PlanUnreadableError } from '../sync/stored-plan.ts'
import type { Services } from './services.ts'

/** @throws AppError `plan_unreadable` */
export async function readPlan(
  { plans }: Pick<Services, 'plans'>,
  row: Pick<plans.PlanRow, 'id' | 'seq'>,
): Promise<PlanReading> {
  try {
    return await plans.read(row)
  } catch (cause) {
    throw cause instanceof PlanUnreadableError ? unreadable(cause) : cause
  }
}

export function unreadable(cause: PlanUnreadableError): AppError {
  const message = 'The plan could not be read from disk. Nothing was changed there; try again.'
  return new AppError('plan_unreadable', message, { cause })
}

/** What a plan is called; empty where it cannot be read. */
export async function nameOf(
  { plans }: Pick<Services, 'plans'>,
  row: Pick<plans.PlanRow, 'id' | 'seq'>,
): Promise<string> {
  try {
    return (await plans.read(row)).plan.event.name
  } catch (error) {
    if (error instanceof PlanUnreadableError) return ''
    throw error
  }
}
