import { expect, test } from 'vitest'
import { planSeed } from '../plan/templates.ts'
import { event, LAUNCH_AT, planOf } from '../plan/test-plan.ts'
import { MINUTE_MS } from '../plan/time.ts'
import { lea, sam, TestRun } from '../run/test-run.ts'
import { eventsOn } from './changed-since.ts'
import type { Sheet } from './sheet.ts'
import { sheets } from './sheets.ts'

const plan = planOf(planSeed('sample', event))
const [first, second] = plan.cues

function launchDay(): TestRun {
  const run = new TestRun()
  run.plan = plan
  run.do(lea, { kind: 'startRun' })
  return run
}
const printed = ({ log, now }: Pick<TestRun, 'log' | 'now'>) => sheets.show.build({ plan, log, now })[0]!
const logOn = ({ points }: Sheet) => points.filter(({ heading }) => heading === 'Log')
const linesOn = (sheet: Sheet) => logOn(sheet).flatMap(({ items }) => items.map(({ text }) => text))

test('before launch day has neither a log nor times of what was called', () => {
  const sheet = printed({ log: [], now: LAUNCH_AT })
  expect(logOn(sheet)).toEqual([])
  expect(JSON.stringify(sheet)).not.toContain('Began')
})

test('has every decision with who and when, and no list of sales', () => {
  const run = launchDay()
  run.after(1).do(lea, { kind: 'hold', reason: 'Mic swap' })
  const lines = [{ itemId: plan.skus[0]!.id, hubId: null, quantity: 1, isPreorder: false }]
  run.do(sam, { kind: 'recordSale', source: 'key', orderId: '1', lines })
  run.after(1).do(sam, { kind: 'note', text: 'Rain' })
  const sheet = printed(run)
  expect(linesOn(sheet)).toEqual([
    'Lea started the run and has the desk.',
    'Lea held the count: Mic swap.',
    'Sam: Rain',
  ])
  expect(logOn(sheet)[0]!.items.map(({ cells }) => cells)).toEqual([['18:48:00'], ['18:49:00'], ['18:50:00']])
})

test('says of each cue when it began and by how much that was off, and crosses what is over', () => {
  const run = launchDay()
  run.do(lea, { kind: 'startCue', cueId: first!.id, after: null })
  run.after(2).do(lea, { kind: 'startCue', cueId: second!.id, after: first!.id })
  const cueItems = printed(run).points.flatMap(({ heading, items }) => (heading === 'Cues' ? items : []))
  const itemOf = (callOut: string) => cueItems.find(({ text }) => text === callOut)!
  expect(itemOf(first!.callOut)).toMatchObject({ box: 'crossed' })
  expect(itemOf(first!.callOut).notes.at(-1)).toMatch(/^Began 18:48:00, .* (late|early)$/)
  expect(itemOf(second!.callOut)).toMatchObject({ box: 'empty' })
  expect(cueItems.filter(({ notes }) => notes.some((note) => note.startsWith('Began')))).toHaveLength(2)
})

test('a run after a closed one is printed alone, with the notes before it', () => {
  const run = launchDay()
  run.do(lea, { kind: 'openPoll' })
  run.do(lea, { kind: 'callPoll', call: 'go', waiver: 'All the same' })
  run.do(lea, { kind: 'launch' })
  run.do(lea, { kind: 'closeRun' })
  expect(linesOn(printed(run)).at(-1)).toBe('Lea closed the run: 0 units sold, 0 preorders.')
  run.do(sam, { kind: 'note', text: 'Once more' })
  run.do(lea, { kind: 'startRun' })
  expect(linesOn(printed(run))).toEqual(['Sam: Once more', 'Lea started the run and has the desk.'])
  // [RUN25] So is one after a run that was called off.
  run.do(lea, { kind: 'callOff', reason: 'Storm' })
  expect(linesOn(printed(run)).at(-1)).toBe('Lea called the run off: Storm.')
  run.do(lea, { kind: 'startRun' })
  expect(linesOn(printed(run))).toEqual(['Lea started the run and has the desk.'])
})

test('a log beyond ten pages is cut at its beginning, and says so', () => {
  const run = launchDay()
  const notes = Array.from({ length: 500 }, (_, index) => ({
    seq: index + 2,
    at: run.now,
    actor: sam,
    kind: 'noteWritten' as const,
    text: `Note ${index}`,
  }))
  const sheet = printed({ log: [...run.log, ...notes], now: run.now })
  expect(linesOn(sheet)).toHaveLength(400)
  expect(linesOn(sheet).at(-1)).toBe('Sam: Note 499')
  expect(logOn(sheet)[0]!.under).toContain('the last 400 of 501')
  for (const { items, columns } of logOn(sheet)) {
    expect(items.length).toBeLessThanOrEqual(9)
    for (const { cells } of items) expect(cells).toHaveLength(columns.length)
  }
})

test('paper from before a decision is out of date, and not for a sale', () => {
  const run = launchDay()
  const known = run.log.length
  const lines = [{ itemId: plan.skus[0]!.id, hubId: null, quantity: 1, isPreorder: false }]
  run.do(sam, { kind: 'recordSale', source: 'key', orderId: '1', lines })
  expect(eventsOn('show', run.log, known)).toEqual([])
  run.now += MINUTE_MS
  run.do(sam, { kind: 'note', text: 'Rain' })
  for (const sheet of ['show', 'book'] as const) {
    expect(eventsOn(sheet, run.log, known).map(({ kind }) => kind)).toEqual(['noteWritten'])
  }
  expect(eventsOn('gear', run.log, 0)).toEqual([])
})
