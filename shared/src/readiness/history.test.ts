import { describe, expect, test } from 'vitest'
import type { NewEvent } from '../log/events.ts'
import { emptyPlan, LAUNCH_AT, planOf, withFields } from '../plan/test-plan.ts'
import { HOUR_MS, MINUTE_MS } from '../plan/time.ts'
import { openCount, judge, worstGate } from './judge.ts'
import { ana, numbered, standingOf, turned } from './test-log.ts'

const backup = { id: 'backup-link' }
const DUE_AT = LAUNCH_AT - 24 * HOUR_MS
const now = LAUNCH_AT - HOUR_MS
const met = planOf({ link: { bitrateKbps: 6_000, backupKbps: 9_000 } })
const unmet = emptyPlan()

const passed = (dueAt: number, ...missed: string[]): NewEvent => ({
  kind: 'deadlinePassed',
  at: dueAt,
  actor: null,
  gate: 'h24',
  dueAt,
  unmet: missed,
})
const waived: NewEvent = {
  kind: 'waiverGiven',
  at: now,
  actor: ana,
  requirement: 'backup-link',
  reason: 'The venue has fibre.',
}

describe('a requirement that is met after its deadline', () => {
  test('is met where it held at the deadline and ever since', () => {
    const log = [turned('backup-link', 'met', DUE_AT - HOUR_MS)]
    expect(standingOf(backup, met, now, log)).toMatchObject({ state: 'met', findings: [] })
  })

  test('is on time exactly at the deadline, and late a millisecond after', () => {
    expect(standingOf(backup, met, now, [turned('backup-link', 'met', DUE_AT)]).state).toBe('met')
    expect(standingOf(backup, met, now, [turned('backup-link', 'met', DUE_AT + 1)])).toMatchObject({
      state: 'metLate',
      lateByMs: 1,
    })
  })

  test('is late for good: un-ticking and ticking again clears nothing and adds nothing', () => {
    const lateAt = DUE_AT + 3 * HOUR_MS + 12 * MINUTE_MS
    const log = [
      turned('backup-link', 'met', lateAt),
      turned('backup-link', 'unmet', lateAt + HOUR_MS),
      turned('backup-link', 'met', lateAt + 2 * HOUR_MS),
    ]
    for (const until of [1, 3]) {
      expect(standingOf(backup, met, now, log.slice(0, until))).toMatchObject({
        state: 'metLate',
        lateByMs: 3 * HOUR_MS + 12 * MINUTE_MS,
      })
    }
    expect(standingOf(backup, unmet, now, log.slice(0, 2))).toMatchObject({ state: 'missed' })
  })

  test('is reopened where it held at the deadline, broke and was mended', () => {
    const log = [
      turned('backup-link', 'met', DUE_AT - HOUR_MS),
      turned('backup-link', 'unmet', DUE_AT + 1),
      turned('backup-link', 'met', DUE_AT + 2),
    ]
    expect(standingOf(backup, unmet, now, log.slice(0, 2)).state).toBe('missed')
    expect(standingOf(backup, met, now, log)).toMatchObject({ state: 'reopened' })
    // The page is ahead of the server's judgement.
    expect(standingOf(backup, met, now, log.slice(0, 2)).state).toBe('reopened')
  })

  test('that broke before the deadline and was mended after is late', () => {
    const log = [
      turned('backup-link', 'met', DUE_AT - 2),
      turned('backup-link', 'unmet', DUE_AT),
      turned('backup-link', 'met', DUE_AT + 5),
    ]
    expect(standingOf(backup, met, now, log)).toMatchObject({ state: 'metLate', lateByMs: 5 })
  })

  test('held where it did not apply then', () => {
    const log = [
      turned('backup-link', 'doesNotApply', DUE_AT - HOUR_MS),
      turned('backup-link', 'met', DUE_AT + HOUR_MS),
    ]
    expect(standingOf(backup, met, now, log).state).toBe('met')
  })

  test('is late by a length still to be said while the server has not judged it', () => {
    const log = [turned('gear-ready', 'met', DUE_AT)]
    expect(standingOf(backup, met, now, log)).toMatchObject({ state: 'metLate' })
    expect(standingOf(backup, met, now, log)).not.toHaveProperty('lateByMs')
    expect(standingOf(backup, met, DUE_AT, log).state).toBe('met')
  })
})

test('the history tells each turn, the newest last', () => {
  const log = [
    turned('backup-link', 'met', 5),
    turned('gear-ready', 'met', 6),
    turned('backup-link', 'unmet', 7),
  ]
  expect(standingOf(backup, met, now, log).history).toMatchObject([
    { at: 5, truth: 'met', by: ana },
    { at: 7, truth: 'unmet', by: ana },
  ])
})

describe('a waiver', () => {
  test('stands over what lies under it, which is still said', () => {
    const log = numbered([passed(DUE_AT, 'backup-link'), waived])
    const standing = standingOf(backup, unmet, now, log)
    expect(standing).toMatchObject({
      state: 'waived',
      under: 'missed',
      waiver: { by: ana, at: now, reason: 'The venue has fibre.' },
    })
    expect(standing.findings).not.toEqual([])
    expect(standingOf(backup, met, now, log)).toMatchObject({ state: 'waived', under: 'metLate' })
  })

  test('withdrawn leaves the state as it was', () => {
    const withdrawn: NewEvent = {
      kind: 'waiverWithdrawn',
      at: now,
      actor: ana,
      requirement: 'backup-link',
    }
    const standing = standingOf(backup, unmet, now, numbered([waived, withdrawn]))
    expect(standing.state).toBe('missed')
    expect(standing).not.toHaveProperty('waiver')
    expect(standing).not.toHaveProperty('under')
  })

  test('wants nobody any more, and does not count as open', () => {
    const h24 = (log: NewEvent[]) => judge(unmet, now, numbered(log)).find(({ id }) => id === 'h24')!
    expect(openCount(h24([waived]))).toBe(openCount(h24([passed(DUE_AT)])) - 1)
    const place = { id: 'a', title: '', short: '', when: '', isAfterLaunch: false, dueAt: 0 } as const
    const standing = { ...place, state: 'waived', requirements: [] } as const
    expect(worstGate([standing, { ...standing, state: 'metLate' }])).toBeUndefined()
  })

  test('does not make apply what does not', () => {
    const log = numbered([{ ...waived, requirement: 'tax-and-payment' } as NewEvent])
    const standing = standingOf({ id: 'tax-and-payment' }, unmet, now, log)
    expect(standing).toMatchObject({ state: 'doesNotApply', waiver: { by: ana } })
    expect(standing).not.toHaveProperty('under')
  })
})

test('moving the launch judges against the new time, and what was late before stays readable', () => {
  const moved = withFields(met, 'event', { launchAt: LAUNCH_AT + 48 * HOUR_MS })
  const log = [...numbered([passed(DUE_AT, 'backup-link')]), turned('backup-link', 'met', DUE_AT + HOUR_MS)]
  expect(standingOf(backup, met, now, log)).toMatchObject({ state: 'metLate', lateByMs: HOUR_MS })
  expect(standingOf(backup, met, now, log)).not.toHaveProperty('lateBefore')
  const standing = standingOf(backup, moved, LAUNCH_AT + 47 * HOUR_MS, log)
  expect(standing).toMatchObject({ state: 'met', lateBefore: [{ dueAt: DUE_AT, lateByMs: HOUR_MS }] })
  expect(standing).not.toHaveProperty('lateByMs')
  const earlier = withFields(met, 'event', { launchAt: LAUNCH_AT - HOUR_MS })
  expect(standingOf(backup, earlier, now, log)).toMatchObject({
    state: 'metLate',
    lateByMs: 2 * HOUR_MS,
    lateBefore: [{ dueAt: DUE_AT, lateByMs: HOUR_MS }],
  })
})
