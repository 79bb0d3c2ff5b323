/**
 * The run of show: go / no-go first, then every cue with its time, who calls it, who stands in, and room for when it was; then
 * how it went.
 */
import { offBy } from '../activity/run-sentences.ts'
import { cueAt, runOfShow } from '../figures/run-of-show.ts'
import {
  counted,
  formatDayAndTime,
  formatDuration,
  formatTimeToTheSecond,
  named,
  numberInWords,
} from '../plan/format.ts'
import { collections, type Cue } from '../plan/schema.ts'
import { DAY_MS, SECOND_MS } from '../plan/time.ts'
import { runOf } from '../run/run.ts'
import { goNoGo } from './go-no-go.ts'
import { showLog } from './show-log.ts'
import { type Item, pausePoints, placeOf, type Sheet, type SheetInput } from './sheet.ts'

const { offsetMs } = collections.cues.fields

export function showSheet({ plan, log }: SheetInput): Sheet[] {
  const { cues, event } = plan
  const timed = runOfShow(plan).map(({ cue }) => cue)
  const untimed = cues.filter((cue) => cueAt(cue, event.launchAt) === null)
  const run = runOf(log)
  const isFar = runOfShow(plan).some(({ at }) => !isNearLaunch(at))
  const groups = pausePoints([...timed, ...untimed])
  return [
    {
      title: 'Run of show',
      lead: `${counted(cues.length, 'cue')}.`,
      points: [
        ...goNoGo(plan, false),
        ...groups.map((group, index) => ({
          heading: 'Cues',
          under: placeOf(index, groups.length),
          columns: [
            { title: 'At', width: isFar ? 'wide' : 'medium', align: 'start' } as const,
            { title: 'Owner', width: 'medium', align: 'start' } as const,
            { title: 'Actual', width: 'narrow', align: 'start' } as const,
          ],
          items: group.map(itemOf),
          done: 'All called. Caller',
        })),
        ...showLog({ plan, log }),
      ],
      nothing: 'No cue is planned yet.',
    },
  ]

  function itemOf(cue: Cue): Item {
    const { callOut, durationSeconds: length, owner, deputy } = cue
    const { startedAt, finishedAt, plannedAt, isSkipped } = run.cues.get(cue.id) ?? {}
    const began =
      startedAt === undefined
        ? []
        : [
            `Began ${formatTimeToTheSecond(startedAt, event.timeZone)}${offBy(startedAt - (plannedAt ?? startedAt))}`,
          ]
    const at = cueAt(cue, event.launchAt)
    return {
      box: startedAt !== undefined && finishedAt !== undefined ? 'crossed' : 'empty',
      text: named(callOut, 'cue'),
      notes: [
        [
          length === null ? '' : formatDuration(length * SECOND_MS),
          owner.trim() && deputy.trim() ? `deputy ${deputy.trim()}` : '',
        ]
          .filter(Boolean)
          .join(', '),
        ...began,
        ...(isSkipped ? ['Skipped'] : []),
      ].filter(Boolean),
      cells: [
        at === null ? '' : timesOf(at),
        owner.trim() || deputy.trim(),
        startedAt === undefined ? '' : formatTimeToTheSecond(startedAt, event.timeZone),
      ],
    }
  }

  /** Where the hour says enough. */
  function isNearLaunch(at: number): boolean {
    return Math.abs(at - event.launchAt) < DAY_MS / 2
  }

  function timesOf(at: number): string {
    const offset = at - event.launchAt
    const clock = isNearLaunch(at)
      ? formatTimeToTheSecond(at, event.timeZone)
      : formatDayAndTime(at, event.timeZone)
    return `${clock}\n${numberInWords(offsetMs, offset, plan)}`
  }
}
