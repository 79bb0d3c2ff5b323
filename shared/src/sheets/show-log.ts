/** Launch day as it went, for the run sheet: every decision, with who and when. Sales are counted at the close. */
import { isOfRun, tellRun } from '../activity/run-sentences.ts'
import type { PlanEvent } from '../log/events.ts'
import { formatDay, formatDayAndTime, formatTimeToTheSecond } from '../plan/format.ts'
import type { Plan } from '../plan/schema.ts'
import { type PausePoint, pausePoints, placeOf, type SheetInput } from './sheet.ts'

/** Some ten pages. A log that is longer is read on the screen, or in its file. */
const LINES_MAX = 400

export function showLog({ plan, log }: Pick<SheetInput, 'plan' | 'log'>): PausePoint[] {
  const all = thisRun(log).filter((event) => isOfRun(event) && event.kind !== 'saleRecorded')
  const lines = all.slice(-LINES_MAX)
  const groups = pausePoints(lines)
  return groups.map((group, index) => ({
    heading: 'Log',
    under: [
      ...placeOf(index, groups.length),
      ...(index === 0 && lines.length < all.length ? [`the last ${lines.length} of ${all.length}`] : []),
    ],
    columns: [{ title: 'At', width: 'wide', align: 'start' }],
    items: group.map((event) => ({
      box: 'none',
      text: tellRun(event),
      notes: [],
      cells: [timeOf(event, plan)],
    })),
  }))
}

/** What came after the run before this one was over. */
function thisRun(log: readonly PlanEvent[]): readonly PlanEvent[] {
  const start = log.findLastIndex(({ kind }) => kind === 'runStarted')
  const isEnd = ({ kind }: PlanEvent) => kind === 'runClosed' || kind === 'runCalledOff'
  const before = log.slice(0, Math.max(0, start)).findLastIndex(isEnd)
  return log.slice(before + 1)
}

/** On the day of the launch the day goes without saying. */
function timeOf({ at }: PlanEvent, { event: { launchAt, timeZone } }: Plan): string {
  return formatDay(at, timeZone) === formatDay(launchAt, timeZone)
    ? formatTimeToTheSecond(at, timeZone)
    : formatDayAndTime(at, timeZone)
}
