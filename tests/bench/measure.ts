/** Timing in one process, so that noise hits what is compared alike. */
import { arch, cpus, platform } from 'node:os'

export interface Timing {
  what: string
  /** Milliseconds. */
  p50: number
  p99: number
}

const WARM_UP_RUNS = 200

/** Runs all of them in turns, so that a slow moment of the machine falls on each. */
export function timeInTurns(runs: number, work: Readonly<Record<string, () => unknown>>): Timing[] {
  const entries = Object.entries(work).map(([what, run]) => ({ what, run, took: [] as number[] }))
  for (let turn = -WARM_UP_RUNS; turn < runs; turn++) {
    for (const { run, took } of entries) {
      const from = performance.now()
      run()
      if (turn >= 0) took.push(performance.now() - from)
    }
  }
  return entries.map(({ what, took }) => timingOf(what, took))
}

export async function timeOnce(run: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await run()
  return performance.now() - from
}

export function timingOf(what: string, took: number[]): Timing {
  took.sort((a, b) => a - b)
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))]!
  return { what, p50: at(0.5), p99: at(0.99) }
}

/** The last is the floor that the others are told in. */
export function printTimings(timings: readonly Timing[]): void {
  const floor = timings.at(-1)!
  const rows = timings.map(({ what, p50, p99 }) => [
    what,
    milliseconds(p50),
    milliseconds(p99),
    `${(p50 / floor.p50).toFixed(1)}×`,
  ])
  printTable(['', 'p50 ms', 'p99 ms', 'of the floor'], rows)
}

export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [head, ...rows]
  const widths = head.map((_cell, column) => Math.max(...all.map((row) => row[column]!.length)))
  for (const row of all) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!),
    )
    process.stdout.write(`${cells.join('   ')}\n`)
  }
}

export const milliseconds = (ms: number): string => ms.toFixed(ms < 10 ? 3 : 0)

export function printMachine(): void {
  const [cpu] = cpus()
  const cores = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}`
  process.stdout.write(`Node ${process.version}, ${platform()} ${arch()}, ${cores}\n`)
}
