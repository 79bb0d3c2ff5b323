/** All come back at once, each with edits of the time without a network. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'

const EDITS_EACH = 2
const SETTLE_MS = 1_500

const back = (clients: number, goalMs: number): Scenario => ({
  name: `return-${clients}`,
  title: () => `${clients} back at once, each with ${EDITS_EACH} offline edits, while one had stayed`,
  note: 'From the first knock until everybody has everybody’s edits; the sockets are opened within that time.',
  rounds: 4,
  rows: [
    { of: 'convergedMs', what: 'converged, ms', digits: 0, goal: { atMost: goalMs } },
    { of: 'openMs', what: 'of it until all sockets stand', digits: 0 },
    { of: 'cpuMs', what: 'CPU ms', digits: 0 },
  ],
  async measure(contestant, run) {
    const server = await run.serve(contestant, run.newFolder())
    const load = run.load()
    // Code that runs for the first time is slow, on both ends.
    await load.call('returnAtOnce', server.door(await server.makePlan()), clients, EDITS_EACH)
    // What the first leave behind is put in order meanwhile.
    await sleep(SETTLE_MS)
    const door = server.door(await server.makePlan())
    const { cpuMs, result } = await server.cpuMsOf(() => load.call('returnAtOnce', door, clients, EDITS_EACH))
    await server.stop()
    return { cpuMs, ...result }
  },
})

export const returning: readonly Scenario[] = [back(200, 110), back(500, 275)]
