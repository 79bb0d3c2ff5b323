/**
 * One look at one plan: brings together what was judged, what was edited since and what time it is, and keeps
 * the events that `eventsSince` finds in that.
 *
 * Every edit is judged as of its receipt and every deadline as of itself, however much later this runs: after
 * a pause in the typing, or after the server was down.
 */
import { setImmediate as untilOthersRan } from 'node:timers/promises'
import type { NewEvent } from '@flashboard/shared/log/events'
import type { Edit } from '@flashboard/shared/log/moments'
import type { Chance } from '@flashboard/shared/plan/plan-doc'
import type { PlanMigration } from '@flashboard/shared/plan/plan-doc-migrations'
import type { Plan } from '@flashboard/shared/plan/schema'
import {
  eventsByStep,
  eventsSince,
  isJudged,
  nextTurnAt,
  type Step,
  wantsPlanBefore,
} from '@flashboard/shared/readiness/turning'
import type { Database } from '../store/database.ts'
import * as events from '../store/events.ts'
import * as judgements from '../store/judgements.ts'
import { editsOf } from '../store/updates.ts'
import { readPlansAt } from '../sync/past-plans.ts'
import type { PlanReader } from '../sync/plan-reader.ts'

/** How many plans on the way a long backlog is read at; a turn is then dated to the next of these. */
const STEPS_MAX = 100

export interface JudgementParts {
  db: Database
  plans: PlanReader
  chance: Chance
  migrations?: readonly PlanMigration[]
}

/**
 * Judges a plan as of `now` (UTC ms): everything received up to then must be on disk.
 * @returns how many events the log has gained.
 * @throws PlanUnreadableError
 */
export async function judgePlan(parts: JudgementParts, planId: string, now: number): Promise<number> {
  const { db, plans } = parts
  const judged = await judgements.read(db, planId)
  if (!judged) return 0
  const { plan, seq } = await plans.read(judged)
  const edits = await editsOf(db, planId, { after: judged.judgedSeq, upTo: seq })
  const until = Math.max(now, edits.at(-1)?.at ?? 0)
  const isDue = judged.nextTurnAt !== null && judged.nextTurnAt <= until
  if (edits.length === 0 && !isDue && judged.judgedSeq > 0) return 0

  const log = await events.readAfter(db, planId, 0)
  const found = await findEvents()
  await judgements.keep(
    db,
    {
      id: planId,
      judgedSeq: seq,
      judgedLaunchAt: plan.event.launchAt,
      nextTurnAt: nextTurnAt(plan, until),
    },
    found,
  )
  return found.length

  async function findEvents(): Promise<NewEvent[]> {
    if (edits.length === 0) return eventsSince(log, plan, [], until)
    const launchStays = judged!.judgedLaunchAt === plan.event.launchAt
    const isSimple = launchStays && !isDue
    if (isSimple && isJudged(log, plan)) return eventsSince(log, plan, [], until)
    if (isSimple && edits.length === 1) {
      const one = eventsSince(log, undefined, [stepOf(edits, plan)], until)
      if (!wantsPlanBefore(one, plan)) return one
    }
    return await findOnTheWay(parts, planId, { log, edits, judgedSeq: judged!.judgedSeq, until })
  }
}

interface Backlog {
  log: Parameters<typeof eventsSince>[0]
  edits: readonly Edit[]
  judgedSeq: number
  until: number
}

/** Where edits and deadlines alternate, or several edits might have turned something. */
async function findOnTheWay(
  { db, chance, migrations }: JudgementParts,
  planId: string,
  { log, edits, judgedSeq, until }: Backlog,
): Promise<NewEvent[]> {
  const runs = runsOf(edits)
  const seqs = runs.map((run) => run.at(-1)!.seq)
  const wanted = judgedSeq === 0 ? seqs : [judgedSeq, ...seqs]
  const read = await readPlansAt(db, planId, wanted, chance, migrations)
  const steps = runs.map((run) => stepOf(run, read.get(run.at(-1)!.seq)!))
  const judging = eventsByStep(log, read.get(judgedSeq), steps, until)
  for (;;) {
    const { done, value } = judging.next()
    if (done) return value
    await untilOthersRan()
  }
}

/** Every edit by itself, or evenly many of a long backlog together; the first always stands alone. */
function runsOf(edits: readonly Edit[]): Edit[][] {
  const stride = Math.ceil(edits.length / STEPS_MAX)
  return [...Map.groupBy(edits, (_edit, index) => Math.ceil(index / stride)).values()]
}

/** A run of edits as its last one. Where it is of several people, nobody is named for what one of them did. */
function stepOf(run: readonly Edit[], plan: Plan): Step {
  const { seq, at, personId, name } = run.at(-1)!
  const isOnes = run.every((edit) => edit.personId === personId)
  return { plan, at, actor: isOnes ? { personId, name } : null, updateSeq: seq }
}
