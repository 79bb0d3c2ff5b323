/** The go / no-go lines: a box and room for initials a console, and the lead's call last. */
import { formatDayAndTime, named } from '../plan/format.ts'
import type { Plan } from '../plan/schema.ts'
import { type PausePoint, pausePoints, placeOf } from './sheet.ts'

export function goNoGo({ event, consoles }: Plan): PausePoint[] {
  const groups = pausePoints(consoles)
  return groups.map((group, index) => ({
    heading: '0 h',
    under: [formatDayAndTime(event.launchAt, event.timeZone), ...placeOf(index, groups.length)],
    mark: { text: 'Go / no-go', isLoud: false },
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
