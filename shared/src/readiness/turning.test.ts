import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NewEvent, PlanEvent } from '../log/events.ts'
import type { Plan } from '../plan/schema.ts'
import { emptyPlan, LAUNCH_AT, planOf, withFields } from '../plan/test-plan.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../plan/time.ts'
import { gates } from './gates.ts'
import { judge, requirementDueAt } from './judge.ts'
import { ana, numbered, standingOf } from './test-log.ts'
import { deadlinesOf, eventsSince, isJudged, nextTurnAt, type Step } from './turning.ts'

const backup = { id: 'backup-link' }
const DUE_AT = LAUNCH_AT - 24 * HOUR_MS
const START = LAUNCH_AT - 100 * HOUR_MS
const unmet = emptyPlan()
const met = planOf({ link: { bitrateKbps: 6_000, backupKbps: 9_000 } })

/** A plan as a server follows it: edits come, time passes, the log grows. */
class Followed {
  log: PlanEvent[] = []
  plan: Plan | undefined
  #waiting: Step[] = []
  #count = 0

  edit(plan: Plan, at: number): void {
    this.#waiting.push({ plan, at, actor: ana, updateSeq: ++this.#count })
  }

  /** The server judges at `now`; returns what it logged. */
  judged(now: number): NewEvent[] {
    const events = eventsSince(this.log, this.plan, this.#waiting, now)
    this.log.push(...numbered(events, this.log.length + 1))
    this.plan = this.#waiting.at(-1)?.plan ?? this.plan
    this.#waiting = []
    return events
  }

  state(now: number, requirement = backup) {
    return standingOf(requirement, this.plan!, now, this.log).state
  }
}

function followed(plan: Plan, at = START): Followed {
  const one = new Followed()
  one.edit(plan, at)
  one.judged(at)
  return one
}

const of = (events: readonly NewEvent[], requirement: string) =>
  events.filter((event) => event.kind === 'requirementTurned' && event.requirement === requirement)

describe('from T−100 h to T', () => {
  test('a requirement is open, at risk, missed, met late, missed again, and late for good', () => {
    const one = followed(unmet)
    const at = (now: number) => {
      one.judged(now)
      return one.state(now)
    }
    expect(at(START)).toBe('open')
    expect(at(DUE_AT - 6 * HOUR_MS)).toBe('atRisk')
    expect(at(DUE_AT)).toBe('atRisk')
    expect(at(DUE_AT + 1)).toBe('missed')
    one.edit(met, DUE_AT + 192 * MINUTE_MS)
    expect(at(DUE_AT + 5 * HOUR_MS)).toBe('metLate')
    one.edit(unmet, DUE_AT + 6 * HOUR_MS)
    expect(at(DUE_AT + 6 * HOUR_MS)).toBe('missed')
    one.edit(met, DUE_AT + 7 * HOUR_MS)
    expect(at(LAUNCH_AT)).toBe('metLate')
    expect(standingOf(backup, met, LAUNCH_AT, one.log).lateByMs).toBe(192 * MINUTE_MS)
  })

  test('a requirement is met, still met after the deadline, missed when it breaks, and reopened', () => {
    const one = followed(met)
    const at = (now: number) => {
      one.judged(now)
      return one.state(now)
    }
    expect(at(DUE_AT - 1)).toBe('met')
    expect(at(DUE_AT + HOUR_MS)).toBe('met')
    one.edit(unmet, DUE_AT + 2 * HOUR_MS)
    expect(at(DUE_AT + 2 * HOUR_MS)).toBe('missed')
    one.edit(met, DUE_AT + 3 * HOUR_MS)
    expect(at(DUE_AT + 3 * HOUR_MS)).toBe('reopened')
  })

  test('each deadline passes once, and says what it found unmet', () => {
    const one = followed(met)
    const passed = [...Array(100).keys()]
      .flatMap((hour) => one.judged(START + hour * HOUR_MS + 1))
      .filter((event) => event.kind === 'deadlinePassed')
    expect(passed.map(({ gate, dueAt }) => [gate, dueAt])).toEqual([
      ['h72', LAUNCH_AT - 72 * HOUR_MS],
      ['h48', LAUNCH_AT - 48 * HOUR_MS],
      ['h24', DUE_AT],
    ])
    expect(passed[2]).toMatchObject({ actor: null, at: DUE_AT })
    expect(passed[2]).not.toHaveProperty('judgedAt')
    expect(passed[2]).toMatchObject({ unmet: expect.arrayContaining(['gear-ready']) })
    expect(passed[2]).not.toMatchObject({ unmet: expect.arrayContaining(['backup-link']) })
  })
})

describe('from T to T+21 d', () => {
  const done = (at: number) => ({ at, by: 'Ana' })
  const gatesAfter = [
    {
      id: 'support-sprint',
      dueAt: LAUNCH_AT + 15 * MINUTE_MS,
      atRiskMs: 15 * MINUTE_MS,
      met: planOf({ support: { sprintOwner: 'Ana', sprintStarted: done(LAUNCH_AT) } }),
    },
    {
      id: 'timeline-published',
      dueAt: LAUNCH_AT + DAY_MS,
      atRiskMs: 6 * HOUR_MS,
      met: planOf({
        results: {
          orders: 138,
          peakViewers: 912,
          tickets: 11,
          timelineLink: 'https://shop.example/shipping',
          timelinePublished: done(LAUNCH_AT + HOUR_MS),
        },
      }),
    },
    {
      id: 'follow-up',
      dueAt: LAUNCH_AT + 21 * DAY_MS,
      atRiskMs: 12 * HOUR_MS,
      met: planOf({
        pieces: [{ id: 'hero', sent: done(LAUNCH_AT + HOUR_MS) }],
        offer: { subscriptionOffer: 'A strap a quarter' },
        results: {
          subscriptionSent: done(LAUNCH_AT + DAY_MS),
          retro: 'Start earlier.',
          retroClosed: done(LAUNCH_AT + DAY_MS),
        },
      }),
    },
  ]

  test.each(gatesAfter)('$id is open, at risk, missed, met late, and late for good', (gate) => {
    const { id, dueAt, atRiskMs } = gate
    const one = followed(unmet)
    const at = (now: number) => {
      one.judged(now)
      return one.state(now, { id })
    }
    expect(at(START)).toBe('open')
    expect(at(dueAt - atRiskMs - 1)).toBe('open')
    expect(at(dueAt - atRiskMs)).toBe('atRisk')
    expect(at(dueAt)).toBe('atRisk')
    expect(at(dueAt + 1)).toBe('missed')
    one.edit(gate.met, dueAt + HOUR_MS)
    expect(at(dueAt + HOUR_MS)).toBe('metLate')
    one.edit(unmet, dueAt + 2 * HOUR_MS)
    expect(at(dueAt + 2 * HOUR_MS)).toBe('missed')
    one.edit(gate.met, dueAt + 3 * HOUR_MS)
    expect(at(dueAt + 30 * DAY_MS)).toBe('metLate')
    expect(standingOf({ id }, gate.met, dueAt + 30 * DAY_MS, one.log).lateByMs).toBe(HOUR_MS)
  })

  test.each(gatesAfter)(
    '$id is met in time, still met after, missed when it breaks, and reopened',
    (gate) => {
      const { id, dueAt } = gate
      const one = followed(unmet)
      const at = (now: number) => {
        one.judged(now)
        return one.state(now, { id })
      }
      one.edit(gate.met, dueAt)
      expect(at(dueAt)).toBe('met')
      expect(at(dueAt + 1)).toBe('met')
      one.edit(unmet, dueAt + 2)
      expect(at(dueAt + 2)).toBe('missed')
      one.edit(gate.met, dueAt + 3)
      expect(at(dueAt + 3)).toBe('reopened')
    },
  )

  test('each deadline nears and passes once, at its time, and then nothing is left to come', () => {
    const one = followed(unmet)
    one.judged(LAUNCH_AT)
    const turns: [number, string][] = []
    for (let now = nextTurnAt(unmet, LAUNCH_AT); now !== null; now = nextTurnAt(unmet, now)) {
      for (const event of one.judged(now)) {
        if (event.kind !== 'deadlineNeared' && event.kind !== 'deadlinePassed') continue
        expect(event).not.toHaveProperty('judgedAt')
        turns.push([event.at - LAUNCH_AT, `${event.kind} ${event.gate}: ${event.unmet.join()}`])
      }
    }
    expect(turns).toEqual([
      [0, 'deadlineNeared sprint: support-sprint'],
      [15 * MINUTE_MS, 'deadlinePassed sprint: support-sprint'],
      [18 * HOUR_MS, 'deadlineNeared timeline: timeline-published'],
      [24 * HOUR_MS, 'deadlinePassed timeline: timeline-published'],
      [20.5 * DAY_MS, 'deadlineNeared followup: follow-up'],
      [21 * DAY_MS, 'deadlinePassed followup: follow-up'],
    ])
    expect(one.judged(LAUNCH_AT + 60 * DAY_MS)).toEqual([])
  })
})

describe('eventsSince', () => {
  test('says of a new plan what it starts with', () => {
    const one = followed(met)
    expect(of(one.log, 'backup-link')).toMatchObject([{ isMet: true, applies: true, at: START, actor: ana }])
    expect(of(one.log, 'preorder-terms')).toMatchObject([{ isMet: false, applies: false }])
    expect(of(one.log, 'gear-ready')).toEqual([])
    expect(one.judged(START + 1)).toEqual([])
    expect(isJudged(one.log, met)).toBe(true)
    expect(isJudged(one.log, unmet)).toBe(false)
  })

  test('dates a turn by the receipt of its edit, and names its person and what is missing', () => {
    const one = followed(met)
    one.edit(withFields(met, 'link', { backupKbps: 10 }), START + 7)
    expect(one.judged(START + HOUR_MS)).toEqual([
      {
        kind: 'requirementTurned',
        at: START + 7,
        actor: ana,
        requirement: 'backup-link',
        applies: true,
        isMet: false,
        dueAt: DUE_AT,
        updateSeq: 2,
        findings: ['The backup link uploads 10 of 9,000 kbps, 1.5 times the bitrate.'],
      },
    ])
  })

  test('an edit received at the deadline is in time though it is judged after, one a millisecond later is not', () => {
    for (const [at, state] of [
      [DUE_AT, 'met'],
      [DUE_AT + 1, 'metLate'],
    ] as const) {
      const one = followed(unmet)
      one.edit(met, at)
      one.judged(DUE_AT + HOUR_MS)
      expect(one.state(DUE_AT + HOUR_MS)).toBe(state)
    }
  })

  test('a deadline judged an hour late is judged as of the deadline, and says so', () => {
    const one = followed(unmet)
    one.edit(met, DUE_AT + 1)
    const events = one.judged(DUE_AT + HOUR_MS)
    const passed = events.find((event) => event.kind === 'deadlinePassed' && event.gate === 'h24')
    expect(passed).toMatchObject({ at: DUE_AT, judgedAt: DUE_AT + HOUR_MS })
    expect(passed).toMatchObject({ unmet: expect.arrayContaining(['backup-link']) })
  })

  test('the launch moved is said before what that turns, with the deadlines it puts behind', () => {
    const one = followed(met)
    const to = LAUNCH_AT - 77 * HOUR_MS
    one.edit(withFields(met, 'event', { launchAt: to }), START + 5)
    const events = one.judged(START + 10)
    expect(events.map(({ kind, at }) => [kind, at - START])).toEqual([
      ['launchMoved', 5],
      ['deadlinePassed', 5],
      ['deadlinePassed', 5],
      ['deadlinePassed', 5],
    ])
    expect(events[0]).toMatchObject({ actor: ana, from: LAUNCH_AT, to })
  })

  test('work done offline is judged by its receipt and says when it was claimed', () => {
    const bare = planOf({ offer: { buyLink: 'https://shop.example/buy' } })
    const tested = { price: '', cap: '', buyLink: 'https://shop.example/buy' }
    const claimedAt = DUE_AT - HOUR_MS
    const done = withFields(bare, 'offer', { overlayTest: { at: claimedAt, by: 'Ana', tested } })
    const one = followed(bare)
    one.edit(done, DUE_AT + HOUR_MS)
    expect(of(one.judged(DUE_AT + HOUR_MS), 'overlay-tested')).toMatchObject([
      { at: DUE_AT + HOUR_MS, claimedAt },
    ])
    // Stale and fresh again is no new claim.
    one.edit(withFields(done, 'offer', { priceMinor: 1 }), DUE_AT + 2 * HOUR_MS)
    one.edit(done, DUE_AT + 3 * HOUR_MS)
    const again = of(one.judged(DUE_AT + 3 * HOUR_MS), 'overlay-tested')
    expect(again).toMatchObject([{ isMet: false }, { isMet: true }])
    expect(again[1]).not.toHaveProperty('claimedAt')
  })

  test('a clock that was set back does not put an edit before the deadline that passed', () => {
    const one = followed(unmet)
    one.judged(DUE_AT + 1)
    one.edit(met, DUE_AT - HOUR_MS)
    one.judged(DUE_AT + 2)
    expect(one.state(DUE_AT + 2)).toBe('metLate')
  })
})

test('a requirement with a deadline of its own passes by itself', () => {
  const opensAt = LAUNCH_AT - 40 * HOUR_MS
  const plan = planOf({ offer: { preorderQuota: 1 }, tiers: [{ id: 'early', opensAt }] })
  expect(deadlinesOf(plan)).toContainEqual({
    gate: 'h24',
    atRiskAt: opensAt - 6 * HOUR_MS,
    dueAt: opensAt,
    requirements: ['preorder-terms'],
  })
  expect(nextTurnAt(plan, opensAt - 6 * HOUR_MS)).toBe(opensAt - 6 * HOUR_MS + 1)
  expect(nextTurnAt(plan, opensAt)).toBe(opensAt + 1)
  expect(nextTurnAt(plan, opensAt + 1)).toBe(DUE_AT - 6 * HOUR_MS + 1)
})

describe('a deadline nears', () => {
  const RISK_AT = DUE_AT - 6 * HOUR_MS
  const neared = (events: readonly NewEvent[], gate = 'h24') =>
    events.filter((event) => event.kind === 'deadlineNeared' && event.gate === gate)

  test('once, and says what is at risk from then on', () => {
    const one = followed(met)
    expect(neared(one.judged(RISK_AT))).toEqual([])
    const events = neared(one.judged(RISK_AT + 1))
    expect(events).toMatchObject([{ at: RISK_AT, actor: null, dueAt: DUE_AT }])
    expect(events[0]).toMatchObject({ unmet: expect.arrayContaining(['gear-ready']) })
    expect(events[0]).not.toMatchObject({ unmet: expect.arrayContaining(['backup-link']) })
    expect(events[0]).not.toHaveProperty('judgedAt')
    expect(neared(one.judged(RISK_AT + 2))).toEqual([])
  })

  test('as of its time, though it was judged after the server had been down', () => {
    const one = followed(met)
    const now = DUE_AT + HOUR_MS
    expect(one.judged(now).map(({ kind, at }) => [kind, at])).toEqual([
      ['deadlineNeared', LAUNCH_AT - 84 * HOUR_MS],
      ['deadlinePassed', LAUNCH_AT - 72 * HOUR_MS],
      ['deadlineNeared', LAUNCH_AT - 60 * HOUR_MS],
      ['deadlinePassed', LAUNCH_AT - 48 * HOUR_MS],
      ['deadlineNeared', RISK_AT],
      ['deadlinePassed', DUE_AT],
    ])
    expect(neared(one.log)).toMatchObject([{ judgedAt: now }])
  })

  test('again when the launch has moved, and not where the deadline is over already', () => {
    const one = followed(met)
    one.judged(RISK_AT + 1)
    one.edit(withFields(met, 'event', { launchAt: LAUNCH_AT + 1 }), RISK_AT + 2)
    expect(neared(one.judged(RISK_AT + 3))).toMatchObject([{ at: RISK_AT + 2, dueAt: DUE_AT + 1 }])
    one.edit(withFields(met, 'event', { launchAt: LAUNCH_AT - 7 * HOUR_MS }), RISK_AT + 4)
    expect(neared(one.judged(RISK_AT + 5))).toEqual([])
  })
})

describe('for any interleaving of edits, deadlines and launch moves', () => {
  const edits: ((plan: Plan, n: number) => Plan)[] = [
    (plan, n) => withFields(plan, 'link', { bitrateKbps: 6_000, backupKbps: n % 2 ? 9_000 : 100 }),
    (plan, n) => withFields(plan, 'offer', { preorderQuota: n % 3 }),
    (plan, n) =>
      withFields(plan, 'offer', {
        termsLink: n % 2 ? 'https://shop.example/terms' : '',
        termsVersion: '1',
        consentTest: { at: 1, by: 'Ana' },
      }),
    (plan, n) => ({
      ...plan,
      tiers: planOf({ tiers: [{ id: 'early', opensAt: LAUNCH_AT - n * HOUR_MS }] }).tiers,
    }),
    (plan, n) => withFields(plan, 'event', { launchAt: LAUNCH_AT + (n - 30) * HOUR_MS }),
  ]
  const act = fc.oneof(
    fc.record({ edit: fc.nat({ max: edits.length - 1 }), n: fc.nat({ max: 60 }) }),
    fc.record({
      waitMs: fc.oneof(
        fc.nat({ max: 2 }),
        fc.nat({ max: 20 }).map((hours) => hours * HOUR_MS),
      ),
    }),
    fc.constant('judge' as const),
  )

  /** How a requirement stands by going through all that ever was, without a log. */
  function naiveState(
    id: string,
    past: { at: number; plan: Plan }[],
    now: number,
  ): [string, number | undefined] {
    const gate = gates.find(({ requirements }) => requirements.some((each) => each.id === id))!
    const requirement = gate.requirements.find((each) => each.id === id)!
    const dueOf = (plan: Plan) => requirementDueAt(requirement, gate, plan)
    const truths = past.map(({ at, plan }) => {
      const applies = requirement.applies?.(plan) !== false
      return { at, applies, isMet: applies && requirement.check(plan, dueOf(plan)).length === 0 }
    })
    const dueAt = dueOf(past.at(-1)!.plan)
    const last = truths.at(-1)!
    if (!last.applies) return ['doesNotApply', undefined]
    if (!last.isMet) {
      return [now > dueAt ? 'missed' : now >= dueAt - gate.atRiskMs ? 'atRisk' : 'open', undefined]
    }
    if (now <= dueAt) return ['met', undefined]
    const then = truths.filter(({ at }) => at <= dueAt).at(-1)
    const after = truths.filter(({ at }) => at > dueAt)
    const held = then !== undefined && (then.isMet || !then.applies)
    if (!held) return ['metLate', after.find(({ isMet }) => isMet)!.at - dueAt]
    return [after.some(({ isMet, applies }) => applies && !isMet) ? 'reopened' : 'met', undefined]
  }

  test('the state from the log is that of a naive recomputation over full history', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        let now = START
        const past = [{ at: now, plan: unmet }]
        const one = followed(unmet)
        for (const each of acts) {
          if (each === 'judge') one.judged(now)
          else if ('waitMs' in each) now += each.waitMs
          else {
            const plan = edits[each.edit]!(past.at(-1)!.plan, each.n)
            // Two edits in one millisecond are one moment to both.
            if (past.at(-1)!.at === now) past.pop()
            past.push({ at: now, plan })
            one.edit(plan, now++)
          }
        }
        one.judged(now)
        const { plan } = past.at(-1)!
        for (const { id, state, lateByMs } of judge(plan, now, one.log).flatMap(
          (gate) => gate.requirements,
        )) {
          expect([id, state, lateByMs]).toEqual([id, ...naiveState(id, past, now)])
        }
        expect(one.judged(now)).toEqual([])
      }),
      { numRuns: 400 },
    )
  })
})
