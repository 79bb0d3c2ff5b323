/** What a plan takes of the memory while somebody has it open. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchServer, BenchRun } from '../bench-run.ts'
import type { Child } from '../child.ts'
import type { PlanKey } from '../contestants.ts'
import type { LoadApi } from '../load/generator.ts'
import { requireSync, type Scenario } from '../scenario.ts'

const BYTES = 88_000
const PLANS = 50
const QUICK_PLANS = 20
const KEPT_AFTER_MS = 5_000
/** So many are worked on at a time. */
const AT_ONCE = 10

const plansOf = (isQuick: boolean) => (isQuick ? QUICK_PLANS : PLANS)

export const memory: Scenario = {
  name: 'memory',
  title: (isQuick) =>
    `Memory an open plan (88 KB, one client each), MiB: ${plansOf(isQuick)} plans, after a restart where they are kept`,
  note: 'Without the garbage. The heap with the buffers outside of it counts; the process as a whole is told beside it.',
  rounds: 1,
  rows: [
    { of: 'read', what: 'looked at: heap and buffers', digits: 3, goal: { atMost: 0.5 } },
    { of: 'readRss', what: 'looked at: whole process', digits: 3 },
    { of: 'edited', what: 'edited once: heap and buffers', digits: 3 },
    { of: 'editedRss', what: 'edited once: whole process', digits: 3 },
  ],
  async measure(contestant, run) {
    requireSync(contestant)
    const folder = run.newFolder()
    let server = await run.serve(contestant, folder)
    const writing = run.load()
    const plans: PlanKey[] = []
    // What keeps nothing is measured with what it has in memory from the start.
    const empty = contestant.keeps ? undefined : await warmMemory(server, run)
    for (let left = plansOf(run.isQuick); left > 0; left--) plans.push(await server.makePlan())
    if (empty) await eachOf(plans, (plan) => writing.call('join', server.door(plan), 1))
    await eachOf(plans, (plan) => writing.call('fill', server.door(plan), BYTES))
    if (!empty) {
      // Some keep what they were told only after a while.
      await sleep(KEPT_AFTER_MS)
      await server.stop()
      server = await run.serve(contestant, folder)
    }
    const before = empty ?? (await warmMemory(server, run))
    const reading = run.load()
    await eachOf(plans, (plan) => reading.call('open', server.door(plan)))
    if (empty) await endLoad(writing)
    const read = await server.memory()
    await reading.call('editEach')
    const edited = await server.memory()
    const each = (mib: number) => mib / plans.length
    return {
      read: each(read.heapMiB - before.heapMiB),
      readRss: each(read.rssMiB - before.rssMiB),
      edited: each(edited.heapMiB - before.heapMiB),
      editedRss: each(edited.rssMiB - before.rssMiB),
    }
  },
}

/** What the server takes once it has had a plan open. */
async function warmMemory(server: BenchServer, run: BenchRun) {
  const load = run.load()
  await load.call('fill', server.door(await server.makePlan()), BYTES)
  await endLoad(load)
  return await server.memory()
}

async function endLoad(load: Child<LoadApi>): Promise<void> {
  await load.call('leave')
  await load.end()
}

async function eachOf(plans: readonly PlanKey[], work: (plan: PlanKey) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < plans.length; from += AT_ONCE) {
    await Promise.all(plans.slice(from, from + AT_ONCE).map(work))
  }
}
