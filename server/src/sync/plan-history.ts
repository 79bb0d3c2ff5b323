/** A plan's past as it is told over HTTP: its moments by the list of its edits alone, its changes by replay. */
import { type Authors, authorsOf, type Step } from '@flashboard/shared/log/authors'
import type { Actor, EventOf, PlanEvent } from '@flashboard/shared/log/events'
import { type Edit, type Moment, momentsOf } from '@flashboard/shared/log/moments'
import { type Difference, differences } from '@flashboard/shared/plan/differences'
import type { Plan } from '@flashboard/shared/plan/schema'
import { MOMENTS_MAX } from '@flashboard/shared/wire/versions'
import type { Database } from '../store/database.ts'
import { editsBefore, editsOf } from '../store/updates.ts'
import type { PastReader } from './past-reader.ts'

/** So many edits are looked at for one page of moments; a moment of more is told in parts. */
const EDITS_MAX = 5_000
/** So many states on the way are read to say whose a change was; beyond that, edits are taken together. */
const STEPS_MAX = 100

interface MomentsPage {
  /** The latest first. */
  moments: Moment[]
  /** What to ask for more before; `null` at the beginning. */
  before: number | null
}

/** The moments that end before an edit. */
export async function momentsBefore(
  db: Database,
  planId: string,
  before: number,
  log: readonly PlanEvent[],
): Promise<MomentsPage> {
  const edits = await editsBefore(db, planId, { before, most: EDITS_MAX })
  const restores = log.filter((event): event is EventOf<'restored'> => event.kind === 'restored')
  const all = momentsOf(edits, restores)
  // The first of them may have begun before what was looked at.
  const whole = edits.length === EDITS_MAX && all.length > 1 ? all.slice(1) : all
  const moments = whole.slice(-MOMENTS_MAX).toReversed()
  const first = moments.at(-1)?.fromSeq ?? 1
  return { moments, before: first > 1 ? first : null }
}

interface Comparison {
  plan: Plan
  changes: (Difference & Authors)[]
  more: number
}

/**
 * What is different after one edit from what it was after another, and whose doing that was.
 * @throws PlanUnreadableError, AppError `too_many`
 */
export async function compare(
  { db, past }: { db: Database; past: PastReader },
  planId: string,
  { since, seq, personId }: { since: number; seq: number; personId: string },
): Promise<Comparison> {
  // A version against what came after it is told the same way, backwards; nobody undid it.
  const runs = since < seq ? runsOf(await editsOf(db, planId, { after: since, upTo: seq })) : []
  const plans = await past.read(planId, [since, ...runs.map(({ upTo }) => upTo), seq], personId)
  const [was, is] = [plans.get(since)!, plans.get(seq)!]
  const steps: Step[] = runs.map(({ upTo, by }) => ({ plan: plans.get(upTo)!, by }))
  const authorOf = authorsOf(was, steps)
  const found = differences(was, is)
  const changes = found.differences.map((each) => ({ ...each, ...authorOf(each) }))
  return { plan: is, changes, more: found.more }
}

interface Run {
  upTo: number
  by: Actor | null
}

/** Edits of one person that follow one another; several runs together where there are very many. */
function runsOf(edits: readonly Edit[]): Run[] {
  const own: Run[] = []
  for (const { seq, personId, name } of edits) {
    if (own.at(-1)?.by?.personId === personId) own.at(-1)!.upTo = seq
    else own.push({ upTo: seq, by: { personId, name } })
  }
  const stride = Math.ceil(own.length / STEPS_MAX)
  return [...Map.groupBy(own, (_run, index) => Math.floor(index / stride)).values()].map((runs) => ({
    upTo: runs.at(-1)!.upTo,
    by: runs.every(({ by }) => by?.personId === runs[0]!.by?.personId) ? runs[0]!.by : null,
  }))
}
