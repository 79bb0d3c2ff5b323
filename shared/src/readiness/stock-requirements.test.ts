import { DAY_MS, HOUR_MS } from '../plan/time.ts'
import { describe, expect, test } from 'vitest'
import { countFacts } from '../plan/evidence-facts.ts'
import type { Plan } from '../plan/schema.ts'
import {
  emptyPlan,
  evidence,
  LAUNCH_AT,
  planOf,
  withEntity,
  withFields,
  withoutEntity,
} from '../plan/test-plan.ts'
import { capCovered, hubsStaged, preorderBuffer, slaSlots } from './stock-requirements.ts'
import { findingsOf, sentences } from './test-findings.ts'

/** Two hubs, two SKUs, 115 staged as planned, 18 held back. */
const stocked = planOf({
  event: { hardCap: 97 },
  hubs: [
    { id: 'porto', name: 'Porto', modes: ['collection'] },
    { id: 'lisbon', name: 'Lisbon', modes: ['shipping'] },
  ],
  skus: [
    { id: 'sand', name: 'M38 sand', verdict: 'keep' },
    { id: 'moss', name: 'Strap, moss', verdict: 'keep' },
  ],
  stock: [
    { hubId: 'porto', skuId: 'sand', planned: 75, buffer: 12, counted: evidence(50, countFacts(75)) },
    { hubId: 'lisbon', skuId: 'moss', planned: 40, buffer: 6, counted: evidence(50, countFacts(40)) },
  ],
  movements: [
    { id: 'm1', hubId: 'porto', skuId: 'sand', delta: 75 },
    { id: 'm2', hubId: 'lisbon', skuId: 'moss', delta: 40 },
  ],
  slas: [
    { skuId: 'sand', mode: 'collection', handlingDays: 0 },
    { skuId: 'moss', mode: 'shipping', handlingDays: 2 },
  ],
})

function withCell(plan: Plan, hubId: string, skuId: string, values: Partial<Plan['stock'][number]>): Plan {
  return {
    ...plan,
    stock: plan.stock.map((cell) =>
      cell.hubId === hubId && cell.skuId === skuId ? { ...cell, ...values } : cell,
    ),
  }
}

describe('hubs-staged', () => {
  test('is met by two counted hubs that hold what was planned and cover both modes', () => {
    expect(sentences(hubsStaged, stocked)).toEqual([])
  })

  test('an empty plan wants hubs and modes', () => {
    expect(findingsOf(hubsStaged, emptyPlan())).toEqual([
      { text: 'No hub has stock: 2 hubs are needed.', path: 'hubs' },
      { text: 'No hub with stock offers collection.', path: 'hubs' },
      { text: 'No hub with stock offers shipping.', path: 'hubs' },
    ])
  })

  test('a hub without stock does not count, nor do its modes', () => {
    const plan = withEntity(stocked, 'movements', 'm2', { delta: 0 })
    expect(findingsOf(hubsStaged, plan)).toEqual([
      { text: 'Only Porto has stock: 2 hubs are needed.', path: 'movements' },
      { text: 'No hub with stock offers shipping.', path: 'hubs/porto/modes' },
      { text: 'Lisbon holds 0 of 40 planned units of Strap, moss.', path: 'stock/lisbon/moss/planned' },
      {
        text: 'Strap, moss at Lisbon was counted at 40; 0 are staged now.',
        path: 'stock/lisbon/moss/counted',
        expired: { fact: 'staged', provenAt: LAUNCH_AT - 50 * HOUR_MS },
      },
    ])
  })

  test('a line one unit short says so', () => {
    const recounted = (units: number) =>
      withCell(withEntity(stocked, 'movements', 'm1', { delta: units }), 'porto', 'sand', {
        counted: evidence(50, countFacts(units)),
      })
    expect(sentences(hubsStaged, recounted(74))).toEqual(['Porto holds 74 of 75 planned units of M38 sand.'])
    expect(sentences(hubsStaged, recounted(76))).toEqual([])
  })

  test('a line with stock, planned or staged, is counted', () => {
    expect(
      findingsOf(hubsStaged, withCell(stocked, 'porto', 'sand', { counted: null, planned: null })),
    ).toEqual([{ text: 'M38 sand at Porto has not been counted.', path: 'stock/porto/sand/counted' }])
  })

  test('a count is stale once a movement has changed what is staged, to the unit', () => {
    const moved = (delta: number) => ({
      ...stocked,
      movements: [...stocked.movements, { ...stocked.movements[0]!, id: 'm3', delta }],
    })
    expect(sentences(hubsStaged, moved(1))).toEqual([
      'M38 sand at Porto was counted at 75; 76 are staged now.',
    ])
    expect(sentences(hubsStaged, moved(0))).toEqual([])
    const unwanted = withCell(moved(-75), 'porto', 'sand', { planned: 0 })
    expect(sentences(hubsStaged, unwanted).filter((text) => text.includes('counted'))).toEqual([])
  })

  test('a hub counts for its stock, not for being there', () => {
    const bare = planOf({ hubs: [{ id: 'a' }, { id: 'b' }] })
    expect(sentences(hubsStaged, bare)[0]).toBe('No hub has stock: 2 hubs are needed.')
  })

  test('one hub may offer both modes', () => {
    const plan = withEntity(stocked, 'hubs', 'lisbon', { modes: ['collection', 'shipping'] })
    expect(sentences(hubsStaged, withEntity(plan, 'hubs', 'porto', { modes: [], name: '' }))).toEqual([])
  })
})

describe('preorder-buffer', () => {
  test('is met by a buffer of the share, to the unit', () => {
    expect(sentences(preorderBuffer, stocked)).toEqual([])
  })

  test('one unit short names the whole and the SKU that is short', () => {
    expect(findingsOf(preorderBuffer, withCell(stocked, 'lisbon', 'moss', { buffer: 5 }))).toEqual([
      { text: 'The buffer holds 17 of 18 units: 15% of 115 staged.', path: 'stock/lisbon/moss/buffer' },
      { text: 'Strap, moss holds 5 of 6 buffer units.', path: 'stock/lisbon/moss/buffer' },
    ])
  })

  test('the SKU that is shortest comes first', () => {
    const plan = withCell(withCell(stocked, 'lisbon', 'moss', { buffer: 2 }), 'porto', 'sand', {
      buffer: null,
    })
    expect(sentences(preorderBuffer, plan)).toEqual([
      'The buffer holds 2 of 18 units: 15% of 115 staged.',
      'M38 sand holds 0 of 12 buffer units.',
      'Strap, moss holds 2 of 6 buffer units.',
    ])
  })

  test('a short SKU is made up for by another', () => {
    const plan = withCell(withCell(stocked, 'lisbon', 'moss', { buffer: 0 }), 'porto', 'sand', { buffer: 18 })
    expect(sentences(preorderBuffer, plan)).toEqual([])
  })

  test('nothing staged cannot hold anything back', () => {
    expect(findingsOf(preorderBuffer, emptyPlan())).toEqual([
      { text: 'Nothing is staged yet to hold a buffer back from.', path: 'movements' },
    ])
  })

  test("the share is the plan's", () => {
    const plan = withFields(stocked, 'offer', { bufferShareBp: 1_600 })
    expect(sentences(preorderBuffer, plan)[0]).toBe('The buffer holds 18 of 19 units: 16% of 115 staged.')
  })
})

describe('cap-covered', () => {
  test('is met by a cap of just what is free', () => {
    expect(sentences(capCovered, stocked)).toEqual([])
  })

  test('says by how much the cap is over', () => {
    expect(findingsOf(capCovered, withFields(stocked, 'event', { hardCap: 98 }))).toEqual([
      { text: 'Over by 1: the cap of 98 needs 98 pieces, stock covers 97.', path: 'event/hardCap' },
    ])
  })

  test('wants a cap', () => {
    expect(findingsOf(capCovered, emptyPlan())).toEqual([
      { text: 'The hard cap is not set.', path: 'event/hardCap' },
    ])
  })

  test('names each SKU that the bundles run short of', () => {
    const plan = planOf({
      ...stocked,
      event: { ...stocked.event, hardCap: 60 },
      bundles: [{ id: 'gift', name: 'Gift set', planned: 35 }],
      bundleItems: [{ bundleId: 'gift', skuId: 'moss', quantity: 1 }],
    })
    expect(findingsOf(capCovered, plan)).toEqual([
      {
        text: 'Strap, moss is 1 short: the bundles need 35 pieces, 34 are free.',
        path: 'bundles/gift/planned',
      },
    ])
    expect(sentences(capCovered, withEntity(plan, 'bundles', 'gift', { planned: 34 }))).toEqual([])
  })
})

describe('sla-slots', () => {
  test('is met by a handling time for each mode of the hubs that hold the SKU', () => {
    expect(sentences(slaSlots, stocked)).toEqual([])
  })

  test('wants a SKU on sale', () => {
    const expected = [{ text: 'There is no SKU on sale yet to set a handling time for.', path: 'skus' }]
    expect(findingsOf(slaSlots, emptyPlan())).toEqual(expected)
    expect(findingsOf(slaSlots, planOf({ skus: [{ id: 'rust', verdict: 'prune' }] }))).toEqual(expected)
  })

  test('names the SKU and the mode', () => {
    const plan = withEntity(stocked, 'hubs', 'porto', { modes: ['collection', 'shipping'] })
    expect(findingsOf(slaSlots, plan)).toEqual([
      { text: 'M38 sand has no handling time for shipping.', path: 'slas/sand/shipping/handlingDays' },
    ])
  })

  test('a SKU that is only planned needs one too, a pruned one does not', () => {
    const plan = planOf({
      ...stocked,
      stock: [...stocked.stock, { hubId: 'lisbon', skuId: 'sand', planned: 1 }],
    })
    expect(sentences(slaSlots, plan)).toEqual(['M38 sand has no handling time for shipping.'])
    expect(sentences(slaSlots, withEntity(plan, 'skus', 'sand', { verdict: 'prune' }))).toEqual([])
  })

  test('a SKU at no hub needs none', () => {
    const plan = planOf({ ...stocked, skus: [...stocked.skus, { id: 'new', name: 'New' }] })
    expect(sentences(slaSlots, plan)).toEqual([])
  })

  describe('with preorders', () => {
    const inboundAt = LAUNCH_AT + 14 * DAY_MS
    const promised = withFields(stocked, 'offer', {
      preorderQuota: 45,
      preorderInboundAt: inboundAt,
      shipPromiseAt: inboundAt + 2 * DAY_MS + 1,
    })

    test('the promise is after inbound and handling, by a millisecond at least', () => {
      expect(sentences(slaSlots, promised)).toEqual([])
      expect(
        findingsOf(slaSlots, withFields(promised, 'offer', { shipPromiseAt: inboundAt + 2 * DAY_MS })),
      ).toEqual([
        {
          text: 'Preorder stock is ready Sat 12 Dec 2026, 19:00, 2 days after it arrives, and is promised for that very moment.',
          path: 'offer/shipPromiseAt',
        },
      ])
      expect(sentences(slaSlots, withFields(promised, 'offer', { shipPromiseAt: inboundAt }))).toEqual([
        'Preorder stock is ready Sat 12 Dec 2026, 19:00, 2 days after it arrives, and is promised for 48 h earlier.',
      ])
    })

    test('the longest shipping time of what is on sale counts, collection does not', () => {
      const plan = planOf({
        ...promised,
        slas: [
          { skuId: 'sand', mode: 'collection', handlingDays: 30 },
          { skuId: 'sand', mode: 'shipping', handlingDays: 3 },
          { skuId: 'moss', mode: 'shipping', handlingDays: 1 },
          { skuId: 'gone', mode: 'shipping', handlingDays: 30 },
        ],
      })
      expect(sentences(slaSlots, plan)).toHaveLength(1)
      const later = { shipPromiseAt: inboundAt + 3 * DAY_MS + 1 }
      expect(sentences(slaSlots, withFields(plan, 'offer', later))).toEqual([])
    })

    test('each missing date is said', () => {
      const undated = { preorderInboundAt: null, shipPromiseAt: null }
      expect(findingsOf(slaSlots, withFields(promised, 'offer', undated))).toEqual([
        { text: 'There is no date for the preorder stock to arrive.', path: 'offer/preorderInboundAt' },
        { text: 'There is no date that preorders ship by.', path: 'offer/shipPromiseAt' },
      ])
    })

    test('one date alone is not compared with anything', () => {
      expect(sentences(slaSlots, withFields(promised, 'offer', { preorderInboundAt: null }))).toEqual([
        'There is no date for the preorder stock to arrive.',
      ])
      expect(sentences(slaSlots, withFields(promised, 'offer', { shipPromiseAt: null }))).toEqual([
        'There is no date that preorders ship by.',
      ])
    })

    test('a handling time that is not set adds no day', () => {
      const undecided = planOf({
        ...promised,
        offer: { ...promised.offer, shipPromiseAt: inboundAt + 1 },
        slas: [{ skuId: 'moss', mode: 'shipping' }],
      })
      expect(sentences(slaSlots, undecided)).not.toContainEqual(expect.stringContaining('ready'))
    })

    test.each([0, null])('a quota of %s needs no promise', (preorderQuota) => {
      const undated = { preorderQuota, preorderInboundAt: null, shipPromiseAt: null }
      expect(sentences(slaSlots, withFields(promised, 'offer', undated))).toEqual([])
    })
  })

  test('a hub that is gone asks for nothing', () => {
    const plan = withoutEntity({ ...stocked, slas: [] }, 'hubs', 'porto')
    expect(sentences(slaSlots, plan)).toEqual(['Strap, moss has no handling time for shipping.'])
  })
})
