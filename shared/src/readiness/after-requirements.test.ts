import { describe, expect, test } from 'vitest'
import { emptyPlan, LAUNCH_AT, planOf, withEntity, withFields, withoutEntity } from '../plan/test-plan.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../plan/time.ts'
import { followUp, supportSprint, timelinePublished } from './after-requirements.ts'
import { dueAtOf, findingsOf, sentences } from './test-findings.ts'

const done = (ms: number, by = 'Ana') => ({ at: LAUNCH_AT + ms, by })

describe('support-sprint', () => {
  const met = planOf({
    support: { sprintOwner: 'Ana', sprintStarted: done(MINUTE_MS) },
    issues: [
      { id: 'owned', who: 'Order 1042', owner: 'Ben' },
      { id: 'closed', who: 'Order 1043', closed: done(9 * MINUTE_MS, 'Cleo') },
    ],
  })

  test('is due 15 minutes after the launch', () => {
    expect(dueAtOf(supportSprint, met) - LAUNCH_AT).toBe(15 * MINUTE_MS)
  })

  test('is met by a sprint that its owner started, each issue owned or closed', () => {
    expect(sentences(supportSprint, met)).toEqual([])
    expect(sentences(supportSprint, { ...met, issues: [] })).toEqual([])
  })

  test('an empty plan wants an owner and a start', () => {
    expect(findingsOf(supportSprint, emptyPlan())).toEqual([
      { text: 'The support sprint has no owner.', path: 'support/sprintOwner' },
      { text: 'The support sprint has not been started.', path: 'support/sprintStarted' },
    ])
  })

  test('nobody but the owner starts it, however the two names were typed', () => {
    const startedBy = (by: string, sprintOwner = 'Ana') =>
      withFields(met, 'support', { sprintOwner, sprintStarted: done(0, by) })
    expect(findingsOf(supportSprint, startedBy('Ben'))).toEqual([
      {
        text: 'The sprint was started by Ben; its owner is Ana: name the owner as they are named here.',
        path: 'support/sprintStarted',
      },
    ])
    expect(sentences(supportSprint, startedBy(' ana', 'ANA '))).toEqual([])
    // Who should have started it is not known: that alone is missing.
    expect(sentences(supportSprint, startedBy('Ben', ' '))).toEqual(['The support sprint has no owner.'])
  })

  test('an issue that is neither owned nor closed is named', () => {
    const loose = withEntity(met, 'issues', 'closed', { closed: null, owner: ' ' })
    expect(findingsOf(supportSprint, loose)).toEqual([
      { text: 'Order 1043 has no owner and is not closed.', path: 'issues/closed/owner' },
    ])
    expect(sentences(supportSprint, withEntity(loose, 'issues', 'closed', { who: ' ' }))).toEqual([
      'Unnamed issue has no owner and is not closed.',
    ])
  })

  test('is proven by its start and by the issues that nobody owned', () => {
    expect(supportSprint.provenAt!(met)).toBe(LAUNCH_AT + 9 * MINUTE_MS)
    const owned = withEntity(met, 'issues', 'closed', { owner: 'Cleo' })
    expect(supportSprint.provenAt!(owned)).toBe(LAUNCH_AT + MINUTE_MS)
    expect(supportSprint.provenAt!(emptyPlan())).toBeNull()
  })
})

describe('timeline-published', () => {
  const met = planOf({
    results: {
      orders: 0,
      peakViewers: 912,
      tickets: 0,
      timelineLink: 'https://shop.example/shipping',
      timelinePublished: done(HOUR_MS),
    },
  })

  test('is due 24 hours after the launch', () => {
    expect(dueAtOf(timelinePublished, met) - LAUNCH_AT).toBe(DAY_MS)
  })

  test('is met by saved figures, be they 0, and a timeline with a link', () => {
    expect(sentences(timelinePublished, met)).toEqual([])
    expect(timelinePublished.provenAt!(met)).toBe(LAUNCH_AT + HOUR_MS)
  })

  test('an empty plan wants all of it', () => {
    expect(findingsOf(timelinePublished, emptyPlan())).toEqual([
      { text: 'The number of orders has not been saved.', path: 'results/orders' },
      { text: 'The peak of viewers has not been saved.', path: 'results/peakViewers' },
      { text: 'The number of support tickets has not been saved.', path: 'results/tickets' },
      { text: 'The shipping timeline has no link.', path: 'results/timelineLink' },
      { text: 'The shipping timeline is not published.', path: 'results/timelinePublished' },
    ])
    expect(timelinePublished.provenAt!(emptyPlan())).toBeNull()
  })

  test('a link of blanks is none', () => {
    expect(sentences(timelinePublished, withFields(met, 'results', { timelineLink: ' ' }))).toEqual([
      'The shipping timeline has no link.',
    ])
  })
})

describe('follow-up', () => {
  const met = planOf({
    pieces: [
      { id: 'hero', title: 'Hero clip', sent: done(3 * HOUR_MS) },
      { id: 'email', title: 'Email 1', sent: done(20 * DAY_MS) },
    ],
    offer: { subscriptionOffer: 'A strap a quarter' },
    results: { subscriptionSent: done(16 * DAY_MS), retro: 'Start earlier.', retroClosed: done(2 * DAY_MS) },
  })

  test('is due 21 days after the launch', () => {
    expect(dueAtOf(followUp, met) - LAUNCH_AT).toBe(21 * DAY_MS)
  })

  test('is met when all is sent and the retro is closed, proven by the last of these', () => {
    expect(sentences(followUp, met)).toEqual([])
    expect(followUp.provenAt!(met)).toBe(LAUNCH_AT + 20 * DAY_MS)
    expect(followUp.provenAt!(withEntity(met, 'pieces', 'hero', { sent: null }))).toBeNull()
  })

  test('an empty plan wants pieces, the offer and the retro', () => {
    expect(findingsOf(followUp, emptyPlan())).toEqual([
      { text: 'The follow-up has no pieces.', path: 'pieces' },
      { text: 'The subscription offer is not written.', path: 'offer/subscriptionOffer' },
      { text: 'The subscription offer has not been sent.', path: 'results/subscriptionSent' },
      { text: 'The retro has no text.', path: 'results/retro' },
      { text: 'The retro is not closed.', path: 'results/retroClosed' },
    ])
  })

  test('each piece that is not sent is named', () => {
    const unsent = withEntity(met, 'pieces', 'email', { sent: null })
    expect(findingsOf(followUp, unsent)).toEqual([
      { text: 'Email 1 has not been sent.', path: 'pieces/email/sent' },
    ])
    const unnamed = withEntity(withoutEntity(unsent, 'pieces', 'hero'), 'pieces', 'email', { title: ' ' })
    expect(sentences(followUp, unnamed)).toEqual(['Unnamed piece has not been sent.'])
  })

  test('blanks are neither an offer nor a retro', () => {
    const blank = withFields(withFields(met, 'offer', { subscriptionOffer: ' ' }), 'results', { retro: '\n' })
    expect(sentences(followUp, blank)).toEqual([
      'The subscription offer is not written.',
      'The retro has no text.',
    ])
  })
})
