/** What of the changes to a plan can be seen on one of its sheets. */
import type { PlanEvent } from '../log/events.ts'
import { judgedEvents, type SheetName, sheets } from './sheets.ts'

/** @param changes each with the path of a field, or of an entity that came, went or moved. */
export function changesOn<C extends { path: string }>(sheet: SheetName, changes: readonly C[]): C[] {
  const shown: readonly string[] = sheets[sheet].shows
  return changes.filter(({ path }) => shown.includes(path.split('/', 1)[0]!))
}

/** Of a plan's log what a judged sheet says, after the event that it knew last. */
export function eventsOn(sheet: SheetName, log: readonly PlanEvent[], logSeq: number): PlanEvent[] {
  if (!sheets[sheet].isJudged) return []
  return log.filter(({ seq, kind }) => seq > logSeq && judgedEvents.has(kind))
}
