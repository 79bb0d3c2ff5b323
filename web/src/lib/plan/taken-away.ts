/** Words written into something that others took out of the plan meanwhile: kept, shown, and by whom it was. */
import { takenAway } from '@flashboard/shared/plan/not-taken'
import type { Actor } from '@flashboard/shared/log/events'
import { answerOf, api } from './api.ts'
import { keepWords } from './keep-words.ts'
import { type KeptNotTaken, readKept } from './kept-words.svelte.ts'
import type { LivePlan } from './live-plan.svelte.ts'

/** It was just now, or while this page was away. */
const MOMENTS_ASKED = 3

/** @param states see `takenAway`. */
export async function keepTakenAway(plan: LivePlan, states: Parameters<typeof takenAway>[0]): Promise<void> {
  const words = takenAway(states)
  if (words.text === '') return
  const kept = { ...words, at: Math.round(plan.connection.clock.now()), isTakenAway: true }
  show(plan, keepWords(plan.keptWords, kept) ? undefined : kept)
  const removers = await whoRemoved(plan.id, new Set(words.changes.map(({ path }) => path))).catch(
    () => undefined,
  )
  const { words: shown } = plan.keptWords
  if (!removers?.size || !shown) return
  const changes = shown.changes.map((change) => ({
    ...change,
    by: removers.get(change.path) ?? change.by ?? null,
  }))
  plan.keptWords.show({ ...shown, changes })
}

/** @param words where this device does not keep them. */
function show({ keptWords }: LivePlan, words: KeptNotTaken | undefined): void {
  const all = words ?? readKept(keptWords.key)
  if (all) keptWords.show(all)
}

async function whoRemoved(planId: string, paths: ReadonlySet<string>): Promise<Map<string, Actor>> {
  const versions = api.plans[':id'].versions
  const { moments } = await answerOf(versions.$get({ param: { id: planId }, query: {} }))
  const removers = new Map<string, Actor>()
  for (const { fromSeq, toSeq } of moments.slice(0, MOMENTS_ASKED)) {
    const param = { id: planId, seq: String(toSeq) }
    const { changes } = await answerOf(
      versions[':seq'].$get({ param, query: { since: String(fromSeq - 1) } }),
    )
    for (const { kind, path, by } of changes) {
      if (kind === 'removed' && by && paths.has(path) && !removers.has(path)) removers.set(path, by)
    }
    if (removers.size === paths.size) break
  }
  return removers
}
