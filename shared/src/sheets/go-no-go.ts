/** The go / no-go lines: a box and room for initials a console, and the lead's call last. When it is called, the cues say. */
import { formatDayAndTime, named } from '../plan/format.ts'
import type { Plan } from '../plan/schema.ts'
import { type PausePoint, pausePoints, placeOf } from './sheet.ts'

/** @param isTimed among the gates it has the launch's time; before the cues that would be read as its own. */
export function goNoGo({ event, consoles }: Plan, isTimed: boolean): PausePoint[] {
  const groups = pausePoints(consoles)
  return groups.map((group, index) => ({
    ...(isTimed
      ? { heading: '0 h', mark: { text: 'Go / no-go', isLoud: false } }
      : { heading: 'Go / no-go' }),
    under: [
      isTimed ? formatDayAndTime(event.launchAt, event.timeZone) : 'before the launch',
      ...placeOf(index, groups.length),
    ],
    columns: [
      { title: 'Who', width: 'medium', align: 'start' },
      { title: 'Initials', width: 'wide', align: 'start' },
    ],
    items: group.map(({ name, owner, deputy }) => ({
      box: 'empty',
      text: `${named(name, 'console')} says go`,
      notes: owner.trim() && deputy.trim() ? [`Deputy: ${deputy.trim()}`] : [],
      cells: [owner.trim() || deputy.trim(), ''],
    })),
    done: index === groups.length - 1 ? 'Go, or no-go and why. Lead' : `All ${group.length} say go`,
  }))
}
