/** How old a sheet of paper is, and what has changed since of what it says. */
import type { PlanEvent } from '../log/events.ts'
import { counted } from '../plan/format.ts'
import type { Plan } from '../plan/schema.ts'
import type { PaperMark } from './paper-link.ts'
import { HEAD_SHOWS, type SheetName, sheets } from './sheets.ts'

/**
 * @param changes each with the path of a field, or of an entity that came, went or moved.
 * @param movements of the plan as it is now: a path does not say of which hub one is.
 */
export function changesOn<C extends { path: string }>(
  { sheet, hubId }: Pick<PaperMark, 'sheet' | 'hubId'>,
  changes: readonly C[],
  movements: Plan['movements'],
): C[] {
  const shown: readonly string[] = [...HEAD_SHOWS, ...sheets[sheet].shows]
  const hubOf = new Map(movements.map((movement) => [movement.id, movement.hubId]))
  return changes.filter(
    ({ path }) => shown.some((each) => path === each || path.startsWith(`${each}/`)) && !isOfAnotherHub(path),
  )

  function isOfAnotherHub(path: string): boolean {
    const [collection, id = '', field] = path.split('/')
    if (hubId === undefined) return false
    // What went from one hub's to another's is on the lists of both.
    if (collection === 'movements') return field !== 'hubId' && (hubOf.get(id) ?? hubId) !== hubId
    return (collection === 'hubs' || collection === 'stock') && id !== hubId
  }
}

/** Of a plan's log what changes what a sheet says, after the event that it knew last. */
export function eventsOn(sheet: SheetName, log: readonly PlanEvent[], logSeq: number): PlanEvent[] {
  const { turnsWith } = sheets[sheet]
  return log.filter(({ seq, kind }) => seq > logSeq && turnsWith.has(kind))
}

/**
 * @param seq of the plan's last edit.
 * @param events that the sheet does not know, of those that change what it says.
 */
export function paperAge({ revision }: PaperMark, seq: number, events: readonly PlanEvent[]): string {
  if (revision < seq) return `This paper is ${counted(seq - revision, 'revision')} old.`
  // Restored from a backup, the plan is back where it was.
  if (revision > seq) return 'This paper is of edits that the plan no longer has.'
  return events.length > 0 ? 'This paper is out of date.' : 'This paper is up to date.'
}
