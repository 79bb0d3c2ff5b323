import { describe, expect, test } from 'vitest'
import { approvalFacts } from '../plan/evidence-facts.ts'
import type { Macro } from '../plan/schema.ts'
import { emptyPlan, evidence, planOf, withEntity, withoutEntity } from '../plan/test-plan.ts'
import { macrosReady, returnsRule, rolesStaffed, slaPublished } from './support-requirements.ts'
import { findingsOf, sentences } from './test-findings.ts'

describe('macros-ready', () => {
  const approved = (topic: Macro['topic'], body: string) => ({
    topic,
    body,
    approved: evidence(30, approvalFacts({ topic, body })),
  })
  const met = planOf({
    macros: [
      { id: 'c', title: 'Confirmed', ...approved('confirmation', 'You have one.') },
      { id: 'r', title: 'Unworn', ...approved('refund', 'Refund in full.') },
      { id: 's', title: 'Where is it', ...approved('shipping', 'It leaves {hub}.') },
      { id: 'blank', topic: 'refund' },
      { id: 'other', topic: 'other', body: 'Hello.' },
    ],
  })

  test('is met by an approved macro on each topic; blank ones and other topics do not matter', () => {
    expect(sentences(macrosReady, met)).toEqual([])
  })

  test('an empty plan wants three', () => {
    expect(findingsOf(macrosReady, emptyPlan())).toEqual([
      { text: 'There is no confirmation macro.', path: 'macros' },
      { text: 'There is no refund macro.', path: 'macros' },
      { text: 'There is no shipping macro.', path: 'macros' },
    ])
  })

  test('a macro without text is none', () => {
    expect(findingsOf(macrosReady, withEntity(met, 'macros', 's', { body: ' \n' }))).toEqual([
      { text: 'The shipping macro has no text.', path: 'macros/s/body' },
    ])
  })

  test('every macro with text on a topic is approved', () => {
    const second = withEntity(met, 'macros', 'blank', { title: ' Worn ', body: 'Part refund.' })
    expect(findingsOf(macrosReady, second)).toEqual([
      { text: 'The refund macro “Worn” is not approved.', path: 'macros/blank/approved' },
    ])
    expect(sentences(macrosReady, withEntity(met, 'macros', 'c', { approved: null, title: ' ' }))).toEqual([
      'The confirmation macro is not approved.',
    ])
  })

  test('an approval is of the words that were there, and of what they answer', () => {
    expect(sentences(macrosReady, withEntity(met, 'macros', 'r', { body: ' Refund in full.\n' }))).toEqual([])
    expect(findingsOf(macrosReady, withEntity(met, 'macros', 'r', { body: 'No refunds.' }))).toMatchObject([
      {
        text: 'The text of the refund macro “Unworn” has changed since it was approved.',
        path: 'macros/r/approved',
      },
    ])
    expect(
      sentences(macrosReady, withEntity(met, 'macros', 'blank', approved('refund', 'Worn: no.'))),
    ).toEqual([])
    const moved = withEntity(met, 'macros', 'other', { ...approved('other', 'Hello.'), topic: 'refund' })
    expect(sentences(macrosReady, moved)).toEqual([
      'The topic has changed since the approval of the refund macro: Other then, Refund now.',
    ])
  })

  test('an approval from before approvals kept the text is given anew', () => {
    expect(sentences(macrosReady, withEntity(met, 'macros', 'c', { approved: evidence(30, {}) }))).toContain(
      'The confirmation macro “Confirmed” is approved, but its approval does not say of which text.',
    )
  })
})

describe('returns-rule', () => {
  const met = planOf({
    returns: { rule: 'Unworn, within 14 days.', windowDays: 0, flashSpecific: true },
    refundRules: [
      { id: 'mind', reason: 'Changed mind', decision: 'refund', line: 'Refund, label enclosed.' },
    ],
  })

  test('is met by a rule for this drop and one whole row', () => {
    expect(sentences(returnsRule, met)).toEqual([])
  })

  test('an empty plan wants all of it', () => {
    expect(findingsOf(returnsRule, emptyPlan())).toEqual([
      { text: 'The returns rule has no text.', path: 'returns/rule' },
      { text: 'The returns rule is not marked as written for this drop.', path: 'returns/flashSpecific' },
      { text: 'The returns rule has no window.', path: 'returns/windowDays' },
      { text: 'The refund matrix has no rows yet.', path: 'refundRules' },
    ])
  })

  test('every row has its reason, decision and line', () => {
    const more = planOf({ ...met, refundRules: [...met.refundRules, { id: 'new', reason: ' ' }] })
    expect(findingsOf(returnsRule, more)).toEqual([
      { text: 'Refund rule 2 has no reason.', path: 'refundRules/new/reason' },
      { text: 'Refund rule 2 has no decision.', path: 'refundRules/new/decision' },
      { text: 'Refund rule 2 has no line to say.', path: 'refundRules/new/line' },
    ])
    expect(sentences(returnsRule, withEntity(met, 'refundRules', 'mind', { line: ' ' }))).toEqual([
      'Changed mind has no line to say.',
    ])
  })
})

describe('sla-published', () => {
  const met = planOf({
    hubs: [{ id: 'porto', modes: ['collection', 'shipping'] }],
    skus: [
      { id: 'sand', name: 'M38 sand' },
      { id: 'rust', name: 'Strap, rust', verdict: 'prune' },
    ],
    movements: [{ id: 'm', hubId: 'porto', skuId: 'sand', delta: 1 }],
    slas: [
      { skuId: 'sand', mode: 'collection', handlingDays: 0, published: true },
      { skuId: 'sand', mode: 'shipping', handlingDays: 1, published: true },
    ],
  })

  test('is met by every needed promise on the page', () => {
    expect(sentences(slaPublished, met)).toEqual([])
  })

  test('wants a SKU on sale', () => {
    expect(findingsOf(slaPublished, emptyPlan())).toEqual([
      { text: 'There is no SKU on sale yet to promise anything for.', path: 'skus' },
    ])
  })

  test('names the SKU and the mode that is not on the page', () => {
    const plan = planOf({ ...met, slas: [met.slas[0]!, { ...met.slas[1]!, published: false }] })
    expect(findingsOf(slaPublished, plan)).toEqual([
      {
        text: 'The shipping promise for M38 sand is not on the product page.',
        path: 'slas/sand/shipping/published',
      },
    ])
    expect(sentences(slaPublished, planOf({ ...met, slas: [met.slas[0]!] }))).toHaveLength(1)
  })

  test("another SKU's promise does not count", () => {
    const others = { skuId: 'rust', mode: 'shipping', handlingDays: 1, published: true }
    expect(sentences(slaPublished, planOf({ ...met, slas: [others] }))).toEqual([
      'M38 sand has no shipping promise.',
    ])
  })

  test('a SKU with no promise at all is said once', () => {
    expect(findingsOf(slaPublished, planOf({ ...met, slas: [] }))).toEqual([
      { text: 'M38 sand has no shipping promise.', path: 'slas/sand/collection/handlingDays' },
    ])
  })

  test('a SKU at no hub has one promise on the page all the same', () => {
    const plan = planOf({ ...met, movements: [], slas: [{ ...met.slas[1]!, published: false }] })
    expect(findingsOf(slaPublished, plan)).toEqual([
      {
        text: 'No shipping promise for M38 sand is on the product page.',
        path: 'slas/sand/shipping/published',
      },
    ])
    const one = planOf({ ...met, movements: [], slas: [{ ...met.slas[0]!, published: false }, met.slas[1]!] })
    expect(sentences(slaPublished, one)).toEqual([])
  })
})

describe('roles-staffed', () => {
  const met = planOf({
    consoles: [
      { id: 'stream', name: 'Stream', owner: 'Ana', deputy: 'Bo' },
      { id: 'blank', name: ' ', owner: 'Cy' },
    ],
  })

  test('is met by an owner and a deputy; a console without a name is none yet', () => {
    expect(sentences(rolesStaffed, met)).toEqual([])
  })

  test('wants a console', () => {
    const expected = [{ text: 'There are no consoles yet.', path: 'consoles' }]
    expect(findingsOf(rolesStaffed, emptyPlan())).toEqual(expected)
    expect(findingsOf(rolesStaffed, withoutEntity(met, 'consoles', 'stream'))).toEqual(expected)
  })

  test('wants two people', () => {
    expect(
      findingsOf(rolesStaffed, withEntity(met, 'consoles', 'stream', { owner: ' ', deputy: ' ' })),
    ).toEqual([
      { text: 'Stream has no owner.', path: 'consoles/stream/owner' },
      { text: 'Stream has no deputy.', path: 'consoles/stream/deputy' },
    ])
    expect(
      findingsOf(rolesStaffed, withEntity(met, 'consoles', 'stream', { owner: 'Ana ', deputy: ' ana' })),
    ).toEqual([
      {
        text: 'Stream has Ana as owner and as deputy: 2 people are needed.',
        path: 'consoles/stream/deputy',
      },
    ])
  })
})
