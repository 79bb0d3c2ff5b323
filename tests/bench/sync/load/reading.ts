/** One who opens a plan and looks. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Door } from '../frames.ts'
import { marker, markersIn } from '../marker.ts'
import { Client } from './client.ts'

const QUIET_MS = 500
const GIVE_UP_MS = 60_000

/** Opens a plan; resolves, with the client, once what holds the marker 0 has come. */
export async function openUntilContent(door: Door): Promise<{ client: Client; ms: number }> {
  const wanted = marker(0)
  const from = performance.now()
  let client: Client | undefined
  let timer: NodeJS.Timeout | undefined
  try {
    const ms = await new Promise<number>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('the content did not come')), GIVE_UP_MS)
      const heard = (frame: Buffer) => {
        if (frame.includes(wanted)) resolve(performance.now() - from)
      }
      client = new Client({ door, heard })
      client.synced().catch(reject)
    })
    return { client: client!, ms }
  } catch (error) {
    client?.close()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** All markers that a plan holds: what comes on opening it, and what follows until it is quiet. */
export async function readMarkers(door: Door): Promise<number[]> {
  const found = new Set<number>()
  let heardAt = performance.now()
  const heard = (frame: Buffer) => {
    heardAt = performance.now()
    for (const id of markersIn(frame)) found.add(id)
  }
  const client = new Client({ door, heard })
  try {
    await client.synced()
    while (performance.now() - heardAt < QUIET_MS) await sleep(QUIET_MS / 10)
    return [...found]
  } finally {
    client.close()
  }
}
