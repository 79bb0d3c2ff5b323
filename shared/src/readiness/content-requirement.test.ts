import { DAY_MS, MINUTE_MS } from '../plan/time.ts'
import { describe, expect, test } from 'vitest'
import type { Piece } from '../plan/schema.ts'
import { emptyPlan, planOf, withEntity, withFields, withoutEntity } from '../plan/test-plan.ts'
import { contentScheduled } from './content-requirement.ts'
import { findingsOf, sentences } from './test-findings.ts'

/** The event's end, from the launch. */
const END = 90 * MINUTE_MS

describe('content-scheduled', () => {
  const met = planOf({
    pieces: [
      { id: 'hero', title: 'Hero clip', kind: 'heroClip', sendOffsetMs: 0 },
      { id: 'email1', title: 'Email 1', kind: 'email', sendOffsetMs: END },
      { id: 'doc1', title: 'Foundry', kind: 'microDoc', sendOffsetMs: END + 1, embeddedInId: 'email2' },
      { id: 'doc2', title: 'Dial', kind: 'microDoc', sendOffsetMs: END + 8 * DAY_MS },
      { id: 'email2', title: 'Email 2', kind: 'email', sendOffsetMs: END + 4 * DAY_MS },
      { id: 'email3', title: 'Email 3', kind: 'email', sendOffsetMs: END + 21 * DAY_MS },
    ],
  })
  const found = (id: string, values: Partial<Piece>) =>
    findingsOf(contentScheduled, withEntity(met, 'pieces', id, values))

  test('is met by six pieces from the launch to 21 days after the end, both included', () => {
    expect(sentences(contentScheduled, met)).toEqual([])
  })

  test('an empty plan wants all six', () => {
    expect(findingsOf(contentScheduled, emptyPlan())).toEqual([
      { text: 'The follow-up has no hero clip.', path: 'pieces' },
      { text: 'The follow-up has no micro-doc.', path: 'pieces' },
      { text: 'The follow-up has no email.', path: 'pieces' },
      { text: 'No email embeds a micro-doc.', path: 'pieces' },
    ])
  })

  test('one email short says so', () => {
    expect(sentences(contentScheduled, withoutEntity(met, 'pieces', 'email3'))).toEqual([
      'The follow-up has 2 of 3 emails.',
    ])
  })

  test('each piece has a send time', () => {
    expect(found('email1', { sendOffsetMs: null, title: '' })).toEqual([
      { text: 'Unnamed piece has no send time.', path: 'pieces/email1/sendOffsetMs' },
    ])
  })

  test('no two go out at the same moment', () => {
    expect(found('doc1', { sendOffsetMs: END })).toEqual([
      {
        text: 'Email 1 and Foundry go out at the same moment, Thu 26 Nov 2026, 20:30.',
        path: 'pieces/doc1/sendOffsetMs',
      },
    ])
  })

  test('the hero clip goes out from the launch on, the rest from the end on', () => {
    expect(found('hero', { sendOffsetMs: -1 })).toEqual([
      { text: 'Hero clip goes out less than 1 s before the launch.', path: 'pieces/hero/sendOffsetMs' },
    ])
    expect(found('email1', { sendOffsetMs: END - MINUTE_MS }).map(({ text }) => text)).toEqual([
      'Email 1 goes out 1 m before the end.',
    ])
  })

  test('a millisecond past 21 days is too late', () => {
    expect(found('email3', { sendOffsetMs: END + 21 * DAY_MS + 1 })).toEqual([
      {
        text: 'Email 3 goes out less than 1 s past 21 days after the end.',
        path: 'pieces/email3/sendOffsetMs',
      },
    ])
  })

  test('without an end the launch is the end', () => {
    const endless = withFields(met, 'event', { endsAt: null })
    expect(sentences(contentScheduled, endless)).toEqual([
      'Email 3 goes out 1 h 30 m past 21 days after the end.',
    ])
  })

  test('an email embeds a micro-doc', () => {
    const expected = [{ text: 'No email embeds a micro-doc.', path: 'pieces/doc1/embeddedInId' }]
    expect(found('doc1', { embeddedInId: null })).toEqual(expected)
    expect(found('doc1', { embeddedInId: 'hero' })).toEqual(expected)
    expect(found('doc1', { embeddedInId: 'gone' })).toEqual(expected)
  })
})
