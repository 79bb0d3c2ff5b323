import { describe, expect, test } from 'vitest'
import { ManualClock } from '../../../tests/support/manual-clock.ts'
import {
  addMember,
  openTemporaryStore,
  type StoredPlan,
  storePlan,
} from '../../../tests/support/temporary-store.ts'
import { updateLog } from '../store/updates.ts'
import type { Connection } from './connection.ts'
import { CommitQueue, SLOW_DISK_MAX_MS, type Write } from './commit-queue.ts'
import { INTERVAL_MAX_MS, INTERVAL_MIN_MS } from './load.ts'

/** The queue hands it back, and asks nothing of it. */
const from = {} as Connection

/** @param frames to how many sockets each batch of a room goes. @param diskMs how long a commit takes. */
async function open(frames = 0, diskMs = 0) {
  const store = await openTemporaryStore()
  const clock = new ManualClock()
  const heard: string[] = []
  const complaints: string[] = []
  const log = updateLog(store)
  /** How many updates each transaction held. */
  const batches: number[] = []
  const counted = {
    append: (updates: Parameters<typeof log.append>[0]) => {
      batches.push(updates.length)
      clock.wait(diskMs)
      return log.append(updates)
    },
  }
  const queue = new CommitQueue(counted, clock, (_error, what) => complaints.push(what))
  const write = ({ planId, personId }: StoredPlan, name: string): Write => ({
    planId,
    personId,
    at: 1,
    bytes: Uint8Array.of(0, 0),
    from,
    room: {
      committed: (writes, seq) => {
        heard.push(`${name} ${seq} of ${writes.length}`)
        return frames
      },
      failed: (_writes, reason) => heard.push(`${name} failed, ${reason}`),
    },
  })
  return { store, clock, heard, complaints, batches, queue, write }
}

describe('CommitQueue', () => {
  test('[W2] commits what comes in one tick in one transaction, each plan counting for itself', async () => {
    const { store, clock, heard, batches, queue, write } = await open()
    const [one, two] = [await storePlan(store), await storePlan(store)]
    queue.add(write(one, 'a'))
    queue.add(write(two, 'b'))
    queue.add(write(one, 'c'))
    expect(heard).toEqual([])
    clock.tick()
    expect(batches).toEqual([3])
    expect(heard).toEqual(['a 2 of 1', 'b 2 of 1', 'c 3 of 1'])
  })

  test('[W2] tells a room once of all that was committed together, and how far the plan is', async () => {
    const { store, clock, heard, queue, write } = await open()
    const plan = await storePlan(store)
    const [first, second] = [write(plan, 'a'), write(plan, 'b')]
    queue.add(first)
    queue.add({ ...second, room: first.room })
    clock.tick()
    expect(heard).toEqual(['a 3 of 2'])
  })

  test('[W2] commits at once after a quiet time, and keeps its interval when busy', async () => {
    const { store, clock, heard, queue, write } = await open()
    const plan = await storePlan(store)
    queue.add(write(plan, 'a'))
    clock.tick()
    queue.add(write(plan, 'b'))
    clock.advance(INTERVAL_MIN_MS - 1)
    expect(heard).toEqual(['a 2 of 1'])
    clock.advance(1)
    expect(heard).toEqual(['a 2 of 1', 'b 3 of 1'])
    clock.advance(INTERVAL_MIN_MS)
    queue.add(write(plan, 'c'))
    clock.tick()
    expect(heard).toEqual(['a 2 of 1', 'b 3 of 1', 'c 4 of 1'])
  })

  test('[W2] gathers for longer what goes to very many sockets', async () => {
    const { store, clock, heard, queue, write } = await open(40_000)
    const plan = await storePlan(store)
    queue.add(write(plan, 'a'))
    clock.tick()
    queue.add(write(plan, 'b'))
    clock.advance(INTERVAL_MAX_MS - 1)
    expect(heard).toEqual(['a 2 of 1'])
    clock.advance(1)
    expect(heard).toEqual(['a 2 of 1', 'b 3 of 1'])
  })

  test('[W2] leaves half of the time to others on a slow disk, and lets nobody wait for ever', async () => {
    for (const { diskMs, waitMs } of [
      { diskMs: 10, waitMs: 10 },
      { diskMs: 2_000, waitMs: 0 },
      { diskMs: 30, waitMs: SLOW_DISK_MAX_MS - 30 },
    ]) {
      const { store, clock, heard, queue, write } = await open(0, diskMs)
      const plan = await storePlan(store)
      queue.add(write(plan, 'a'))
      clock.tick()
      queue.add(write(plan, 'b'))
      if (waitMs > 0) clock.advance(waitMs - 1)
      expect.soft(heard, `${diskMs} ms`).toEqual(['a 2 of 1'])
      clock.advance(1)
      expect.soft(heard, `${diskMs} ms`).toEqual(['a 2 of 1', 'b 3 of 1'])
    }
  })

  test('[W3] keeps nothing of a batch of which one cannot be written, and tells everybody', async () => {
    const { store, clock, heard, complaints, queue, write } = await open()
    const [plan, other] = [await storePlan(store), await storePlan(store)]
    store.sqlite.exec(`create trigger full before insert on updates when new.plan_id = '${other.planId}'
      begin select raise(abort, 'disk full'); end`)
    queue.add(write(plan, 'a'))
    queue.add(write(other, 'b'))
    clock.tick()
    expect(heard).toEqual(['a failed, notSaved', 'b failed, notSaved'])
    expect(complaints).toEqual(['updates could not be saved'])
    queue.add(write(plan, 'c'))
    clock.advance(INTERVAL_MAX_MS)
    expect(heard.slice(2)).toEqual(['c 2 of 1'])
  })

  test('[S8] leaves out what comes from somebody who may not write, and what may build on it, of that plan alone', async () => {
    const { store, clock, heard, complaints, queue, write } = await open()
    const [plan, other] = [await storePlan(store), await storePlan(store)]
    await addMember(store, plan.planId, { id: 'vic', name: 'Vic' }, 'viewer')
    for (const personId of ['vic', other.personId]) {
      queue.add(write(plan, 'a'))
      queue.add(write({ ...plan, personId }, 'b'))
      queue.add(write(plan, 'c'))
      queue.add(write(other, 'd'))
      clock.advance(INTERVAL_MAX_MS)
    }
    const once = (seq: number) => [`a ${seq} of 1`, 'b failed, resync', 'c failed, resync', `d ${seq} of 1`]
    expect(heard).toEqual([...once(2), ...once(3)])
    expect(complaints).toEqual([])
  })

  test('[W3] goes on to the others when one who is told throws', async () => {
    const { store, clock, heard, complaints, queue, write } = await open()
    const plan = await storePlan(store)
    const failing = write(plan, 'a')
    failing.room.committed = () => {
      throw new Error('a fault of the room')
    }
    queue.add(failing)
    queue.add(write(plan, 'b'))
    clock.tick()
    expect(heard).toEqual(['b 3 of 1'])
    expect(complaints).toHaveLength(1)
  })

  test('is drained when what was added has been told', async () => {
    const { store, clock, heard, queue, write } = await open()
    const plan = await storePlan(store)
    await queue.drained()
    queue.add(write(plan, 'a'))
    const drained = queue.drained()
    clock.tick()
    await drained
    expect(heard).toEqual(['a 2 of 1'])
  })

  test('[W1] refuses to write inside somebody’s open transaction, where nothing would be on disk', async () => {
    const { store, clock, heard, queue, write } = await open()
    const plan = await storePlan(store)
    store.sqlite.exec('begin')
    queue.add(write(plan, 'a'))
    clock.tick()
    store.sqlite.exec('rollback')
    expect(heard).toEqual(['a failed, notSaved'])
  })
})
