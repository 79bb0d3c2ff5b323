/**
 * A plan's edits as moments that people remember: "Ada, Tuesday 14:02 to 14:11". Each edit is in exactly one, so
 * what a moment changed is what its people changed.
 *
 * The edits of one person less than five minutes apart are one moment, and what others wrote between them belongs
 * to it. None spans a half hour, and so goes on all day; a restore, the plan's making, and what brought it to another
 * schema are moments of their own.
 */
import { MINUTE_MS } from '../plan/time.ts'
import type { Actor, EventOf } from './events.ts'

const MOMENT_PAUSE_MS = 5 * MINUTE_MS
const MOMENT_MAX_MS = 30 * MINUTE_MS

/** Who brings plans to another schema: nobody who could sign in. */
export const FLASHBOARD = { personId: 'flashboard', name: 'Flashboard' } as const satisfies Actor

/** One accepted update, by whom (as they are called now) and when (UTC ms). */
export interface Edit {
  seq: number
  at: number
  personId: string
  name: string
}

export interface Moment {
  /** Its first and its last edit, and when those came (UTC ms). */
  fromSeq: number
  toSeq: number
  from: number
  to: number
  /** In the order in which they came to it. */
  people: Actor[]
  /** Where it is a restore: what to. */
  restored?: Pick<EventOf<'restored'>, 'toSeq' | 'toAt' | 'name' | 'takesBack'>
}

interface OpenMoment {
  moment: Moment
  /** When each of its people last wrote. */
  lastAt: Map<string, number>
}

/** @param edits of one plan, in their order, without gaps. */
export function momentsOf(edits: readonly Edit[], restores: readonly EventOf<'restored'>[]): Moment[] {
  const restoredBy = new Map(restores.map((restore) => [restore.updateSeq, restore]))
  // The first edit is the template: what people did with it begins behind that.
  const ends = new Set([1, ...restores.flatMap(({ beforeSeq, updateSeq }) => [beforeSeq, updateSeq])])
  for (const { seq, personId } of edits) if (personId === FLASHBOARD.personId) ends.add(seq - 1).add(seq)
  const moments: OpenMoment[] = []
  /** Those before it go on no more. */
  let first = 0
  let part: number | undefined
  for (const edit of edits) {
    const isCut = ends.has(edit.seq - 1) || part !== Math.floor(edit.at / MOMENT_MAX_MS)
    part = Math.floor(edit.at / MOMENT_MAX_MS)
    if (isCut) first = moments.length
    const joined = moments.splice(indexOfOwn(moments, first, edit))
    moments.push(withEdit(joined, edit))
    const restored = restoredBy.get(edit.seq)
    if (restored) moments.at(-1)!.moment.restored = toOf(restored)
  }
  return moments.map(({ moment }) => moment)
}

/** The latest moment that an edit goes on with; behind them all where it begins one. */
function indexOfOwn(moments: readonly OpenMoment[], first: number, { personId, at }: Edit): number {
  for (let index = moments.length - 1; index >= first; index--) {
    const { moment, lastAt } = moments[index]!
    if (at - (lastAt.get(personId) ?? -Infinity) < MOMENT_PAUSE_MS) return index
    if (at - moment.to >= MOMENT_PAUSE_MS) break
  }
  return moments.length
}

function withEdit(joined: readonly OpenMoment[], { seq, at, personId, name }: Edit): OpenMoment {
  const first = joined[0]?.moment ?? { fromSeq: seq, from: at }
  const people = new Map(joined.flatMap(({ moment }) => moment.people.map((each) => [each.personId, each])))
  people.set(personId, { personId, name })
  const lastAt = new Map(joined.flatMap((each) => [...each.lastAt]))
  lastAt.set(personId, at)
  const { fromSeq, from } = first
  return { moment: { fromSeq, toSeq: seq, from, to: at, people: [...people.values()] }, lastAt }
}

function toOf({ toSeq, toAt, name, takesBack }: EventOf<'restored'>): NonNullable<Moment['restored']> {
  return {
    toSeq,
    toAt,
    ...(name !== undefined && { name }),
    ...(takesBack !== undefined && { takesBack }),
  }
}
