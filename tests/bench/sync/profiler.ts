/** Where a server's main thread spends its time: by function, without what it calls and with it. */
import { type Profiler as Inspected, Session } from 'node:inspector/promises'

const SAMPLE_US = 200
/** So many functions are told, the costliest first. */
const TOLD = 40

interface Spent {
  name: string
  ms: number
}

interface Profile {
  busyMs: number
  /** Each without what it calls. */
  functions: Spent[]
  /** Each with what it calls, so that one time stands in several. */
  calls: Spent[]
}

export class Profiler {
  #session: Session | undefined

  async start(): Promise<void> {
    this.#session = new Session()
    this.#session.connect()
    await this.#session.post('Profiler.enable')
    await this.#session.post('Profiler.setSamplingInterval', { interval: SAMPLE_US })
    await this.#session.post('Profiler.start')
  }

  async stop(): Promise<Profile> {
    const { profile } = await this.#session!.post('Profiler.stop')
    this.#session!.disconnect()
    return profileOf(profile)
  }
}

type Node = Inspected.ProfileNode

function profileOf({ nodes, samples = [], timeDeltas = [] }: Inspected.Profile): Profile {
  const callers = new Map(nodes.flatMap((node) => (node.children ?? []).map((id) => [id, node] as const)))
  const names = new Map(nodes.map((node) => [node.id, nameOf(node, callers)]))
  const selfMs = new Map<string, number>()
  const totalMs = new Map<string, number>()
  const add = (to: Map<string, number>, name: string, ms: number) => to.set(name, (to.get(name) ?? 0) + ms)
  let busyMs = 0
  samples.forEach((id, index) => {
    const ms = timeDeltas[index]! / 1_000
    if (isNoWork(names.get(id)!)) return
    busyMs += ms
    add(selfMs, names.get(id)!, ms)
    // Each once, however deep it calls itself.
    const stack = new Set<string>()
    for (let at: number | undefined = id; at !== undefined; at = callers.get(at)?.id)
      stack.add(names.get(at)!)
    for (const name of stack) add(totalMs, name, ms)
  })
  return { busyMs, functions: costliest(selfMs), calls: costliest(totalMs) }
}

function costliest(spentMs: ReadonlyMap<string, number>): Spent[] {
  return [...spentMs]
    .filter(([name]) => name !== '(root)')
    .map(([name, ms]) => ({ name, ms }))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, TOLD)
}

/** What is no work of the server's: waiting, and the profiler itself. */
const isNoWork = (name: string) => name === '(idle)' || name.includes('node:inspector')

/** With the last parts of its path, which tell packages apart; native code with who called it. */
function nameOf(node: Node, callers: ReadonlyMap<number, Node>): string {
  const { functionName, url, lineNumber } = node.callFrame
  if (url !== '') {
    return `${functionName || '(anonymous)'} ${url.split('/').slice(-2).join('/')}:${lineNumber + 1}`
  }
  const caller = callers.get(node.id)
  const isV8s = functionName.startsWith('(') || !caller
  return isV8s ? functionName : `${functionName || '(native)'} < ${nameOf(caller, callers)}`
}

export function printProfile(server: string, { busyMs, functions, calls }: Profile): void {
  const print = (spent: readonly Spent[]) => {
    for (const { name, ms } of spent) {
      process.stdout.write(`${((ms / busyMs) * 100).toFixed(1).padStart(6)} %  ${name}\n`)
    }
  }
  process.stdout.write(`\n${server}: ${busyMs.toFixed(0)} ms busy, of it\n`)
  print(functions)
  process.stdout.write('with what they call\n')
  print(calls)
}
