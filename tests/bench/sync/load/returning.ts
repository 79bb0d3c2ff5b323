/** Many who were cut off together, edited on, and come back at the same moment. */
import * as Y from 'yjs'
import type { Door } from '../frames.ts'
import { marker, markersIn } from '../marker.ts'
import { Client } from './client.ts'

const GIVE_UP_MS = 30_000

interface ReturnResult {
  /** Until every socket stands. */
  openMs: number
  /** Until everybody has everybody's edits. */
  convergedMs: number
}

/** @throws Error where some have not heard all in time. */
export async function returnAtOnce(door: Door, count: number, editsEach: number): Promise<ReturnResult> {
  const here = new Client({ door, heard: () => {} })
  await here.synced()
  const known = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(here.content))
  const pasts = Array.from({ length: count }, (_, index) => pastOf(index, editsEach, known))
  const clients: Client[] = []
  try {
    const from = performance.now()
    const converged = pasts.map(({ stateVector, offlineEdits }, index) => {
      const missing = new Missing(count * editsEach, index * editsEach, editsEach)
      const heard = (frame: Buffer) => missing.hear(frame)
      clients.push(new Client({ door, heard, stateVector, offlineEdits }))
      return missing.none
    })
    await Promise.all(clients.map((client) => client.opened()))
    const openMs = performance.now() - from
    if (!door.speaksSync) return { openMs, convergedMs: NaN }
    await within(GIVE_UP_MS, Promise.all(converged))
    return { openMs, convergedMs: performance.now() - from }
  } finally {
    for (const client of [here, ...clients]) client.close()
  }
}

function pastOf(index: number, editsEach: number, known: ReadonlyMap<number, number>) {
  const doc = new Y.Doc()
  for (let edit = 0; edit < editsEach; edit++) {
    doc.getMap('event').set(`w${index}.${edit}`, marker(index * editsEach + edit))
  }
  const stateVector = Y.encodeStateVector(new Map([...known, [doc.clientID, editsEach]]))
  return { stateVector, offlineEdits: Y.encodeStateAsUpdate(doc) }
}

/** The others' edits that one has not heard of yet. */
class Missing {
  readonly none: Promise<void>
  readonly #isHere: Uint8Array
  #left: number
  #done!: () => void

  constructor(all: number, firstOwn: number, own: number) {
    this.none = new Promise((resolve) => (this.#done = resolve))
    this.#isHere = new Uint8Array(all).fill(1, firstOwn, firstOwn + own)
    this.#left = all - own
  }

  hear(frame: Buffer): void {
    for (const id of markersIn(frame)) {
      if (this.#isHere[id] !== 0) continue
      this.#isHere[id] = 1
      if (--this.#left === 0) this.#done()
    }
  }
}

async function within(ms: number, done: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not everybody had everything after ${ms} ms`)), ms)
  })
  await Promise.race([done, late]).finally(() => clearTimeout(timer))
}
