import { expect, test } from 'vitest'
import { MINUTE_MS, SECOND_MS } from '../plan/time.ts'
import type { EventOf } from './events.ts'
import { type Edit, momentsOf } from './moments.ts'

/** A full half hour. */
const START = Date.UTC(2026, 5, 1, 9)

/** The last edit before these, long after the plan was made. */
const BEFORE = 100

/** `[person, minutes after 9:00]` each. */
function edits(...written: readonly (readonly [string, number])[]): Edit[] {
  return written.map(([name, minutes], index) => ({
    seq: BEFORE + index + 1,
    at: START + minutes * MINUTE_MS,
    personId: name.toLowerCase(),
    name,
  }))
}

const shown = (of: readonly Edit[], restores: readonly EventOf<'restored'>[] = []) =>
  momentsOf(of, restores).map(
    ({ fromSeq, toSeq, people }) =>
      `${fromSeq - BEFORE}-${toSeq - BEFORE} ${people.map(({ name }) => name).join(' ')}`,
  )

test('[H1] the edits of one person less than five minutes apart are one moment', () => {
  expect(shown(edits(['Ada', 0], ['Ada', 4], ['Ada', 8.9], ['Ada', 13.9], ['Ada', 14]))).toEqual([
    '1-3 Ada',
    '4-5 Ada',
  ])
  expect(momentsOf(edits(['Ada', 1], ['Ada', 3]), [])).toEqual([
    {
      fromSeq: BEFORE + 1,
      toSeq: BEFORE + 2,
      from: START + MINUTE_MS,
      to: START + 3 * MINUTE_MS,
      people: [{ personId: 'ada', name: 'Ada' }],
    },
  ])
})

test('[H1] one after the other they have a moment each', () => {
  expect(shown(edits(['Ada', 0], ['Ada', 1], ['Ben', 2], ['Ben', 3]))).toEqual(['1-2 Ada', '3-4 Ben'])
})

test('[H1] what others write between two edits of a moment belongs to it', () => {
  expect(shown(edits(['Ada', 0], ['Ben', 1], ['Ada', 2], ['Cleo', 3]))).toEqual(['1-3 Ada Ben', '4-4 Cleo'])
  expect(shown(edits(['Ada', 0], ['Ben', 1], ['Cleo', 2], ['Ben', 3], ['Ada', 7]))).toEqual([
    '1-1 Ada',
    '2-4 Ben Cleo',
    '5-5 Ada',
  ])
})

test('[H1] no moment spans a half hour', () => {
  expect(shown(edits(['Ada', 28], ['Ada', 29.9], ['Ada', 30], ['Ada', 31]))).toEqual(['1-2 Ada', '3-4 Ada'])
})

test('[H1] a restore is a moment of its own', () => {
  const restored: EventOf<'restored'> = {
    seq: 5,
    at: START + MINUTE_MS,
    actor: { personId: 'ada', name: 'Ada' },
    kind: 'restored',
    toSeq: 1,
    toAt: START,
    name: 'First',
    beforeSeq: BEFORE + 2,
    updateSeq: BEFORE + 4,
  }
  const written = edits(['Ada', 0], ['Ada', 0.5], ['Ada', 1], ['Ada', 1], ['Ada', 2])
  expect(shown(written, [restored])).toEqual(['1-2 Ada', '3-4 Ada', '5-5 Ada'])
  expect(momentsOf(written, [restored])[1]!.restored).toEqual({ toSeq: 1, toAt: START, name: 'First' })
})

test('[H1] the making of the plan is one, too', () => {
  const written = edits(['Ada', 0], ['Ada', 1]).map((edit, index) => ({ ...edit, seq: index + 1 }))
  expect(momentsOf(written, []).map(({ fromSeq, toSeq }) => [fromSeq, toSeq])).toEqual([
    [1, 1],
    [2, 2],
  ])
})

test('[H1] every edit is in one moment, whatever the order of people and pauses', () => {
  const people = ['Ada', 'Ben', 'Cleo']
  const written = edits(
    ...Array.from({ length: 400 }, (_, i) => [people[(i * 7 + (i >> 2)) % 3]!, (i * i * 13) % 7] as const),
  ).map((edit, i, all) => ({ ...edit, at: (all[i - 1]?.at ?? START) + ((i * 37) % 400) * SECOND_MS }))
  const moments = momentsOf(written, [])
  expect(moments.flatMap(({ fromSeq, toSeq }) => [fromSeq, toSeq])[0]).toBe(BEFORE + 1)
  for (const [index, moment] of moments.entries()) {
    expect(moment.toSeq).toBeGreaterThanOrEqual(moment.fromSeq)
    expect(moments[index + 1]?.fromSeq ?? BEFORE + 401).toBe(moment.toSeq + 1)
  }
})
