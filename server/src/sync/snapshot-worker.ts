/** The thread that makes snapshots: reads the database for itself, and hands over what it made. */
import { parentPort, workerData } from 'node:worker_threads'
import { openReader } from '../store/database.ts'
import { snapshotOf } from './snapshot-of.ts'
import { readStored } from './stored-plan.ts'
import type { SnapshotReply, SnapshotRequest } from './snapshot-thread.ts'

const { path } = workerData as { path: string }
const reader = openReader(path)

parentPort!.on('message', ({ id, planId }: SnapshotRequest) => void answer(id, planId))

async function answer(id: number, planId: string): Promise<void> {
  const reply = await replyTo(id, planId)
  parentPort!.postMessage(reply, 'snapshot' in reply ? [reply.snapshot.bytes.buffer as ArrayBuffer] : [])
}

async function replyTo(id: number, planId: string): Promise<SnapshotReply> {
  try {
    return { id, snapshot: snapshotOf(await readStored(reader.db, planId)) }
  } catch (error) {
    return { id, error }
  }
}
