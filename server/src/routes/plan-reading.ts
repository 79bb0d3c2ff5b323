import { AppError } from '@flashboard/shared/wire/errors'
import type * as plans from '../store/plans.ts'
import type { PlanReading } from '../sync/plan-reader.ts'
import { OtherSchemaError, PlanUnreadableError } from '../sync/stored-plan.ts'
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
  return new AppError('plan_unreadable', sentenceOf(cause), { cause })
}

function sentenceOf(cause: PlanUnreadableError): string {
  if (!(cause instanceof OtherSchemaError)) {
    return 'The plan could not be read from disk. Nothing was changed there; try again.'
  }
  return cause.isLater
    ? 'A newer Flashboard than the server’s wrote this plan. Nothing was changed in it; it opens once the server is updated.'
    : 'The plan could not be brought to this version of Flashboard. Nothing was changed in it; whoever runs the server finds why in its log.'
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
