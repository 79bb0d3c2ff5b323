/** Where a server's main thread spends its time: by function, without what it calls. */
import { type Profiler as Inspected, Session } from 'node:inspector/promises'

const SAMPLE_US = 200
/** So many functions are told, the costliest first. */
const TOLD = 25

export interface Profile {
  busyMs: number
  functions: { name: string; ms: number }[]
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
  const spentMs = new Map<string, number>()
  samples.forEach((id, index) => {
    const name = names.get(id)!
    if (!isNoWork(name)) spentMs.set(name, (spentMs.get(name) ?? 0) + timeDeltas[index]! / 1_000)
  })
  const functions = [...spentMs].map(([name, ms]) => ({ name, ms })).sort((a, b) => b.ms - a.ms)
  return { busyMs: functions.reduce((sum, { ms }) => sum + ms, 0), functions: functions.slice(0, TOLD) }
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

export function printProfile(server: string, { busyMs, functions }: Profile): void {
  process.stdout.write(`\n${server}: ${busyMs.toFixed(0)} ms busy, of it\n`)
  for (const { name, ms } of functions) {
    process.stdout.write(`${((ms / busyMs) * 100).toFixed(1).padStart(6)} %  ${name}\n`)
  }
}
