/**
 * One run of everything that sync promises, in one process, under a virtual clock and a network of its own, all of it
 * drawn from one seed: the same seed gives the same run, to the byte.
 *
 * Production's own: rooms, registry, commit queue, guard, connections, presence, compaction, heartbeat, restores of
 * versions, backups, and the store on real SQLite files. Modelled after production, because it lives on HTTP or in a
 * browser: the door (`server`), the page with y-websocket's client (`page`), a browser's copy of a plan (`device`).
 * Modelled after the world: the network (`network`) and the power (`disk`).
 *
 * People edit, alone and at once, delete everything, open and close pages, lose tabs, copies and networks; links stall
 * and are cut, readers are slow; the server is stopped, killed and loses its power, also within a commit; its disk is
 * full; versions and backups are put back; a viewer's broken page writes (`mishaps`). Whenever the server comes back,
 * what was promised must be on its disk (`examination`); in the end, with everything mended, all must be one (`ending`).
 *
 * Not modelled: message loss or reordering within a connection (TCP has neither), a disk that damages what it holds, two
 * tabs on one copy, sessions and who may join, clocks that differ, and the gates.
 */
import { ending } from './ending.ts'
import type { Disks } from './disk.ts'
import { type Fault, noFault } from './faults.ts'
import { mishaps, weights } from './mishaps.ts'
import { World } from './world.ts'

const STEPS = 250
const STEP_MAX_MS = 150

export interface Outcome {
  seed: number
  /** What was not as promised; should be empty. */
  violations: readonly string[]
  /** Equal for equal runs. */
  trace: string
  edits: number
  /** How often the server was started again. */
  starts: number
  /** How long it took for those in it. */
  simulatedMs: number
}

export async function simulate(
  seed: number,
  disks: Disks,
  { fault = noFault, tell }: { fault?: Fault; tell?: (line: string) => void } = {},
): Promise<Outcome> {
  const { disk, dispose } = disks.provide()
  const world = new World({ seed, disk, fault, tell })
  const { clock, dice, trace, devices, violations } = world
  const from = clock.now
  try {
    await world.server.start()
    for (const device of devices) device.open()
    await clock.pass(1_000)
    for (let step = 0; step < STEPS && violations.length === 0; step++) {
      const what = dice.weighted(weights)
      trace.note(`· ${what}`)
      await mishaps[what]!.happen(world)
      await clock.pass(dice.between(0, STEP_MAX_MS))
      world.watch()
      if (dice.happens(0.05)) world.startOver()
    }
    if (violations.length === 0) await ending(world)
  } finally {
    world.server.crash('kill')
    dispose()
  }
  return {
    seed,
    violations,
    trace: trace.digest(),
    edits: devices.reduce((sum, { edits }) => sum + edits.length, 0),
    starts: world.starts,
    simulatedMs: clock.now - from,
  }
}
