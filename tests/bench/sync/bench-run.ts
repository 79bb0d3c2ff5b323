/** One run of the bench: what it starts and what it writes, and that nothing of it stays. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Child } from './child.ts'
import type { Contestant, PlanKey } from './contestants.ts'
import type { Door } from './frames.ts'
import { makeHistory } from './history.ts'
import type { History, HostApi } from './host.ts'
import type { LoadApi } from './load/generator.ts'
import { printProfile } from './profiler.ts'

const generator = new URL('load/generator.ts', import.meta.url)

export class BenchRun {
  readonly isQuick: boolean
  /** Whether servers say where they spent the time that is measured; that costs some itself. */
  readonly isProfiled: boolean
  readonly #folder = mkdtempSync(join(tmpdir(), 'flashboard-bench-'))
  readonly #children = new Set<Child<any>>()
  readonly #histories = new Map<number, History>()
  #folders = 0

  constructor({ isQuick, isProfiled }: { isQuick: boolean; isProfiled: boolean }) {
    this.isQuick = isQuick
    this.isProfiled = isProfiled
  }

  /** A path of its own; nothing is there yet. */
  newFolder(): string {
    return join(this.#folder, String(++this.#folders))
  }

  /** Made once for all servers. */
  historyOf(operations: number): History {
    const history = this.#histories.get(operations) ?? makeHistory(this.#folder, operations)
    this.#histories.set(operations, history)
    return history
  }

  async serve(contestant: Contestant, folder: string): Promise<BenchServer> {
    const child = this.#start<HostApi>(contestant.script, ['--expose-gc'], contestant.args)
    const port = await child.call('serve', folder)
    return new BenchServer(contestant, child, port, this.isProfiled)
  }

  async writeHistory(
    { script, args }: Contestant,
    folder: string,
    planId: string,
    history: History,
  ): Promise<void> {
    const child = this.#start<HostApi>(script, ['--expose-gc'], args)
    await child.call('writeHistory', folder, planId, history)
    await child.end()
  }

  load(): Child<LoadApi> {
    return this.#start<LoadApi>(generator)
  }

  /** Ends whatever still runs. */
  async clear(): Promise<void> {
    await Promise.all([...this.#children].map((child) => child.kill()))
    this.#children.clear()
  }

  /** As `clear`, where there is no time left to wait; the folders go too. */
  abandon(): void {
    for (const child of this.#children) void child.kill()
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }

  #start<A extends Record<string, (...args: any[]) => unknown>>(
    script: URL,
    nodeFlags: readonly string[] = [],
    args: readonly string[] = [],
  ): Child<A> {
    const child = new Child<A>(script, nodeFlags, args)
    this.#children.add(child)
    return child
  }
}

/** A server that runs, in a process of its own. */
export class BenchServer {
  readonly #contestant: Contestant
  readonly #child: Child<HostApi>
  readonly #port: number
  readonly #isProfiled: boolean

  constructor(contestant: Contestant, child: Child<HostApi>, port: number, isProfiled: boolean) {
    this.#contestant = contestant
    this.#child = child
    this.#port = port
    this.#isProfiled = isProfiled
  }

  async makePlan(people = 1): Promise<PlanKey> {
    return await this.#contestant.makePlan(this.#port, people)
  }

  door(plan: PlanKey): Door {
    return this.#contestant.door(this.#port, plan)
  }

  /** What the whole process takes of the processors while something is done. */
  async cpuMsOf<T>(work: () => Promise<T>): Promise<{ cpuMs: number; result: T }> {
    if (this.#isProfiled) await this.#child.call('startProfile')
    const before = await this.#child.call('cpuMs')
    const result = await work()
    const cpuMs = (await this.#child.call('cpuMs')) - before
    if (this.#isProfiled) printProfile(this.#contestant.name, await this.#child.call('stopProfile'))
    return { cpuMs, result }
  }

  async memory() {
    return await this.#child.call('memory')
  }

  async watchMemory(): Promise<void> {
    await this.#child.call('watchMemory')
  }

  async peakMiB(): Promise<number> {
    return await this.#child.call('peakMiB')
  }

  /** In order, everything kept. */
  async stop(): Promise<void> {
    await this.#child.call('stop')
    await this.#child.end()
  }

  async kill(): Promise<void> {
    await this.#child.kill()
  }
}
