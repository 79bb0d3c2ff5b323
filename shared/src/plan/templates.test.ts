import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts'
import { describe, expect, test } from 'vitest'
import { oversellGuard } from '../figures/oversell-guard.ts'
import { forecast } from '../figures/forecast.ts'
import { proofsIn } from '../readiness/evidence.ts'
import { expiriesOf, staleEvidence } from '../readiness/expiry.ts'
import { judge } from '../readiness/judge.ts'
import { type EventFacts } from './event-facts.ts'
import type { Field } from './fields.ts'
import type { Stamp } from './readers.ts'
import type { Plan } from './schema.ts'
import { collections } from './schema.ts'
import { type Template, templates } from '../wire/http.ts'
import { planSeed } from './templates.ts'
import { empty, filled } from './test-docs.ts'
import { event, LAUNCH_AT, planOf } from './test-plan.ts'

const read = (template: Template, facts: EventFacts = event) => filled(planSeed(template, facts)).read()

interface Held {
  path: string
  field: Field
  value: unknown
}

function held(plan: Plan): Held[] {
  return Object.entries(collections).flatMap(([name, { form, fields }]) => {
    const holders = (form === 'record' ? [plan[name as 'event']] : plan[name as 'skus']) as readonly object[]
    return holders.flatMap((holder) =>
      Object.entries(fields as Record<string, Field>).map(([key, field]) => ({
        path: `${name}/${key}`,
        field,
        value: (holder as Record<string, unknown>)[key],
      })),
    )
  })
}

const isStamped = ({ kind }: Field) => kind === 'stamp' || kind === 'evidence'

describe.each(templates)('the %s template', (template) => {
  test('reads back as it was seeded, with nothing left out', () => {
    const plan = filled(planSeed(template, event))
    expect(plan.leftOut).toBe(0)
    const seeded = planOf(planSeed(template, event))
    for (const [name, { form }] of Object.entries(collections)) {
      const [got, wanted] = [plan.get(name as 'stock'), seeded[name as 'stock']]
      // A grid has no order of its own.
      expect(got).toEqual(form === 'grid' ? expect.arrayContaining([...wanted]) : wanted)
      expect(got.length).toBe(wanted.length)
    }
  })

  test('points only at entities that it has, each with an id of its own', () => {
    const plan = read(template)
    const ids = (list: string) => (plan[list as keyof Plan] as readonly { id: string }[]).map(({ id }) => id)
    for (const { field, value, path } of held(plan)) {
      if (field.of === undefined || value === null) continue
      for (const id of [value].flat()) expect(ids(field.of), path).toContain(id)
    }
    for (const { hubId, skuId } of plan.stock) {
      expect(ids('hubs')).toContain(hubId)
      expect(ids('skus')).toContain(skuId)
    }
    for (const { skuId, mode } of plan.slas) {
      expect(ids('skus')).toContain(skuId)
      expect(['collection', 'shipping']).toContain(mode)
    }
    for (const [name, { form }] of Object.entries(collections)) {
      if (form === 'list') expect(new Set(ids(name)).size).toBe(ids(name).length)
    }
  })

  test('moves with the launch, stamps and all', () => {
    const ms = 37 * DAY_MS + 5 * MINUTE_MS
    const later = { ...event, launchAt: event.launchAt + ms, endsAt: event.endsAt + ms }
    const [now, then] = [held(read(template)), held(read(template, later))]
    for (const [i, { field, value, path }] of now.entries()) {
      const moved = then[i]!.value
      if (field.kind === 'instant' && value !== null) expect(moved, path).toBe((value as number) + ms)
      else if (isStamped(field) && value !== null) {
        expect(moved, path).toEqual({ ...(value as Stamp), at: (value as Stamp).at + ms })
      } else expect(moved, path).toEqual(value)
    }
  })
})

describe.each(['playbook', 'sample'] as const)('the %s template', (template) => {
  test.each([30, 90, 240, 1_440])(
    'sends strictly later and later within 21 days, after %d minutes',
    (length) => {
      const endsAt = LAUNCH_AT + length * MINUTE_MS
      const { pieces } = read(template, { ...event, endsAt })
      const sentAt = pieces.map(({ sendOffsetMs }) => LAUNCH_AT + sendOffsetMs!)
      for (const [i, at] of sentAt.entries()) expect(at).toBeGreaterThan(sentAt[i - 1] ?? endsAt)
      expect(sentAt.at(-1)).toBeLessThanOrEqual(endsAt + 21 * DAY_MS)
      expect(sentAt.at(-1)).toBeLessThanOrEqual(LAUNCH_AT + 21 * DAY_MS)
    },
  )

  test.each([15, 30, 90, 240])(
    'has its cues in the order of their times, in an event of %d minutes',
    (length) => {
      const { cues } = read(template, { ...event, endsAt: LAUNCH_AT + length * MINUTE_MS })
      const offsets = cues.map(({ offsetMs }) => offsetMs!)
      expect(offsets).toEqual(offsets.toSorted((a, b) => a - b))
      expect(offsets[0]).toBe(-45 * MINUTE_MS)
      expect(offsets.at(-1)).toBe((length + 30) * MINUTE_MS)
    },
  )

  test('has a demand test of at least 72 hours that closes before the 72-hour gate', () => {
    const { opensAt, closesAt } = read(template).demandTest
    expect(closesAt! - opensAt!).toBeGreaterThanOrEqual(72 * HOUR_MS)
    expect(closesAt).toBeLessThan(LAUNCH_AT - 72 * HOUR_MS)
  })
})

test('the playbook claims no work: no stamp, nothing ticked, no RSVPs, no SKUs, no stock', () => {
  const plan = read('playbook')
  const ticked = held(plan).filter(({ field, value }) =>
    field.kind === 'flag' ? value !== field.empty : isStamped(field) ? value : false,
  )
  expect(ticked.map(({ path }) => path)).toEqual([])
  expect(plan.demandTest.rsvps).toBeNull()
  expect([plan.skus, plan.movements, plan.stock, plan.slas]).toEqual([[], [], [], []])
  expect(plan.consoles.map(({ owner, deputy }) => owner + deputy).join('')).toBe('')
})

test('a blank plan has the event and nothing else', () => {
  const { event: facts, ...rest } = read('blank')
  expect(facts).toMatchObject(event)
  const { event: _, ...nothing } = empty().read()
  expect(rest).toEqual(nothing)
})

describe('the sample, 40 hours before launch', () => {
  const plan = read('sample')
  const gates = judge(plan, LAUNCH_AT - 40 * HOUR_MS)
  const unmet = (gate: string) =>
    gates.find(({ id }) => id === gate)!.requirements.filter(({ findings }) => findings.length > 0)

  test('met its 72-hour gate, and has two things open at 48 hours', () => {
    expect(unmet('h72')).toEqual([])
    expect(unmet('h48').map(({ id }) => id)).toEqual(['sku-audit', 'preorder-buffer'])
  })

  test('has counts, audits and approvals that still hold', () => {
    expect([...staleEvidence(plan, expiriesOf([]))]).toEqual([])
    expect(proofsIn(plan)).toHaveLength(4 + 8 + 3)
  })

  test('is half-way through 24 hours, the overlay and the checkout still untested', () => {
    const open = unmet('h24').map(({ id }) => id)
    expect(open).toEqual(expect.arrayContaining(['overlay-tested', 'checkout-tested']))
    expect(open.length).toBeLessThan(gates.find(({ id }) => id === 'h24')!.requirements.length)
  })

  test('covers its cap of 150 with 105 from stock once the buffer of 19 is whole', () => {
    const guard = oversellGuard(plan)
    expect(guard.overBy).toBe(0)
    const [missing, quota] = [4, 45]
    expect(guard.fromStock - missing + quota).toBe(150)
    expect(forecast(plan).base).toBe(138)
  })

  test('was stamped before that hour only', () => {
    for (const { field, value, path } of held(plan)) {
      if (!isStamped(field) || value === null) continue
      expect((value as Stamp).at, path).toBeLessThan(LAUNCH_AT - 40 * HOUR_MS)
    }
  })

  test('made two weeks before its launch, has no stamp of a time to come', () => {
    const madeAt = LAUNCH_AT - 14 * DAY_MS
    const stamps = held(filled(planSeed('sample', event, madeAt)).read())
      .filter(({ field }) => isStamped(field))
      .flatMap(({ value }) => (value === null ? [] : [(value as Stamp).at]))
    expect(stamps.length).toBeGreaterThan(30)
    expect(Math.max(...stamps)).toBe(madeAt)
  })

  test('has its amounts in the minor units of the currency', () => {
    expect(plan.offer.priceMinor).toBe(18_500)
    expect(read('sample', { ...event, currency: 'JPY' }).offer.priceMinor).toBe(185)
    expect(read('sample', { ...event, currency: 'KWD' }).offer.priceMinor).toBe(185_000)
  })
})
