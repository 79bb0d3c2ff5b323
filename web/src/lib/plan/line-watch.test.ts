import { expect, test } from 'vitest'
import { LineWatch, type SeenLine } from './line-watch.ts'

/** A page's line, looked at each second of a clock that the test moves. */
class Line {
  now = 0
  asked = 0
  readonly watch = new LineWatch()
  readonly seen: SeenLine = {
    socket: 1,
    isOpen: true,
    isInStep: true,
    lastMessageAt: 0,
    sentBytes: 0,
    bufferedBytes: 0,
  }

  constructor(seen: Partial<SeenLine> = {}) {
    Object.assign(this.seen, seen)
    this.#look()
  }

  /** @param each what happens before each look. @returns after how many seconds the socket was dropped, if it was. */
  run(seconds: number, each: (second: number) => void = () => {}): number | undefined {
    for (let second = 1; second <= seconds; second++) {
      this.now += 1_000
      each(second)
      if (this.#look() === 'drop') return second
    }
    return undefined
  }

  hears(): void {
    this.seen.lastMessageAt++
  }

  sends(bytes: number): void {
    this.seen.sentBytes += bytes
  }

  #look() {
    const verdict = this.watch.look({ ...this.seen }, this.now)
    if (verdict === 'ask') {
      this.asked++
      this.sends(10)
    }
    return verdict
  }
}

test('[C7] a line in step that says nothing is dropped within 15 s, also under a typist’s hands', () => {
  expect(new Line().run(15)).toBeLessThanOrEqual(15)
  const typing = new Line()
  expect(typing.run(15, () => typing.sends(400))).toBeLessThanOrEqual(15)
})

test('[C7] a line that answers is kept, and asked only when it is quiet', () => {
  const line = new Line()
  expect(line.run(600, () => line.asked > 0 && line.hears())).toBeUndefined()
  expect(line.asked).toBe(1)
  line.asked = 0
  expect(line.run(600, (second) => second % 10 === 0 && line.hears())).toBeUndefined()
  expect(line.asked).toBe(60)
})

test('[C7] a first sync may take a minute without a word, in which the page gives signs of life', () => {
  const line = new Line({ isInStep: false })
  line.run(1)
  line.hears()
  expect(line.run(60)).toBeUndefined()
  expect(line.asked).toBeGreaterThanOrEqual(9)
  line.hears()
  line.seen.isInStep = true
  expect(line.run(1)).toBeUndefined()
  expect(line.run(14)).toBeLessThanOrEqual(14)
  const dead = new Line({ isInStep: false })
  expect(dead.run(62)).toBe(61)
})

test('[C7] a socket that does not open is dropped within 15 s', () => {
  expect(new Line({ isOpen: false, isInStep: false }).run(15)).toBeLessThanOrEqual(15)
})

test('[C7] who uploads much is given the time that a slow line takes', () => {
  const line = new Line()
  line.sends(900_000)
  expect(line.run(60)).toBeUndefined()
  line.hears()
  expect(line.run(1)).toBeUndefined()
  expect(line.run(14)).toBeLessThanOrEqual(14)
  const dead = new Line()
  dead.sends(160_000)
  expect(dead.run(40)).toBeLessThanOrEqual(15 + 10)
})

test('[C7] a line that is slower still is alive as long as something leaves', () => {
  const line = new Line()
  line.sends(900_000)
  line.seen.bufferedBytes = 900_000
  const leave = (second: number) => {
    if (second % 5 === 0) line.seen.bufferedBytes -= 1_000
  }
  expect(line.run(600, leave)).toBeUndefined()
  expect(line.run(20)).toBeLessThanOrEqual(15)
})

test('[C7] a page that wakes waits 3 s, but does not begin a first sync anew', () => {
  const line = new Line()
  line.run(3)
  line.hears()
  line.watch.wake({ ...line.seen }, line.now)
  expect(line.run(10)).toBe(4)
  const first = new Line({ isInStep: false })
  first.run(10)
  first.watch.wake({ ...first.seen }, first.now)
  expect(first.run(30)).toBeUndefined()
})

test('[C7] a new socket begins anew', () => {
  const line = new Line()
  line.sends(900_000)
  expect(line.run(10)).toBeUndefined()
  line.seen.socket = 2
  line.seen.sentBytes = 0
  expect(line.run(6)).toBeUndefined()
  expect(line.run(9)).toBeLessThanOrEqual(9)
})
