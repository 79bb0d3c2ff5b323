import { setImmediate as untilIdle } from 'node:timers/promises'
import type { NewEvent, PlanEvent } from '@flashboard/shared/log/events'
import { messageType } from '@flashboard/shared/wire/messages'
import { describe, expect, test } from 'vitest'
import type { RoomClient } from '../../../tests/support/room-client.ts'
import { TestRooms } from '../../../tests/support/test-rooms.ts'
import * as events from '../store/events.ts'
import { LogFeed } from './log-feed.ts'

const waiver: NewEvent = { kind: 'waiverWithdrawn', at: 5, actor: null, requirement: 'sku-audit' }
const seqsOf = ({ log }: RoomClient) => log.map(({ seq }) => seq)

async function open() {
  const at = await TestRooms.open()
  const append = async (count = 1) => {
    await events.append(
      at.store.db,
      at.planId,
      Array.from({ length: count }, () => waiver),
    )
    at.rooms.tellLog(at.planId)
  }
  const follow = async (page: RoomClient, after = 0) => {
    page.askLog(after)
    page.flush()
    await heard(page)
  }
  return { at, append, follow }
}

/** What the server sends after reading its log has come. */
async function heard(page: RoomClient): Promise<void> {
  await untilIdle()
  page.flush()
}

describe('[L1] a page that asks for the log', () => {
  test('gets all after what it has, then more as it is appended', async () => {
    const { at, append, follow } = await open()
    await append(2)
    const page = await at.join()
    await follow(page, 1)
    expect(page.log).toEqual(await events.readAfter(at.store.db, at.planId, 1))
    await append(2)
    await heard(page)
    expect(seqsOf(page)).toEqual([2, 3, 4, 5])
  })

  test('is answered where there is nothing new', async () => {
    const { at, follow } = await open()
    const page = await at.join()
    await follow(page, 1)
    expect(page.heardTypes.filter((type) => type === messageType.log)).toHaveLength(1)
    expect(page.log).toEqual([])
  })

  test('has no gap and nothing twice after it comes back', async () => {
    const { at, append, follow } = await open()
    const page = await at.join()
    await follow(page)
    await append(3)
    await heard(page)
    page.leave()
    await append(3)
    const back = await at.join()
    await follow(back, seqsOf(page).at(-1))
    expect([...seqsOf(page), ...seqsOf(back)]).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  test('gets each event once, however appending and asking fall together', async () => {
    const { at, append } = await open()
    const pages = [await at.join(), await at.join(), await at.join()]
    const appending: Promise<void>[] = []
    for (const page of pages) {
      appending.push(append(), append(250))
      page.askLog(0)
      page.flush()
      page.askLog(0)
      page.flush()
      appending.push(append())
    }
    await Promise.all(appending)
    for (const page of pages) {
      await heard(page)
      expect(seqsOf(page)).toEqual(Array.from({ length: 757 }, (_, index) => index + 1))
    }
  })

  test('may be a viewer', async () => {
    const { at, follow } = await open()
    const page = await at.join({ role: 'viewer' })
    await follow(page)
    expect(seqsOf(page)).toEqual([1])
  })
})

describe('[L1] a socket', () => {
  test('that did not ask hears nothing of the log', async () => {
    const { at, append } = await open()
    const page = await at.join()
    await append()
    await heard(page)
    expect(page.heardTypes).not.toContain(messageType.log)
  })

  test('of a stock client may not ask', async () => {
    const { at, follow } = await open()
    const stock = await at.join({ speaksFlashboard: false })
    await follow(stock)
    expect(stock.closed).toBe('badMessage')
  })

  test('whose log cannot be read is sent away to come back', async () => {
    const { at, follow } = await open()
    const page = await at.join()
    at.store.sqlite.exec('alter table plan_events rename to lost')
    await follow(page)
    expect(page.closed).toBe('resync')
    expect(at.complaints).toEqual(['the log could not be sent'])
  })
})

test('what is appended while a feed reads is read after', async () => {
  const log: PlanEvent[] = []
  const append = () => void log.push({ ...waiver, seq: log.length + 1 } as PlanEvent)
  let release = () => {}
  const read = async (after: number) => {
    const found = log.slice(after)
    await new Promise<void>((resolve) => (release = resolve))
    return found
  }
  const sent: number[] = []
  const feed = new LogFeed(
    read,
    (events) => sent.push(...events.map(({ seq }) => seq)),
    () => {},
  )
  append()
  feed.follow(0)
  append()
  feed.more()
  for (let time = 0; time < 2; time++) {
    release()
    await untilIdle()
  }
  expect(sent).toEqual([1, 2])
})

test('a feed that is stopped while it reads sends nothing, and fails in silence', async () => {
  for (const read of [async () => [waiver as PlanEvent], () => Promise.reject(new Error('closed'))]) {
    const said: unknown[] = []
    const feed = new LogFeed(
      read,
      (sent) => said.push(sent),
      (error) => said.push(error),
    )
    feed.follow(0)
    feed.stop()
    await untilIdle()
    expect(said).toEqual([])
  }
})
