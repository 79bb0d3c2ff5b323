import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Actor, EventOf, NewEvent, PlanEvent } from '../log/events.ts'
import { buyerFacts, countFacts } from '../plan/evidence-facts.ts'
import type { Plan } from '../plan/schema.ts'
import { evidence, LAUNCH_AT, planOf, withEntity, withFields, withoutEntity } from '../plan/test-plan.ts'
import { HOUR_MS } from '../plan/time.ts'
import { changesOf, factsAt, proofsIn } from './evidence.ts'
import { type Cause, expiriesOf, expiryIn, staleEvidence } from './expiry.ts'
import { EVIDENCE_FOLLOWED, EXPIRIES_TOLD } from './expiring.ts'
import { overlayTested } from './stream-requirements.ts'
import { ana, numbered, standingOf } from './test-log.ts'
import { eventsSince, isJudged, type Step } from './turning.ts'

const START = LAUNCH_AT - 100 * HOUR_MS
const ben: Actor = { personId: 'ben', name: 'Ben' }
const cleo: Actor = { personId: 'cleo', name: 'Cleo' }
const OVERLAY = 'offer/overlayTest'

const untested = planOf({
  event: { hardCap: 150 },
  offer: { priceMinor: 18_500, buyLink: 'https://shop.example/buy' },
})
const tested = (plan: Plan, hoursBefore = 30) =>
  withFields(plan, 'offer', { overlayTest: evidence(hoursBefore, buyerFacts(plan)) })
const fresh = tested(untested)
const price = (plan: Plan, priceMinor: number) => withFields(plan, 'offer', { priceMinor })
const cap = (plan: Plan, hardCap: number) => withFields(plan, 'event', { hardCap })
const dearer = price(fresh, 19_000)

/** A plan as a server follows it, each edit a millisecond after the one before. */
class Followed {
  log: PlanEvent[] = []
  plan: Plan | undefined
  now = START
  #waiting: Step[] = []
  #count = 0

  constructor(plan: Plan) {
    this.edit(plan, ana)
    this.judged()
  }

  edit(plan: Plan, actor: Actor | null): void {
    this.#waiting.push({ plan, at: ++this.now, actor, updateSeq: ++this.#count })
  }

  /** What the log gains about evidence. */
  judged(): EventOf<'evidenceExpired'>[] {
    const events = numbered(eventsSince(this.log, this.plan, this.#waiting, this.now), this.log.length + 1)
    this.log.push(...events)
    this.plan = this.#waiting.at(-1)?.plan ?? this.plan
    this.#waiting = []
    return events.filter((event) => event.kind === 'evidenceExpired')
  }

  /** The cause of each stale fact, by the log. */
  causes(path = OVERLAY): Record<string, Cause> {
    const proof = proofsIn(this.plan!).find((each) => each.path === path)!
    return Object.fromEntries(expiryIn(expiriesOf(this.log), path, proof.evidence.at))
  }
}

describe('[L5] an edit that makes evidence stale', () => {
  test('is logged with its person, its receipt and what it changed, before what that turns', () => {
    const one = new Followed(fresh)
    one.edit(dearer, ben)
    expect(isJudged(one.log, dearer)).toBe(false)
    expect(one.judged()).toEqual([
      {
        seq: expect.any(Number),
        kind: 'evidenceExpired',
        at: START + 2,
        actor: ben,
        path: OVERLAY,
        called: 'the overlay test',
        provenAt: LAUNCH_AT - 30 * HOUR_MS,
        stale: ['price'],
        updateSeq: 2,
        findings: ['The price has changed since the overlay test: €185.00 then, €190.00 now.'],
      },
    ])
    expect(one.log.at(-1)).toMatchObject({ kind: 'requirementTurned', requirement: 'overlay-tested' })
    expect(isJudged(one.log, dearer)).toBe(true)
    expect(one.judged()).toEqual([])
  })

  test('is named by the finding, and beside the evidence', () => {
    const one = new Followed(fresh)
    one.edit(dearer, ben)
    expect(standingOf(overlayTested, dearer, one.now, one.log).findings[0]).not.toHaveProperty('changed')
    one.judged()
    const changed = { by: ben, at: START + 2 }
    const said = standingOf(overlayTested, dearer, one.now, one.log).findings
    expect(said).toEqual([{ text: expect.stringContaining('The price has changed'), path: OVERLAY, changed }])
    expect(staleEvidence(dearer, expiriesOf(one.log)).get(OVERLAY)).toEqual([
      { clause: 'the price has changed', changed },
    ])
  })

  test('that was undone leaves none, and undone by the log too', () => {
    const one = new Followed(fresh)
    one.edit(dearer, ben)
    one.judged()
    one.edit(fresh, cleo)
    expect(one.judged()).toMatchObject([{ actor: cleo, stale: [], findings: [] }])
    expect(one.causes()).toEqual({})
    one.edit(dearer, cleo)
    one.judged()
    expect(one.causes()).toEqual({ price: { by: cleo, at: START + 4 } })
  })

  test('keeps its blame though the fact changes on', () => {
    const one = new Followed(fresh)
    one.edit(dearer, ben)
    one.judged()
    one.edit(price(fresh, 20_000), cleo)
    expect(one.judged()).toEqual([])
    expect(one.causes()).toMatchObject({ price: { by: ben } })
  })

  test('is told apart from another’s within the same pause', () => {
    const one = new Followed(fresh)
    one.edit(dearer, ben)
    one.edit(withFields(dearer, 'offer', { story: 'Soon' }), ana)
    one.edit(cap(dearer, 100), cleo)
    expect(one.judged()).toMatchObject([
      { actor: ben, at: START + 2, stale: ['price'], updateSeq: 2 },
      { actor: cleo, at: START + 4, stale: ['cap', 'price'], findings: [expect.stringContaining('cap')] },
    ])
    expect(one.causes()).toEqual({ price: { by: ben, at: START + 2 }, cap: { by: cleo, at: START + 4 } })
  })

  test('is the last that did it, where others were taken back within the pause', () => {
    const one = new Followed(fresh)
    for (const [plan, actor] of [
      [dearer, ben],
      [fresh, ben],
      [dearer, cleo],
    ] as const)
      one.edit(plan, actor)
    expect(one.judged()).toMatchObject([{ actor: cleo, at: START + 4 }])
  })

  test('made and taken back within one pause is none, however often', () => {
    const one = new Followed(fresh)
    for (let turn = 0; turn < 1_000; turn++) one.edit(turn % 2 ? fresh : dearer, ben)
    expect(one.judged()).toEqual([])
    for (let turn = 0; turn < 1_001; turn++) one.edit(turn % 2 ? fresh : dearer, ben)
    expect(one.judged()).toHaveLength(1)
  })

  test('is no longer to blame once the evidence is made anew, and is again where that is undone', () => {
    const one = new Followed(fresh)
    one.edit(dearer, ben)
    one.judged()
    one.edit(tested(dearer, 20), ana)
    expect(one.judged()).toEqual([])
    expect(one.causes()).toEqual({})
    one.edit(dearer, ana)
    expect(one.judged()).toEqual([])
    expect(one.causes()).toMatchObject({ price: { by: ben } })
  })
})

describe('[L5] evidence that was stale before anybody looked', () => {
  test('is the first edit’s of a plan that nobody has judged', () => {
    const one = new Followed(dearer)
    expect(one.causes()).toEqual({ price: { by: ana, at: START + 1 } })
  })

  test('is nobody’s where the plan before the edit has it too', () => {
    const one = new Followed(dearer)
    one.log = one.log.filter(({ kind }) => kind !== 'evidenceExpired')
    one.edit(cap(dearer, 100), ben)
    expect(one.judged()).toMatchObject([
      { actor: null, stale: ['price'], updateSeq: 2 },
      { actor: ben, stale: ['cap', 'price'], updateSeq: 2 },
    ])
    expect(standingOf(overlayTested, one.plan!, one.now, one.log).findings).toMatchObject([
      { changed: { by: null } },
      { changed: { by: ben } },
    ])
  })
})

describe('[L5] a test that was made offline comes in stale', () => {
  const offline = tested(untested, 20)
  const comesIn = price(offline, 19_000)

  test.each([
    ['judged before it came', true],
    ['within the same pause', false],
  ])('and is nobody’s where the price had changed by then: %s', (_when, isJudgedBetween) => {
    const one = new Followed(untested)
    one.edit(price(untested, 19_000), ben)
    if (isJudgedBetween) one.judged()
    one.edit(comesIn, ana)
    expect(one.judged()).toMatchObject([{ actor: null, stale: ['price'], updateSeq: 3 }])
  })

  test('in the place of an earlier one too', () => {
    const one = new Followed(fresh)
    one.edit(dearer, ben)
    expect(one.judged()).toMatchObject([{ actor: ben }])
    one.edit(comesIn, ana)
    expect(one.judged()).toMatchObject([{ actor: null, stale: ['price'] }])
  })

  test('and is its tester’s where the same edit brought what made it stale', () => {
    const one = new Followed(untested)
    one.edit(cap(comesIn, 100), ana)
    expect(one.judged()).toMatchObject([{ actor: ana, stale: ['cap', 'price'] }])
  })
})

test('[L5] a step that stands for several people’s edits names nobody', () => {
  const one = new Followed(fresh)
  one.edit(dearer, null)
  expect(one.judged()).toMatchObject([{ actor: null }])
})

test('evidence whose entity is gone is nothing to log, and comes back as it was', () => {
  const stocked = planOf({
    hubs: [{ id: 'porto' }],
    skus: [{ id: 'sand' }],
    movements: [{ id: 'm1', hubId: 'porto', skuId: 'sand', delta: 5 }],
    stock: [{ hubId: 'porto', skuId: 'sand', counted: evidence(50, countFacts(5)) }],
  })
  const one = new Followed(stocked)
  const moved = withEntity(stocked, 'movements', 'm1', { delta: 4 })
  one.edit(moved, ben)
  one.judged()
  one.edit(withoutEntity(moved, 'skus', 'sand'), cleo)
  expect(one.judged()).toEqual([])
  one.edit(moved, cleo)
  expect(one.judged()).toEqual([])
  expect(one.causes('stock/porto/sand/counted')).toMatchObject({ staged: { by: ben } })
})

test('a judgement logs no more than so many pieces of evidence, and is done with them', () => {
  const skus = Array.from({ length: 2 * EVIDENCE_FOLLOWED }, (_, index) => ({
    id: `s${index}`,
    audited: evidence(50, { verdict: '', received: '' }),
  }))
  const one = new Followed(planOf({ skus }))
  const received = planOf({ skus: skus.map((sku) => ({ ...sku, received: 1 })) })
  one.edit(received, ben)
  expect(one.judged()).toHaveLength(EVIDENCE_FOLLOWED)
  expect(isJudged(one.log, received)).toBe(true)
  expect(one.judged()).toEqual([])
})

describe('for any interleaving of edits by several people', () => {
  const people = [ana, ben, cleo]
  const moved = (plan: Plan, delta: number) => ({
    ...plan,
    movements: planOf({ movements: [{ id: 'm1', hubId: 'porto', skuId: 'sand', delta }] }).movements,
  })
  const counted = (plan: Plan, at: number) => {
    const found = { at, by: 'Ana', tested: countFacts(plan.movements[0]?.delta ?? 0) }
    return { ...plan, stock: planOf({ stock: [{ hubId: 'porto', skuId: 'sand', counted: found }] }).stock }
  }
  const tier = (plan: Plan, n: number) => ({
    ...plan,
    tiers: n === 0 ? [] : planOf({ tiers: [{ id: 'early', opensAt: n }] }).tiers,
  })
  const edits: Record<string, (plan: Plan, n: number, now: number) => Plan> = {
    price: (plan, n) => price(plan, n),
    cap: (plan, n) => cap(plan, n),
    movement: moved,
    tier,
    overlay: (plan, _n, at) =>
      withFields(plan, 'offer', { overlayTest: { at, by: 'Ana', tested: { ...buyerFacts(plan) } } }),
    count: (plan, _n, at) => counted(plan, at),
    story: (plan, n) => withFields(plan, 'offer', { story: String(n) }),
  }
  const act = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        edit: fc.constantFrom(...Object.keys(edits)),
        n: fc.nat({ max: 2 }),
        who: fc.nat({ max: 2 }),
      }),
    },
    { weight: 1, arbitrary: fc.constantFrom('judge' as const, 'away' as const) },
  )

  /** By going through all that ever was, without a log. */
  function naiveCauses(past: readonly { plan: Plan; at: number; by: Actor }[]): Map<string, Cause> {
    const causes = new Map<string, Cause>()
    for (const [index, { plan, at, by: author }] of past.entries()) {
      const before = past[index - 1]?.plan
      const had = new Set(before && proofsIn(before).map(({ path, evidence: { at } }) => `${path} of ${at}`))
      for (const proof of proofsIn(plan)) {
        const isNew = before !== undefined && !had.has(`${proof.path} of ${proof.evidence.at}`)
        const wasSo = (fact: string) => isNew && factsAt(proof.path, before)[fact] === proof.facts[fact]
        const about = `${proof.path} of ${proof.evidence.at}: `
        const stale = new Set(changesOf(proof).map(({ fact }) => about + fact))
        for (const known of causes.keys()) {
          if (known.startsWith(about) && !stale.has(known)) causes.delete(known)
        }
        for (const known of stale) {
          const by = wasSo(known.slice(about.length)) ? null : author
          if (!causes.has(known)) causes.set(known, { by, at })
        }
      }
    }
    return causes
  }

  test('the blame from the log is that of a naive recomputation over full history', () => {
    const start = counted(
      tested(moved({ ...untested, ...planOf({ hubs: [{ id: 'porto' }], skus: [{ id: 'sand' }] }) }, 1)),
      1,
    )
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const one = new Followed(start)
        const past = [{ plan: start, at: one.now, by: ana }]
        const sincePause = new Set<string>()
        const judge = () => {
          one.judged()
          sincePause.clear()
        }
        let away: Plan['stock'] | undefined
        for (const each of acts) {
          if (each === 'judge') judge()
          else if (each === 'away') {
            // The count is taken off, and put back as it was. What is taken back within a pause is no turn.
            judge()
            const { plan } = past.at(-1)!
            const next = { ...plan, stock: away ?? [] }
            away = away ? undefined : plan.stock
            one.edit(next, cleo)
            past.push({ plan: next, at: one.now, by: cleo })
            judge()
          } else {
            if (each.edit === 'count') away = undefined
            if (sincePause.has(each.edit)) judge()
            sincePause.add(each.edit)
            const by = people[each.who]!
            const plan = edits[each.edit]!(past.at(-1)!.plan, each.n, one.now)
            one.edit(plan, by)
            past.push({ plan, at: one.now, by })
          }
        }
        judge()
        const expiries = expiriesOf(one.log)
        const naive = naiveCauses(past)
        for (const proof of proofsIn(one.plan!)) {
          for (const { fact } of changesOf(proof)) {
            const said = expiryIn(expiries, proof.path, proof.evidence.at).get(fact)
            expect(said).toEqual(naive.get(`${proof.path} of ${proof.evidence.at}: ${fact}`))
          }
        }
        expect(isJudged(one.log, one.plan!)).toBe(true)
        expect(one.judged()).toEqual([])
      }),
      { numRuns: 400 },
    )
  })
})

test('of other versions’ evidence, and of damage, the fold makes nothing', () => {
  const other: NewEvent = {
    kind: 'evidenceExpired',
    at: 1,
    actor: ben,
    path: 'moon/risen',
    called: 'the moon',
    provenAt: 1,
    stale: ['phase'],
    updateSeq: 1,
    findings: [],
  }
  expect(staleEvidence(fresh, expiriesOf(numbered([other])))).toEqual(new Map())
})

test('[L5] what flips the same evidence to and fro for ever fills no log', () => {
  const followed = new Followed(fresh)
  followed.edit(dearer, ben)
  const [told] = followed.judged()
  const repeat = (until: number) => {
    for (let left = until - expiries(); left > 0; left--) {
      followed.log.push({ ...told!, seq: followed.log.length + 1 })
    }
  }
  const expiries = () => followed.log.filter(({ kind }) => kind === 'evidenceExpired').length
  repeat(EXPIRIES_TOLD - 1)
  followed.edit(fresh, ben)
  expect(followed.judged()).toHaveLength(1)
  followed.edit(dearer, ben)
  expect(followed.judged()).toEqual([])
  expect(isJudged(followed.log, dearer)).toBe(true)
})
