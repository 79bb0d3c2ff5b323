/** All that launch day's commands are decided on, as one fold that goes on where it stopped. */
import type { PlanEvent } from '../log/events.ts'
import { afterEvent, noRun, type Run } from './run.ts'
import { afterSales, noSales, type Sales } from './sales.ts'

export interface RunState {
  run: Run
  sales: Sales
}

export const noRunState: RunState = { run: noRun, sales: noSales }

/** @param events what the log has behind those that the state is made of. */
export function afterEvents({ run, sales }: RunState, events: readonly PlanEvent[]): RunState {
  return { run: events.reduce(afterEvent, run), sales: afterSales(sales, events) }
}
