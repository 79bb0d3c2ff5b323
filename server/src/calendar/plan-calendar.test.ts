import type { Plan, PlanSeed } from '@flashboard/shared/plan/schema'
import { LAUNCH_AT, planOf } from '@flashboard/shared/plan/test-plan'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@flashboard/shared/plan/time'
import { judge } from '@flashboard/shared/readiness/judge'
import { describe, expect, test } from 'vitest'
import { type ParsedEntry, parsedCalendar } from '../../../tests/support/parsed-calendar.ts'
import { planCalendar } from './plan-calendar.ts'

const changedAt = LAUNCH_AT - 100 * HOUR_MS
const fileOf = (plan: Plan, now = changedAt) =>
  planCalendar({ id: 'plan', plan, standings: judge(plan, now), changedAt })
const read = (seed: PlanSeed, now?: number) => parsedCalendar(fileOf(planOf(seed), now))
const entry = (entries: readonly ParsedEntry[], summary: string) =>
  entries.find((each) => each.summary.startsWith(`Meridian 38: ${summary}`))

describe('the calendar of a plan', () => {
  test('has the launch up to the end, in the plan’s zone', () => {
    const { name, entries } = read({})
    expect(name).toBe('Meridian 38')
    expect(entry(entries, 'launch')).toMatchObject({
      startsAt: LAUNCH_AT,
      endsAt: LAUNCH_AT + 90 * MINUTE_MS,
      localStart: '2026-11-26T19:00:00',
      timeZone: 'Europe/Lisbon',
      stampedAt: changedAt,
    })
  })

  test('has every gate with its state and what is open', () => {
    const open = entry(read({}).entries, '72 hours gate')
    expect(open).toMatchObject({
      startsAt: LAUNCH_AT - 72 * HOUR_MS,
      summary: 'Meridian 38: 72 hours gate, open, 3 of 3 open',
    })
    expect(open?.description?.split('\n')).toContain('Open: Access tiers set and announced')
    const { entries } = read({}, LAUNCH_AT - 71 * HOUR_MS)
    expect(entry(entries, '72 hours gate')?.summary).toContain('missed, 3 of 3 open')
    for (const gate of ['48 hours gate', '24 hours gate', '+15 min gate', '+24 h gate', '+21 days gate']) {
      expect.soft(entry(entries, gate), gate).toBeDefined()
    }
  })

  test('has a requirement that is due apart from its gate by itself', () => {
    const opensAt = LAUNCH_AT - 30 * HOUR_MS
    const { entries } = read({
      offer: { preorderQuota: 10 },
      tiers: [{ id: 'first', name: 'First', opensAt }],
    })
    const due = entries.filter(({ summary }) => summary.includes('24 hours gate'))
    expect(due.map(({ startsAt }) => startsAt).sort()).toEqual([opensAt, LAUNCH_AT - 24 * HOUR_MS])
    expect(new Set(due.map(({ uid }) => uid)).size).toBe(2)
  })

  test('has cues with their length and people, and content pieces', () => {
    const { entries } = read({
      cues: [
        {
          id: 'b',
          offsetMs: 5 * MINUTE_MS,
          callOut: 'Second',
          durationSeconds: 90,
          owner: 'Ana',
          deputy: 'Ben',
        },
        { id: 'a', hardAt: LAUNCH_AT - HOUR_MS, callOut: '' },
        { id: 'c', callOut: 'Some time' },
      ],
      pieces: [
        { id: 'p', kind: 'email', title: 'Thank you', sendOffsetMs: 2 * DAY_MS, owner: 'Ana' },
        { id: 'q', title: 'Draft' },
      ],
    })
    expect(entry(entries, 'Second')).toMatchObject({
      startsAt: LAUNCH_AT + 5 * MINUTE_MS,
      endsAt: LAUNCH_AT + 5 * MINUTE_MS + 90_000,
      description: 'By Ana and Ben',
    })
    expect(entry(entries, 'Unnamed cue')).toMatchObject({ startsAt: LAUNCH_AT - HOUR_MS, description: null })
    expect(entry(entries, 'Email, Thank you')?.startsAt).toBe(LAUNCH_AT + 2 * DAY_MS)
    expect(entry(entries, 'Some time')).toBeUndefined()
    expect(entries.some(({ summary }) => summary.includes('Draft'))).toBe(false)
  })

  test('keeps the ids of its entries when everything else changes, and shows no plan’s id', () => {
    const uids = (seed: PlanSeed) => read(seed).entries.map(({ uid }) => uid)
    const later = { launchAt: LAUNCH_AT + DAY_MS, endsAt: LAUNCH_AT + 2 * DAY_MS, name: 'Renamed' }
    expect(uids({ event: later })).toEqual(uids({}))
    expect(new Set(uids({})).size).toBe(uids({}).length)
    expect(uids({}).join()).not.toContain('plan')
  })

  test('is the same file for the same plan', () => {
    expect(fileOf(planOf({}))).toBe(fileOf(planOf({})))
  })
})

describe('times in the plan’s zone', () => {
  /** The clocks go back an hour on 25 October 2026 at 01:00 UTC. */
  const backAt = Date.UTC(2026, 9, 25, 1)
  const around = [-25 * HOUR_MS, -HOUR_MS, -1_000, 0, HOUR_MS, 25 * HOUR_MS]

  test.each([
    'Europe/Lisbon',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
    'UTC',
  ])('read right in %s, before and after a clock change', (timeZone) => {
    const event = { launchAt: backAt, endsAt: backAt + 1, timeZone }
    const { entries } = read({
      event,
      cues: around.map((offsetMs, index) => ({ id: `${index}`, offsetMs, callOut: `Cue ${index}` })),
    })
    for (const [index, offsetMs] of around.entries()) {
      const cue = entry(entries, `Cue ${index}`)
      expect.soft(cue?.startsAt, `${timeZone} ${offsetMs}`).toBe(backAt + offsetMs)
    }
  })

  test('are in UTC only where the clock shows them twice', () => {
    const event = { launchAt: backAt, endsAt: backAt + 3 * HOUR_MS, timeZone: 'Europe/Berlin' }
    const cues = around.map((offsetMs, index) => ({ id: `${index}`, offsetMs, callOut: `Cue ${index}` }))
    const { entries } = read({ event, cues })
    expect(around.map((_offset, index) => entry(entries, `Cue ${index}`)?.timeZone)).toEqual([
      'Europe/Berlin',
      'UTC',
      'UTC',
      'UTC',
      'Europe/Berlin',
      'Europe/Berlin',
    ])
  })

  test('read right after the clocks go forward, over several years, and in a zone that changes by law', () => {
    const springAt = Date.UTC(2027, 2, 28, 1)
    const event = { launchAt: springAt, endsAt: springAt + 1, timeZone: 'Europe/Berlin' }
    const far = [springAt - 1_000, springAt, Date.UTC(2029, 6, 1), Date.UTC(2031, 0, 1)]
    const cues = far.map((hardAt, index) => ({ id: `${index}`, hardAt, callOut: `Cue ${index}` }))
    const { entries } = read({ event, cues })
    expect(far.map((_at, index) => entry(entries, `Cue ${index}`)?.startsAt)).toEqual(far)
    const ramadan = [Date.UTC(2026, 1, 14), Date.UTC(2026, 1, 20), Date.UTC(2026, 2, 25)]
    const casablanca = read({
      event: { launchAt: ramadan[1]!, endsAt: ramadan[2]!, timeZone: 'Africa/Casablanca' },
      cues: ramadan.map((hardAt, index) => ({ id: `${index}`, hardAt, callOut: `Cue ${index}` })),
    })
    expect(ramadan.map((_at, index) => entry(casablanca.entries, `Cue ${index}`)?.startsAt)).toEqual(ramadan)
  })

  test('are stamped in UTC, as RFC 5545 wants it', () => {
    expect(fileOf(planOf({}))).toMatch(/\r\nDTSTAMP:\d{8}T\d{6}Z\r\n/)
    expect(fileOf(planOf({}))).toMatch(/\r\nDTSTART;TZID=Europe\/Lisbon:20261126T190000\r\n/)
  })
})

describe('whatever people wrote', () => {
  const hostile =
    'Drop; a, b\\c\r\nEND:VEVENT\nBEGIN:VEVENT\rSUMMARY:forged\u2028\u0000\u0007 "x" ^n 日本\ud800'

  test('is a text, and no entry of its own', () => {
    const plain = read({ cues: [{ id: 'c', offsetMs: 0, callOut: 'x' }] }).entries.length
    const { name, entries } = read({
      event: { name: hostile },
      cues: [{ id: 'c\r\nX:y', offsetMs: 0, callOut: hostile, owner: hostile }],
    })
    expect(entries).toHaveLength(plain)
    const shown = 'Drop; a, b\\c END:VEVENT BEGIN:VEVENT SUMMARY:forged "x" ^n 日本\ufffd'
    expect(name).toBe(shown)
    const cue = entries.find(({ summary }) => summary === `${shown}: ${shown}`)
    expect(cue?.description).toBe(`By ${shown}`)
  })

  test('breaks no line in the middle of a letter, and no line is too long', () => {
    const file = fileOf(planOf({ event: { name: '日本語の発売計画🎉'.repeat(12) } }))
    for (const line of file.split('\r\n')) expect.soft(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(parsedCalendar(file).name).toBe('日本語の発売計画🎉'.repeat(12))
    expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true)
  })

  test('a list without end is cut off, and a launch that was lost still reads', () => {
    const cues = Array.from({ length: 3_000 }, (_, index) => ({ id: `${index}`, offsetMs: index }))
    const pieces = Array.from({ length: 3_000 }, (_, index) => ({ id: `${index}`, sendOffsetMs: index }))
    expect(read({ cues, pieces }).entries.length).toBeLessThan(1_020)
    const lost = read({
      event: { launchAt: 0, endsAt: null },
      cues: [{ id: 'c', hardAt: Date.UTC(2199, 0, 1) }],
    })
    expect(lost.entries.map(({ startsAt }) => startsAt)).toContain(Date.UTC(2199, 0, 1))
  })
})
