/** The load, in a process of its own: what it costs is not the server's. */
import { setTimeout as sleep } from 'node:timers/promises'
import * as Y from 'yjs'
import { fullDoc } from '../../full-plan.ts'
import { answer } from '../child.ts'
import type { Door } from '../frames.ts'
import { marker } from '../marker.ts'
import { Client } from './client.ts'
import { Crowd, type StreamOrder } from './crowd.ts'
import { openUntilContent, readMarkers } from './reading.ts'
import { returnAtOnce } from './returning.ts'
import { Writer } from './writer.ts'

const SETTLE_MS = 500

const crowd = new Crowd()
const readers: Client[] = []
let plan: Uint8Array | undefined

const api = {
  join: (door: Door, count: number) => crowd.join(door, count),
  stream: (order: StreamOrder) => crowd.stream(order),
  writeUntilCutOff: (perSecond: number, seconds: number) => crowd.writeUntilCutOff(perSecond, seconds),
  stallOne: () => crowd.stallOne(),
  failure: () => crowd.failure,
  /** A client alone hears nothing by which it could tell that all is done. */
  settle: () => sleep(SETTLE_MS),
  leave: () => crowd.leave(),

  /** A device writes a full plan, and leaves when another can read it. @returns the plan's bytes. */
  async fill(door: Door, bytes: number) {
    plan ??= planOf(bytes)
    const writer = new Client({ door, heard: () => {} })
    await writer.synced()
    writer.send(writer.frames.update(plan))
    const { client } = await openUntilContent(door)
    client.close()
    writer.close()
    return plan.length
  },

  /** Ms until the content is there; the client stays. */
  async open(door: Door) {
    const { client, ms } = await openUntilContent(door)
    readers.push(client)
    return ms
  },

  /** Everybody who has opened a plan edits it once. */
  async editEach() {
    readers.forEach((reader, index) => new Writer(reader, `w${index}`).edit(1))
    await sleep(SETTLE_MS)
  },

  readMarkers: (door: Door) => readMarkers(door),
  returnAtOnce: (door: Door, count: number, editsEach: number) => returnAtOnce(door, count, editsEach),
}

export type LoadApi = typeof api

/** A plan such as people make, with a marker, of about so many bytes. */
function planOf(bytes: number): Uint8Array {
  for (let items = 100; ; items = Math.ceil(items * 1.1)) {
    const { doc } = fullDoc(items)
    doc.getMap('event').set('filled', marker(0))
    const update = Y.encodeStateAsUpdate(doc)
    if (update.length >= bytes) return update
  }
}

answer(api)
