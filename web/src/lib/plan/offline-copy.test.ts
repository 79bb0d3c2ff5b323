import { PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Kept, Write } from './copy-store.ts'
import type { Edit } from './edit-ledger.ts'

const LOOK_MS = 15_000
const store = vi.hoisted(() => ({ open: vi.fn(), read: vi.fn(), write: vi.fn(), compact: vi.fn() }))
vi.mock('./damaged-copy.ts', () => ({ setAside: () => Promise.resolve(1) }))
vi.mock('./copy-store.ts', async (original) => ({ ...(await original<object>()), ...store }))

const update = (letter: number) => new Uint8Array([letter])
const edit = (key?: number): Edit => ({
  update: update(1),
  schemaVersion: PLAN_SCHEMA_VERSION,
  ...(key === undefined ? {} : { key }),
})
const kept = (some: Partial<Kept> = {}): Kept => ({
  onServer: [],
  edits: [],
  facts: new Map(),
  lastKey: 0,
  ...some,
})
const full = () => Promise.reject(new DOMException('No room', 'QuotaExceededError'))
/** What was handed to the storage, attempt by attempt. */
const attempts = () => store.write.mock.calls.map(([, writes]) => writes as Write[])

/** The channels to the other tabs, as they were opened. */
const tabs: Tabs[] = []
class Tabs extends EventTarget {
  constructor() {
    super()
    tabs.push(this)
  }
  postMessage() {}
  close() {}
  hear(data: { kind: 'wrote' | 'saved'; keys: number[] }) {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

const database = () => Object.assign(new EventTarget(), { close: vi.fn() })

async function openCopy({ onServer = update(0), edits = [] as Edit[], isAway = false } = {}) {
  const everything = { onServer, edits }
  const { OfflineCopy } = await import('./offline-copy.svelte.ts')
  const copy = new OfflineCopy('plan', 'person')
  const page = { isAway: () => isAway, onEdits: vi.fn(), onSaved: vi.fn(), onLate: vi.fn() }
  await copy.open({ ...page, everything: () => everything })
  return { copy, page }
}

beforeEach(() => {
  // What the compiler makes of runes is not asked here.
  vi.stubGlobal('$state', (value: unknown) => value)
  vi.stubGlobal('BroadcastChannel', Tabs)
  vi.useFakeTimers()
  store.open.mockImplementation(() => Promise.resolve(database()))
  store.read.mockImplementation(() => Promise.resolve(kept()))
  store.write.mockImplementation(() => Promise.resolve())
  store.compact.mockImplementation(() => Promise.resolve())
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.resetAllMocks()
})

test('[C5] a full storage is tried now and then, not at every change that others make, and keeps few of them waiting', async () => {
  const { copy } = await openCopy()
  store.write.mockImplementation(full)
  const mine = edit()
  copy.keepEdit(mine)
  await vi.advanceTimersByTimeAsync(1)
  expect(copy.failure).toBe('full')
  for (let i = 0; i < 5_000; i++) {
    copy.keep(update(i % 256))
    await Promise.resolve()
  }
  await vi.advanceTimersByTimeAsync(LOOK_MS)
  expect(attempts()).toHaveLength(2)
  expect(attempts()[1]!.length).toBeLessThan(1_100)
  expect(copy.waiting).toBe(1)

  store.write.mockImplementation(() => Promise.resolve())
  await vi.advanceTimersByTimeAsync(LOOK_MS)
  expect(copy.failure).toBeUndefined()
  const written = attempts().at(-1)!
  expect(written).toContainEqual({ kind: 'update', update: update(0) })
  expect(written).toContainEqual({ kind: 'edit', edit: mine })
  await copy.close()
})

test('[C5] what waits for room and is saved meanwhile is no edit any more, also where its row is there already', async () => {
  const { copy } = await openCopy()
  const [there, waits] = [edit(7), edit()]
  store.write.mockImplementation(full)
  copy.keepEdit(waits)
  await vi.advanceTimersByTimeAsync(1)
  copy.saved([there, waits])
  for (let i = 0; i < 600; i++) copy.keep(update(1))
  expect(copy.waiting).toBe(0)
  await vi.advanceTimersByTimeAsync(LOOK_MS)
  const tried = attempts().at(-1)!
  expect(tried).toContainEqual({ kind: 'saved', edits: [there] })
  expect(tried).not.toContainEqual({ kind: 'edit', edit: waits })
  await copy.close()
})

test('[C5] a storage that was not given when the page opened is asked again, and gets all that the page holds', async () => {
  store.open.mockRejectedValueOnce(new DOMException('No', 'SecurityError'))
  const mine = edit()
  const { copy } = await openCopy({ onServer: update(9), edits: [mine] })
  expect([copy.failure, copy.isOpen]).toEqual(['unavailable', false])
  copy.keepFact('epoch', 3)
  await vi.advanceTimersByTimeAsync(LOOK_MS)
  expect([copy.failure, copy.isOpen]).toEqual([undefined, true])
  expect(attempts()).toEqual([
    [
      { kind: 'update', update: update(9) },
      { kind: 'edit', edit: mine },
      { kind: 'fact', fact: 'epoch', value: 3 },
    ],
  ])
  await copy.close()
})

test('[B2] a copy that answers late is taken where it is of the page’s epoch, and left alone where it is not', async () => {
  store.open.mockRejectedValueOnce(new DOMException('Slow', 'TimeoutError'))
  const { copy, page } = await openCopy()
  copy.keepFact('epoch', 3)
  const ofBefore = kept({ edits: [edit(1)], facts: new Map([['epoch', 2]]), lastKey: 1 })
  store.read.mockResolvedValueOnce(ofBefore)
  await vi.advanceTimersByTimeAsync(LOOK_MS)
  expect([copy.failure, copy.isOpen]).toEqual(['silent', false])
  expect(page.onLate).not.toHaveBeenCalled()
  const ofNow = kept({ edits: [edit(1)], facts: new Map([['epoch', 3]]), lastKey: 1 })
  store.read.mockResolvedValueOnce(ofNow)
  await vi.advanceTimersByTimeAsync(LOOK_MS)
  expect(page.onLate.mock.calls).toEqual([[ofNow]])
  expect([copy.failure, copy.isOpen]).toEqual([undefined, true])
  await copy.close()
})

test('[C2] what another tab kept, and never told of, is found and taken while this page is online', async () => {
  store.read.mockResolvedValueOnce(kept({ lastKey: 4 }))
  const { copy, page } = await openCopy()
  const left = edit(6)
  store.read.mockResolvedValueOnce(kept({ edits: [left], lastKey: 6 }))
  await vi.advanceTimersByTimeAsync(LOOK_MS)
  expect(store.read.mock.calls.map(([, after]) => after)).toEqual([undefined, 4])
  expect(page.onEdits.mock.calls).toEqual([[[left]]])
  await vi.advanceTimersByTimeAsync(LOOK_MS)
  expect(store.read.mock.calls.at(-1)![1]).toBe(6)
  expect(page.onEdits).toHaveBeenCalledTimes(1)
  await copy.close()
})

test('[C2] what is heard to be saved while the copy is looked through is not taken for another tab’s unsaved edit', async () => {
  store.read.mockResolvedValueOnce(kept({ lastKey: 4 }))
  const { copy, page } = await openCopy()
  const [mine, theirs, left] = [edit(5), edit(6), edit(7)]
  const { promise, resolve: answer } = Promise.withResolvers<Kept>()
  store.read.mockReturnValueOnce(promise)
  await vi.advanceTimersByTimeAsync(LOOK_MS)
  copy.saved([mine])
  tabs.at(-1)!.hear({ kind: 'saved', keys: [6] })
  // The rows as they were before that.
  answer(kept({ edits: [mine, theirs, left].map((one) => ({ ...one })), lastKey: 7 }))
  await vi.advanceTimersByTimeAsync(1)
  expect(page.onEdits.mock.calls).toEqual([[[left]]])
  await copy.close()
})

test('[C2] nothing is taken from a tab whose client id somebody else wrote under: it would count as saved', async () => {
  store.read.mockResolvedValueOnce(kept({ lastKey: 4 }))
  const { copy, page } = await openCopy({ isAway: true })
  const overwritten = kept({ edits: [edit(6)], facts: new Map([['overwritten', 1]]), lastKey: 6 })
  store.read.mockResolvedValue(overwritten)
  tabs.at(-1)!.hear({ kind: 'wrote', keys: [6] })
  await vi.advanceTimersByTimeAsync(LOOK_MS)
  expect(page.onEdits).not.toHaveBeenCalled()
  expect(store.read).toHaveBeenCalledTimes(3)
  await copy.close()
})

test('[C2] what another tab tells of is taken while this page is away, and only that', async () => {
  store.read.mockResolvedValueOnce(kept({ lastKey: 4 }))
  const { copy, page } = await openCopy({ isAway: true })
  const told = edit(6)
  store.read.mockResolvedValueOnce(kept({ edits: [told, edit(7)], lastKey: 7 }))
  tabs.at(-1)!.hear({ kind: 'wrote', keys: [6] })
  await vi.advanceTimersByTimeAsync(1)
  expect(store.read.mock.calls.at(-1)![1]).toBe(5)
  expect(page.onEdits.mock.calls).toEqual([[[told]]])
  await copy.close()
})

test('[C2] what another tab has left is to be had at once, and is not passed over where it can’t be taken', async () => {
  store.read.mockResolvedValueOnce(kept({ lastKey: 4 }))
  const { copy, page } = await openCopy()
  const left = edit(6)
  store.read.mockResolvedValueOnce(kept({ edits: [left], lastKey: 6 }))
  await copy.takeLeft()
  expect(page.onEdits.mock.calls).toEqual([[[left]]])
  const overwritten = kept({ edits: [edit(7)], facts: new Map([['overwritten', 1]]), lastKey: 7 })
  store.read.mockResolvedValue(overwritten)
  for (let look = 0; look < 2; look++) await expect(copy.takeLeft()).rejects.toThrow('Not for this page')
  expect(store.read.mock.calls.at(-1)![1]).toBe(6)
  store.read.mockRejectedValueOnce(new DOMException('No', 'UnknownError'))
  await expect(copy.takeLeft()).rejects.toThrow('No')
  await copy.close()
})

test('[C5] a copy that the browser cleared is made anew once, also where it is looked for meanwhile', async () => {
  const first = database()
  store.open.mockResolvedValueOnce(first)
  const { copy } = await openCopy()
  await vi.advanceTimersByTimeAsync(LOOK_MS - 1_000)
  const { promise, resolve: give } = Promise.withResolvers<ReturnType<typeof database>>()
  store.open.mockReturnValue(promise)
  first.dispatchEvent(new Event('close'))
  await vi.advanceTimersByTimeAsync(2_000)
  expect(store.open).toHaveBeenCalledTimes(2)
  give(database())
  await vi.advanceTimersByTimeAsync(1)
  expect([copy.failure, copy.isOpen]).toEqual([undefined, true])
  await copy.close()
})

test('[C5] where the rows that can be read throw together, the page goes on without the copy and says so', async () => {
  const db = database()
  store.open.mockResolvedValueOnce(db)
  const { copy } = await openCopy()
  const rest = kept({ edits: [edit(2)], lastKey: 2 })
  store.read.mockResolvedValueOnce(rest)
  const take = vi.fn(() => {
    throw new Error('Unexpected case')
  })
  expect(await copy.mend(take)).toBeUndefined()
  expect(take.mock.calls).toEqual([[rest]])
  expect([copy.failure, copy.isOpen]).toEqual(['unavailable', false])
  expect(db.close).toHaveBeenCalled()
})

test('[C5] once the storage has room again, a later shortage keeps as few waiting as the first', async () => {
  const { copy } = await openCopy()
  const shortage = async (write: () => void) => {
    store.write.mockImplementation(full)
    for (let i = 0; i < 600; i++) {
      write()
      await vi.advanceTimersByTimeAsync(1)
    }
    await vi.advanceTimersByTimeAsync(LOOK_MS)
    const tried = attempts().at(-1)!.length
    store.write.mockImplementation(() => Promise.resolve())
    await vi.advanceTimersByTimeAsync(LOOK_MS)
    expect(copy.failure).toBeUndefined()
    return tried
  }
  // Edits that only this device has can't be made fewer.
  expect(await shortage(() => copy.keepEdit(edit()))).toBeGreaterThan(500)
  expect(await shortage(() => copy.keep(update(1)))).toBeLessThan(200)
  await copy.close()
})
