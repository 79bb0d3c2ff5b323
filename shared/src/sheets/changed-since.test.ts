import { describe, expect, test } from 'vitest'
import type { PlanEvent } from '../log/events.ts'
import { changesBetween } from '../plan/changes.ts'
import type { Field } from '../plan/fields.ts'
import { type CollectionName, collections, type Plan } from '../plan/schema.ts'
import { planSeed } from '../plan/templates.ts'
import { event, LAUNCH_AT, planOf, signed } from '../plan/test-plan.ts'
import { HOUR_MS } from '../plan/time.ts'
import { changesOn, eventsOn, paperAge } from './changed-since.ts'
import { type SheetName, sheetNames, sheets } from './sheets.ts'

type Values = Record<string, unknown>

const now = LAUNCH_AT - 46 * HOUR_MS
const sample = planOf(planSeed('sample', event))
const saidOn = (sheet: SheetName, plan: Plan) => JSON.stringify(sheets[sheet].build({ plan, log: [], now }))

const otherCodes = { timeZone: 'Asia/Tokyo', currency: 'JPY', country: 'US' }

/** Something else than a field has, of its kind. */
function othersThan({ kind, options, codes }: Field, value: unknown): unknown[] {
  switch (kind) {
    case 'line':
    case 'prose':
      return [`${String(value)} and more`, '']
    case 'flag':
      return [value !== true]
    case 'choice':
      return [null, ...Object.keys(options!)]
    case 'code':
      return [otherCodes[codes!]]
    case 'set':
      return [[]]
    case 'ref':
      return [null]
    case 'stamp':
      return [null, signed(60)]
    case 'evidence':
      return [null, { ...signed(60), tested: {} }]
    default:
      return [null, 0, Number(value) + 3_600_000, 1]
  }
}

/** The sample with one field of one thing different, every way that this has. */
function* edited(): Generator<{ path: string; plan: Plan }> {
  for (const name of Object.keys(collections) as CollectionName[]) {
    const { form, fields } = collections[name] as { form: string; fields: Record<string, Field> }
    const entries = (form === 'record' ? [sample[name]] : sample[name]) as readonly Values[]
    for (const [key, field] of Object.entries(fields)) {
      for (const [index, entry] of entries.slice(0, 3).entries()) {
        for (const other of othersThan(field, entry[key])) {
          const edit = { ...entry, [key]: other }
          const is = form === 'record' ? edit : entries.toSpliced(index, 1, edit)
          yield { path: `${name}/${key}`, plan: { ...sample, [name]: is } as Plan }
        }
      }
    }
  }
}

describe('what has changed on a sheet', () => {
  test('is told of every field that changes what the sheet says', () => {
    // The book is all the others, and has what they have.
    const names = sheetNames.filter((sheet) => sheet !== 'book')
    const before = new Map(names.map((sheet) => [sheet, saidOn(sheet, sample)]))
    const untold = new Set<string>()
    const told = new Map(names.map((sheet) => [sheet, 0]))
    for (const { path, plan } of edited()) {
      const changes = changesBetween(sample, plan)
      for (const sheet of names) {
        if (changes.length === 0 || saidOn(sheet, plan) === before.get(sheet)) continue
        told.set(sheet, told.get(sheet)! + 1)
        if (changesOn({ sheet }, changes, plan.movements).length === 0) untold.add(`${sheet}: ${path}`)
      }
    }
    expect([...untold]).toEqual([])
    expect([...told].filter(([, count]) => count === 0)).toEqual([])
  })

  test('is not told of what is on other sheets', () => {
    const paths = ['event/name', 'event/hardCap', 'gear/g/packed', 'gear/g', 'offer/priceMinor', 'gearbox/1']
    const on = (sheet: SheetName) =>
      changesOn(
        { sheet },
        paths.map((path) => ({ path })),
        [],
      ).map(({ path }) => path)
    expect(on('gear')).toEqual(['event/name', 'gear/g/packed', 'gear/g'])
    expect(on('pick')).toEqual(['event/name'])
    expect(on('book')).toEqual(paths.slice(0, -1))
  })

  test('on a hub’s list is not told of what is on another’s', () => {
    const hubId = 'hub-porto'
    const own = sample.hubs.find(({ id }) => id === hubId)!
    const lists = (plan: Plan) => JSON.stringify(sheets.pick.build({ plan, log: [], now, hubIds: [hubId] }))
    const before = lists(sample)
    const others = new Set<string>()
    for (const { path, plan } of edited()) {
      const changes = changesBetween(sample, plan)
      const told = changesOn({ sheet: 'pick', hubId }, changes, plan.movements)
      if (lists(plan) !== before) expect([path, told.length > 0]).toEqual([path, true])
      for (const change of changes) if (!told.includes(change)) others.add(change.path)
    }
    const [elsewhere, moved] = [
      sample.stock.find((line) => line.hubId !== own.id)!,
      sample.movements.find((line) => line.hubId !== own.id)!,
    ]
    const paths = [
      `stock/${elsewhere.hubId}/${elsewhere.skuId}/planned`,
      `hubs/hub-lisbon/owner`,
      `movements/${moved.id}`,
    ]
    expect(
      changesOn(
        { sheet: 'pick', hubId },
        paths.map((path) => ({ path })),
        sample.movements,
      ),
    ).toEqual([])
    expect(
      changesOn(
        { sheet: 'pick' },
        paths.map((path) => ({ path })),
        sample.movements,
      ),
    ).toHaveLength(3)
    expect(others).toContain('hubs/hub-lisbon/owner')
  })

  test('is told from the log where the gates are on the sheet, from the event after the one it knew', () => {
    const log = [
      { seq: 1, at: now, actor: null, kind: 'deadlineNeared', gate: 'h48', dueAt: now, unmet: [] },
      { seq: 2, at: now, actor: null, kind: 'deadlinePassed', gate: 'h48', dueAt: now, unmet: [] },
      { seq: 3, at: now, actor: null, kind: 'planBroughtBack' },
    ] satisfies PlanEvent[]
    expect(eventsOn('readiness', log, 0).map(({ seq }) => seq)).toEqual([1, 2])
    expect(eventsOn('book', log, 1).map(({ seq }) => seq)).toEqual([2])
    expect(eventsOn('gear', log, 0)).toEqual([])
  })
})

test('how old a paper is, by its edits and by its gates', () => {
  const mark = { sheet: 'readiness', revision: 12, logSeq: 3 } as const
  const passed: PlanEvent = {
    seq: 4,
    at: now,
    actor: null,
    kind: 'deadlinePassed',
    gate: 'h48',
    dueAt: now,
    unmet: [],
  }
  expect(paperAge(mark, 12, [])).toBe('This paper is up to date.')
  expect(paperAge(mark, 12, [passed])).toBe('This paper is out of date.')
  expect(paperAge(mark, 13, [])).toBe('This paper is 1 revision old.')
  expect(paperAge(mark, 1_300, [passed])).toBe('This paper is 1,288 revisions old.')
  expect(paperAge(mark, 11, [])).toBe('This paper is of edits that the plan no longer has.')
})
