import { describe, expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../plan/time.ts'
import { ana, numbered } from '../readiness/test-log.ts'
import { type Alert, alertKinds, alertsIn } from './alerts.ts'
import type { EventOf, NewEvent } from './events.ts'

const plan = { name: 'Spring drop', timeZone: 'Europe/Berlin' }
/** In Berlin 20:00 on that day. */
const DUE_AT = Date.UTC(2026, 5, 19, 18)
const LATE_MS = 3 * HOUR_MS + 12 * MINUTE_MS
const gear = 'gear-ready'

const neared = (more: Partial<EventOf<'deadlineNeared'>> = {}): NewEvent => ({
  kind: 'deadlineNeared',
  at: DUE_AT - 6 * HOUR_MS,
  actor: null,
  gate: 'h24',
  dueAt: DUE_AT,
  unmet: [gear, 'returns-rule'],
  ...more,
})
const passed = (more: Partial<EventOf<'deadlinePassed'>> = {}): NewEvent => ({
  kind: 'deadlinePassed',
  at: DUE_AT,
  actor: null,
  gate: 'h24',
  dueAt: DUE_AT,
  unmet: [gear, 'returns-rule'],
  ...more,
})
const turned = (at: number, isMet: boolean, more: Partial<EventOf<'requirementTurned'>> = {}): NewEvent => ({
  kind: 'requirementTurned',
  at,
  actor: ana,
  requirement: gear,
  applies: true,
  isMet,
  dueAt: DUE_AT,
  updateSeq: 2,
  findings: isMet ? [] : ['No hotspot is packed.'],
  ...more,
})
const waived = (requirement = gear): NewEvent => ({
  kind: 'waiverGiven',
  at: DUE_AT - HOUR_MS,
  actor: ana,
  requirement,
  reason: 'Borrowed on site.',
})
const withdrawn = (requirement = gear): NewEvent => ({
  kind: 'waiverWithdrawn',
  at: DUE_AT - HOUR_MS,
  actor: ana,
  requirement,
})

const alertsOf = (...events: NewEvent[]): Alert[] => alertsIn(numbered(events), plan)
const told = (...events: NewEvent[]) => alertsOf(...events).map(({ kind, text }) => `${kind} ${text}`)

describe('at risk', () => {
  test('is a gate that is near with something open', () => {
    expect(alertsOf(neared())).toEqual([
      {
        seq: 1,
        at: DUE_AT - 6 * HOUR_MS,
        kind: 'atRisk',
        plan: 'Spring drop',
        text:
          'Spring drop: 24 hours gate at risk, due Fri 19 Jun, 20:00. ' +
          'Open: Gear packed and tested; Returns rule and refund matrix written.',
        gate: 'h24',
        dueAt: DUE_AT,
        requirements: [gear, 'returns-rule'],
      },
    ])
  })

  test('leaves out what is waived, and is nothing where nothing is left', () => {
    expect(alertsOf(waived(), neared()).at(-1)).toMatchObject({ requirements: ['returns-rule'] })
    expect(told(waived(), waived('returns-rule'), neared()).slice(2)).toEqual([])
    expect(told(waived(), withdrawn(), neared({ unmet: [gear] })).at(-1)).toContain('Open: Gear packed')
    expect(told(neared({ unmet: [] }))).toEqual([])
  })

  test('is nothing to tell where it was only judged after the deadline', () => {
    expect(told(neared({ judgedAt: DUE_AT + 1 }))).toEqual([])
    expect(told(neared({ judgedAt: DUE_AT }))).toHaveLength(1)
  })

  test('is what breaks while the gate is near, and not before', () => {
    const met = turned(1, true)
    expect(told(met, turned(DUE_AT - 6 * HOUR_MS - 1, false))).toEqual([])
    expect(told(met, turned(DUE_AT - 6 * HOUR_MS, false))).toEqual([
      'atRisk Spring drop: Gear packed and tested: broke, due Fri 19 Jun, 20:00, by Ana. No hotspot is packed.',
    ])
    expect(told(met, waived(), turned(DUE_AT, false)).slice(1)).toEqual([])
  })
})

describe('missed', () => {
  test('is a deadline that passed with something open, however late it was judged', () => {
    const text =
      'missed Spring drop: 24 hours gate missed. ' +
      'Open: Gear packed and tested; Returns rule and refund matrix written.'
    expect(told(passed())).toEqual([text])
    expect(told(passed({ judgedAt: DUE_AT + LATE_MS }))).toEqual([text])
    expect(told(passed({ unmet: [] }))).toEqual([])
    expect(told(waived(), passed({ unmet: [gear] })).slice(1)).toEqual([])
  })

  test('is what breaks after its deadline', () => {
    expect(told(turned(1, true), turned(DUE_AT + LATE_MS, false))).toEqual([
      'missed Spring drop: Gear packed and tested: broke, 3 h 12 m after its deadline, by Ana. ' +
        'No hotspot is packed.',
    ])
  })

  test('is what applies only from then on, by nobody where it was the clock', () => {
    const apart = turned(1, false, { applies: false })
    expect(told(apart, turned(DUE_AT + 1_000, false, { actor: null, findings: [] }))).toEqual([
      'missed Spring drop: Gear packed and tested: applies now and is not met, 1 s after its deadline.',
    ])
  })
})

describe('met late', () => {
  test('says by how much; met in time is nothing to tell', () => {
    expect(told(turned(DUE_AT, true))).toEqual([])
    expect(told(turned(DUE_AT + LATE_MS, true))).toEqual([
      'metLate Spring drop: Gear packed and tested: met 3 h 12 m late, by Ana.',
    ])
  })

  test('is said once: later it is met again', () => {
    const late = [turned(DUE_AT + 1, true), turned(DUE_AT + 2, false), turned(DUE_AT + LATE_MS, true)]
    expect(told(...late).at(-1)).toBe(
      'metLate Spring drop: Gear packed and tested: met again 3 h 12 m after its deadline, by Ana.',
    )
    const reopened = [turned(1, true), turned(DUE_AT + 2, false), turned(DUE_AT + LATE_MS, true)]
    expect(told(...reopened).at(-1)).toContain('met again')
  })

  test('is not what did not apply until then', () => {
    expect(told(turned(1, false, { applies: false }), turned(DUE_AT + 1, true))).toEqual([])
  })
})

test('a waiver is told with its reason, and so is its end', () => {
  expect(told(waived(), withdrawn())).toEqual([
    'waived Spring drop: Gear packed and tested: waived, by Ana. Reason: Borrowed on site.',
    'waived Spring drop: Gear packed and tested: not waived any more, by Ana.',
  ])
})

test('a launch that moved is told in the plan’s zone', () => {
  const to = DUE_AT + 24 * HOUR_MS
  expect(told({ kind: 'launchMoved', at: 5, actor: ana, from: DUE_AT, to })).toEqual([
    'launchMoved Spring drop: launch moved from Fri 19 Jun 2026, 20:00 to Sat 20 Jun 2026, 20:00, by Ana.',
  ])
})

test('a plan that was set back is told, and a restore that was taken back', () => {
  const restored = {
    kind: 'restored',
    at: 9,
    actor: ana,
    toSeq: 2,
    toAt: DUE_AT,
    beforeSeq: 4,
    updateSeq: 5,
  } as const
  expect(told(restored, { ...restored, name: 'As made' }, { ...restored, takesBack: 5 })).toEqual([
    'restored Spring drop: set back to Fri 19 Jun, 20:00, by Ana.',
    'restored Spring drop: set back to “As made”, Fri 19 Jun, 20:00, by Ana.',
    'restored Spring drop: a restore was taken back, by Ana.',
  ])
})

test('what nobody has to be told of is not', () => {
  expect(
    told(
      { kind: 'planCreated', at: 1, actor: ana, template: 'blank' },
      { kind: 'personJoined', at: 2, actor: ana, personId: 'ben', name: 'Ben', role: 'editor' },
      turned(3, true),
    ),
  ).toEqual([])
})

test('only what comes after a number is told, by all that came before', () => {
  const log = numbered([waived(), passed(), turned(DUE_AT + 1, true)])
  expect(alertsIn(log, plan, 1).map(({ seq, requirements }) => [seq, requirements])).toEqual([
    [2, ['returns-rule']],
    [3, [gear]],
  ])
})

test('gates and requirements of another version go by their ids', () => {
  expect(told(passed({ gate: 'h12', unmet: ['moon-risen'] }))).toEqual([
    'missed Spring drop: h12 gate missed. Open: moon-risen.',
  ])
})

test('whatever people wrote, an alert is one line', () => {
  const hostile = { ...plan, name: ' Drop\r\nBcc: all@example.org\u0000\u2028\ud800 ' }
  const event: NewEvent = { ...waived(), reason: 'so\nit is' } as NewEvent
  const [alert] = alertsIn(numbered([event]), hostile)
  expect(alert?.plan).toBe('Drop Bcc: all@example.org \ufffd')
  expect(alert?.text).toMatch(/^Drop Bcc: all@example\.org .*Reason: so it is$/)
  expect(alertsIn(numbered([event]), { ...plan, name: ' ' })[0]?.plan).toBe('Unnamed plan')
})

test('every kind has a name', () => {
  const kinds = [neared(), passed(), turned(DUE_AT + 1, true), waived()].flatMap((event) => alertsOf(event))
  for (const { kind } of kinds) expect(alertKinds[kind]).toEqual(expect.any(String))
})
