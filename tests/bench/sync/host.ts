/** What every server's process answers, ours and the others alike: where it listens, and what it uses. */
import { answer } from './child.ts'
import { Profiler } from './profiler.ts'

interface Hosted {
  port: number
  /** Keeps what there is to keep, and lets go of the folder. */
  stop: () => Promise<void>
}

/** A plan's past: every update in a file of its own format, and all of them as one. */
export interface History {
  /** Each update after its length, 4 bytes big-endian. */
  updatesPath: string
  statePath: string
}

interface HostParts {
  serve: (folder: string) => Promise<Hosted>
  /** Writes a past into a folder that nobody serves, as the server would have left it. */
  writeHistory?: (folder: string, planId: string, history: History) => Promise<void>
}

const SAMPLE_MS = 100
const MIB = 1_048_576

export type HostApi = ReturnType<typeof hostApi>

export function host(parts: HostParts): void {
  answer(hostApi(parts))
}

function hostApi({ serve, writeHistory }: HostParts) {
  let hosted: Hosted | undefined
  let watch: NodeJS.Timeout | undefined
  let peakMiB = 0
  const profiler = new Profiler()
  return {
    async serve(folder: string) {
      hosted = await serve(folder)
      return hosted.port
    },
    async writeHistory(folder: string, planId: string, history: History) {
      await writeHistory?.(folder, planId, history)
    },
    /** All threads of the process, in ms. */
    cpuMs() {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1_000
    },
    startProfile: () => profiler.start(),
    stopProfile: () => profiler.stop(),
    memory: liveMemory,
    /** From now on looks after the garbage that there is, and remembers the most that stays. */
    watchMemory() {
      peakMiB = 0
      const look = () => (peakMiB = Math.max(peakMiB, liveMemory().heapMiB))
      watch = setInterval(look, SAMPLE_MS)
    },
    peakMiB() {
      clearInterval(watch)
      return peakMiB
    },
    async stop() {
      await hosted?.stop()
    },
  }
}

/** What stays when the garbage is collected: V8's heap with the buffers outside of it, and the whole process. */
function liveMemory() {
  globalThis.gc!()
  globalThis.gc!()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heapMiB: (heapUsed + external) / MIB, rssMiB: rss / MIB }
}
