import { expect, test } from 'vitest'
import type { EventOf } from '../log/events.ts'
import { LAUNCH_AT } from '../plan/test-plan.ts'
import { MINUTE_MS } from '../plan/time.ts'
import { type RunKind, runSentences } from './run-sentences.ts'

const by = { seq: 1, at: LAUNCH_AT, actor: { personId: 'lea', name: 'Lea' } }
const sam = { personId: 'sam', name: 'Sam' }
const cue = { cueId: 'c', callOut: 'Public opens' }

const examples: { [K in RunKind]: [Omit<EventOf<K>, 'kind'>, string] } = {
  runStarted: [by, 'Lea started the run and has the desk.'],
  deskHandedOver: [{ ...by, to: sam }, 'Lea handed the desk to Sam.'],
  deskTaken: [{ ...by, from: sam }, 'Lea took the desk over: Sam was gone.'],
  cueStarted: [
    { ...by, ...cue, plannedAt: LAUNCH_AT - 2 * MINUTE_MS },
    'Lea called: Public opens, 2 m late.',
  ],
  cueFinished: [{ ...by, ...cue }, 'Lea ended: Public opens.'],
  cueSkipped: [{ ...by, ...cue }, 'Lea skipped: Public opens.'],
  cueWentBack: [{ ...by, ...cue, undoes: 'start' }, 'Lea went back from: Public opens.'],
  cueNudged: [{ ...by, ...cue, owner: 'Sam' }, 'Lea nudged Sam: Public opens.'],
  cueAcknowledged: [{ ...by, ...cue, how: 'ready' }, 'Lea: ready, Public opens.'],
  heldCount: [{ ...by, reason: 'Mic swap' }, 'Lea held the count: Mic swap.'],
  countResumed: [by, 'Lea resumed the count.'],
  pollOpened: [{ ...by, consoles: [] }, 'Lea opened the go / no-go poll.'],
  voteCast: [
    { ...by, consoleId: 's', console: 'Stock', vote: 'noGo', reason: '10 short', about: 'preorder-buffer' },
    'Stock: no-go, Buffer held back: 10 short (Lea).',
  ],
  pollClosed: [
    { ...by, outcome: 'waived', reason: 'Borrowed one', against: ['Missed: Gear.'] },
    'Lea called go with a waiver: Borrowed one. Against it: Missed: Gear.',
  ],
  launched: [{ ...by, plannedAt: LAUNCH_AT }, 'Lea called the launch.'],
  saleRecorded: [
    {
      ...by,
      actor: null,
      source: 'hook',
      orderId: '1',
      lines: [{ itemId: 'm', hubId: null, quantity: -1, isPreorder: false }],
      what: '−1 × Moss from no named hub',
    },
    'Refund of 1 unit, from the shop: −1 × Moss from no named hub.',
  ],
  sprintStarted: [by, 'Lea started the support sprint.'],
  issueLogged: [
    { ...by, issue: 3, who: 'order 1042', topic: 'refund', what: 'Charged twice', owner: '' },
    'Lea logged issue 3, refund, order 1042: Charged twice. Nobody has it yet.',
  ],
  issueSorted: [
    { ...by, issue: 3, topic: 'shipping', what: 'Charged twice' },
    'Lea put issue 3 under shipping query: Charged twice.',
  ],
  issueOwned: [{ ...by, issue: 3, owner: 'Sam' }, 'Lea gave issue 3 to Sam.'],
  issueClosed: [{ ...by, issue: 3, what: 'Charged twice' }, 'Lea closed issue 3: Charged twice.'],
  issueReopened: [{ ...by, issue: 3, what: 'Charged twice' }, 'Lea opened issue 3 again: Charged twice.'],
  noteWritten: [{ ...by, text: 'Rain' }, 'Lea: Rain'],
  runCalledOff: [{ ...by, reason: 'Storm at the pier' }, 'Lea called the run off: Storm at the pier.'],
  runClosed: [{ ...by, sold: 120, preorders: 1 }, 'Lea closed the run: 120 units sold, 1 preorder.'],
}

test.each(Object.entries(examples))('%s has its sentence', (kind, [event, says]) => {
  const tell = runSentences[kind as RunKind] as (event: unknown) => string
  expect(tell({ kind, ...event })).toBe(says)
})

test('a sale from before its goods were logged in words says how many', () => {
  const line = { itemId: 'm', hubId: null, quantity: 46, isPreorder: true }
  const sale = { ...by, source: 'key', orderId: '1' } as const
  expect(runSentences.saleRecorded({ kind: 'saleRecorded', ...sale, lines: [line] })).toBe(
    'Preorder of 46 units, by hand (Lea).',
  )
})

test('whose an issue is reads as what they did', () => {
  const own = (owner: string) => runSentences.issueOwned({ kind: 'issueOwned', ...by, issue: 3, owner })
  expect([own('Lea'), own('')]).toEqual(['Lea took issue 3.', 'Lea left issue 3 to nobody.'])
})
