/** The simulation of `tests/simulation`, over many seeds; and the faults planted in it, each of which it must catch. */
import { Disks } from '../simulation/disk.ts'
import { faults } from '../simulation/faults.ts'
import { type Outcome, simulate } from '../simulation/simulation.ts'
import { atEnd } from '../support/at-end.ts'
import type { Soak } from './soak.ts'

interface Size {
  seeds: number
  /** How many of them are run twice, to see whether it is the same run. */
  again: number
}

/** Each planted fault is caught by one of so many seeds. */
const CAUGHT_WITHIN = 20

/** Seeds that once failed, by what they found. They are run each time. */
const regressions: Readonly<Record<string, number>> = {}

export const sim: Soak<Size> = {
  promises: 'S3, S5, S10',
  title: 'All replicas converge, and nothing promised or kept is lost, whatever network, pages and server do',
  full: { seeds: 600, again: 30 },
  short: { seeds: 20, again: 2 },

  async prove({ seeds, again }, say) {
    const disks = await openDisks()
    const runs = [...Object.values(regressions), ...Array.from({ length: seeds }, (_, index) => index + 1)]
    const outcomes: Outcome[] = []
    let differing = 0
    for (const [index, seed] of runs.entries()) {
      const outcome = await simulate(seed, disks)
      outcomes.push(outcome)
      for (const what of outcome.violations) say(`seed ${seed}: ${what}`)
      if (index < again && (await simulate(seed, disks)).trace !== outcome.trace) differing++
      if (index % 100 === 99) say(`${index + 1} seeds`)
    }
    const sum = (figure: (outcome: Outcome) => number) =>
      outcomes.reduce((all, each) => all + figure(each), 0)
    return [
      { what: 'seeds', value: outcomes.length, atLeast: seeds },
      { what: 'edits', value: sum(({ edits }) => edits) },
      { what: 'starts of the server', value: sum(({ starts }) => starts) },
      { what: 'simulated hours', value: sum(({ simulatedMs }) => simulatedMs) / 3_600_000 },
      { what: 'seeds with a promise broken', value: outcomes.filter(isBroken).length, atMost: 0 },
      { what: 'runs that differed when run again', value: differing, atMost: 0 },
      { what: 'planted faults not caught', value: (await uncaught(disks, say)).length, atMost: 0 },
    ]
  },

  tell: tellRun,
}

async function tellRun(seed: number, say: (event: string) => void): Promise<void> {
  const { violations } = await simulate(seed, await openDisks(), { tell: say })
  for (const what of violations) say(`not as promised: ${what}`)
}

const isBroken = ({ violations }: Outcome) => violations.length > 0

async function openDisks(): Promise<Disks> {
  const disks = await Disks.make()
  atEnd(() => disks.dispose())
  return disks
}

async function uncaught(disks: Disks, say: (progress: string) => void): Promise<string[]> {
  const names: string[] = []
  for (const [name, plant] of Object.entries(faults)) {
    let seed = 1
    while (seed <= CAUGHT_WITHIN && !isBroken(await simulate(seed, disks, { fault: plant() }))) seed++
    if (seed > CAUGHT_WITHIN) names.push(name)
    say(
      seed > CAUGHT_WITHIN
        ? `a server that ${name} is not caught`
        : `a server that ${name}: caught by seed ${seed}`,
    )
  }
  return names
}
