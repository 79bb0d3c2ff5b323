/**
 * What syncing costs, next to other servers in the same run: every scenario starts each server anew, in a
 * process of its own, under the same load.
 */
import { printMachine } from './measure.ts'
import { BenchRun } from './sync/bench-run.ts'
import { type Contestant, contestants } from './sync/contestants.ts'
import { installPeers } from './sync/install-peers.ts'
import { printResults } from './sync/report.ts'
import type { Figures, Results, Scenario } from './sync/scenario.ts'
import { scenarios } from './sync/scenarios/all.ts'

const GIVE_UP_MS = 600_000

export async function benchSync(args: readonly string[]): Promise<void> {
  const order = readOrder(args)
  const run = new BenchRun(order)
  process.once('exit', () => run.abandon())
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

  printMachine()
  process.stdout.write(`${new Date().toISOString()}${order.isQuick ? ', quick: not for quoting' : ''}\n`)
  const uninstalled = order.servers.some(({ isInstalled }) => isInstalled) ? installPeers() : undefined
  for (const scenario of order.scenarios) {
    const servers = order.servers.filter(({ name }) => !scenario.leavesOut?.includes(name))
    const from = performance.now()
    const results = await measureAll(scenario, servers, run, uninstalled)
    printResults(scenario, servers, results, order.isQuick)
    process.stdout.write(`(${((performance.now() - from) / 1_000).toFixed(0)} s)\n`)
  }
}

/** How far the figures of two rounds may lie apart (of the larger) for a third to bring nothing. */
const AGREE_WITHIN = 0.1

/** Each server in turn, until it is clear; each figure is the median of its rounds, of two the larger. */
async function measureAll(
  scenario: Scenario,
  servers: readonly Contestant[],
  run: BenchRun,
  uninstalled: Error | undefined,
): Promise<Results> {
  const rounds = new Map<string, Figures[]>(servers.map(({ name }) => [name, []]))
  const failures = new Map<string, Error>()
  for (let round = 0; round < (run.isQuick ? 1 : scenario.rounds); round++) {
    for (const server of servers) {
      if (failures.has(server.name) || isClear(rounds.get(server.name)!, scenario)) continue
      if (server.isInstalled && uninstalled) {
        failures.set(server.name, uninstalled)
        continue
      }
      try {
        rounds.get(server.name)!.push(await within(GIVE_UP_MS, scenario.measure(server, run)))
      } catch (error) {
        failures.set(server.name, error as Error)
      } finally {
        await run.clear()
      }
    }
  }
  return new Map(servers.map(({ name }) => [name, failures.get(name) ?? medians(rounds.get(name)!)] as const))
}

function isClear(done: readonly Figures[], { rows }: Scenario): boolean {
  const [one, two] = done
  if (!one || !two) return false
  const judged = rows.filter(({ goal }) => goal).map(({ of }) => [one[of]!, two[of]!] as const)
  return judged.every(([a, b]) => Number.isNaN(a) || Math.abs(a - b) <= Math.max(a, b) * AGREE_WITHIN)
}

function medians(rounds: readonly Figures[]): Figures {
  return Object.fromEntries(
    Object.keys(rounds[0]!).map((key) => {
      const values = rounds.map((figures) => figures[key]!).sort((a, b) => a - b)
      return [key, values[Math.floor(values.length / 2)]!]
    }),
  )
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`gave up after ${ms / 1_000} s`)), ms)
  })
  return await Promise.race([work, late]).finally(() => clearTimeout(timer))
}

interface Order {
  isQuick: boolean
  isProfiled: boolean
  scenarios: readonly Scenario[]
  servers: readonly Contestant[]
}

const switches = ['--quick', '--profile']

/** `[scenario…] [--quick] [--profile] [--only=server,server]`; without names, all of them. */
function readOrder(args: readonly string[]): Order {
  const flags = args.filter((arg) => arg.startsWith('--'))
  const only = flags.find((flag) => flag.startsWith('--only='))?.slice('--only='.length)
  const unknown = flags.filter((flag) => !switches.includes(flag) && !flag.startsWith('--only='))
  const names = args.filter((arg) => !arg.startsWith('--'))
  return {
    isQuick: flags.includes('--quick'),
    isProfiled: flags.includes('--profile'),
    scenarios: named(scenarios, [...names, ...unknown]),
    servers: named(contestants, only?.split(',') ?? []),
  }
}

function named<T extends { name: string }>(all: readonly T[], names: readonly string[]): readonly T[] {
  const missing = names.find((name) => !all.some((each) => each.name === name))
  if (missing !== undefined) {
    process.stderr.write(`There is no "${missing}", only: ${all.map(({ name }) => name).join(', ')}\n`)
    process.exit(2)
  }
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name))
}
