import { expect, test } from 'vitest'
import type { EventKind, NewEvent, PlanEvent } from '../log/events.ts'
import { event, LAUNCH_AT } from '../plan/test-plan.ts'
import { HOUR_MS, MINUTE_MS } from '../plan/time.ts'
import { ana, numbered } from '../readiness/test-log.ts'
import type { RunKind } from './run-sentences.ts'
import { isTellable, teller } from './sentence.ts'

const ben = { personId: 'ben', name: 'Ben' }
const at = LAUNCH_AT - 60 * HOUR_MS

/** The sentence of the last of these. */
function told(...log: NewEvent[]): string {
  const events = numbered(log)
  return teller(events, event)(events.at(-1)!)
}

const turn: NewEvent & { kind: 'requirementTurned' } = {
  kind: 'requirementTurned',
  at,
  actor: ben,
  requirement: 'gear-ready',
  applies: true,
  isMet: true,
  dueAt: LAUNCH_AT - 24 * HOUR_MS,
  updateSeq: 1,
  findings: [],
}
const broke: typeof turn = { ...turn, isMet: false, findings: ['Battery 2 is not packed.'] }
const expired: NewEvent & { kind: 'evidenceExpired' } = {
  kind: 'evidenceExpired',
  at,
  actor: ben,
  path: 'offer/overlayTest',
  called: 'the overlay test',
  provenAt: at - HOUR_MS,
  stale: ['price'],
  updateSeq: 1,
  findings: ['The price has changed since the overlay test: €185.00 then, €190.00 now.'],
}
const passed: NewEvent & { kind: 'deadlinePassed' } = {
  kind: 'deadlinePassed',
  at: LAUNCH_AT - 72 * HOUR_MS,
  actor: null,
  gate: 'h72',
  dueAt: LAUNCH_AT - 72 * HOUR_MS,
  unmet: ['tiers-set', 'segments-sized'],
}
const neared: NewEvent & { kind: 'deadlineNeared' } = {
  ...passed,
  kind: 'deadlineNeared',
  at: LAUNCH_AT - 60 * HOUR_MS,
  gate: 'h48',
  dueAt: LAUNCH_AT - 48 * HOUR_MS,
  unmet: ['sku-audit', 'cap-covered', 'sla-slots'],
}

const plainly: { [K in Exclude<EventKind, RunKind>]: [event: NewEvent & { kind: K }, sentence: string] } = {
  planCreated: [
    { kind: 'planCreated', at, actor: ana, template: 'playbook' },
    'Plan made from the playbook by Ana.',
  ],
  personJoined: [
    { kind: 'personJoined', at, actor: ben, personId: 'ben', name: 'Ben', role: 'editor' },
    'Ben joined as editor.',
  ],
  planDeleted: [{ kind: 'planDeleted', at, actor: ana }, 'The plan was deleted by Ana.'],
  planBroughtBack: [{ kind: 'planBroughtBack', at, actor: ana }, 'The plan was brought back by Ana.'],
  invitationMade: [
    {
      kind: 'invitationMade',
      at,
      actor: ana,
      invitation: 'i',
      role: 'editor',
      usesMax: 5,
      expiresAt: LAUNCH_AT,
    },
    'Invitation made for 5 editors, good until Thu 26 Nov, 19:00, by Ana.',
  ],
  invitationRevoked: [
    { kind: 'invitationRevoked', at, actor: ana, invitation: 'i', role: 'viewer' },
    'Invitation for viewers taken back by Ana.',
  ],
  roleChanged: [
    { kind: 'roleChanged', at, actor: ana, personId: 'ben', name: 'Ben', from: 'editor', to: 'viewer' },
    'Ben was changed by Ana from editor to viewer.',
  ],
  personRemoved: [
    { kind: 'personRemoved', at, actor: ana, personId: 'ben', name: 'Ben' },
    'Ben was removed by Ana.',
  ],
  launchMoved: [
    { kind: 'launchMoved', at, actor: ana, from: LAUNCH_AT, to: LAUNCH_AT + 25 * HOUR_MS },
    'Launch moved from Thu 26 Nov 2026, 19:00 to Fri 27 Nov 2026, 20:00 by Ana.',
  ],
  requirementTurned: [turn, 'Gear packed and tested: met, by Ben.'],
  evidenceExpired: [
    expired,
    'The overlay test: went stale, by Ben. The price has changed since the overlay test: €185.00 then, €190.00 now.',
  ],
  deadlineNeared: [
    neared,
    '48 hours gate is 12 h away, 3 open: SKUs audited; Hard cap covered; Handling times by SKU.',
  ],
  deadlinePassed: [
    passed,
    '72 hours gate passed with 2 of 4 open: Access tiers set and announced; Segments sized.',
  ],
  waiverGiven: [
    { kind: 'waiverGiven', at, actor: ana, requirement: 'sku-audit', reason: 'Counted by hand' },
    'Ana waived SKUs audited: Counted by hand',
  ],
  waiverWithdrawn: [
    { kind: 'waiverWithdrawn', at, actor: ana, requirement: 'sku-audit' },
    'Ana withdrew the waiver of SKUs audited.',
  ],
  versionNamed: [
    { kind: 'versionNamed', at, actor: ana, name: 'Before the shoot', updateSeq: 9 },
    'Version named “Before the shoot” by Ana.',
  ],
  restored: [
    { kind: 'restored', at, actor: ben, toSeq: 9, toAt: at - HOUR_MS, beforeSeq: 12, updateSeq: 13 },
    'Plan set back to Tue 24 Nov, 06:00 by Ben. What was done since stays in the history.',
  ],
}

test.each(Object.entries(plainly))('%s', (_kind, [event, sentence]) => {
  expect(told(event)).toBe(sentence)
})

test('a plan set back to a version that had a name says it', () => {
  const restored = {
    kind: 'restored',
    at,
    actor: ben,
    toSeq: 9,
    toAt: at,
    beforeSeq: 12,
    updateSeq: 13,
  } as const
  expect(told({ ...restored, name: 'Before the shoot' })).toBe(
    'Plan set back to “Before the shoot”, Tue 24 Nov, 07:00 by Ben. What was done since stays in the history.',
  )
  expect(told({ ...restored, takesBack: 12 })).toBe(
    'A restore was taken back by Ben. What was done after it stays.',
  )
})

test('a plan says what it was made from, in its own word where that is not known here', () => {
  const made = (template: string) => told({ kind: 'planCreated', at, actor: ana, template })
  expect(made('sample')).toBe('Plan made from the sample by Ana.')
  expect(made('blank')).toBe('Plan made blank by Ana.')
  expect(made('a file')).toBe(
    'Plan imported from a file by Ana. What was tested, counted or approved before then is the file’s word.',
  )
  expect(made('the plan before')).toBe('Plan made from the plan before by Ana.')
  expect(made('spring')).toBe('Plan made from spring by Ana.')
})

test('whoever is brought in by somebody else is so in the words', () => {
  const joined = { kind: 'personJoined', at, personId: 'ben', name: 'Ben', role: 'viewer' } as const
  expect(told({ ...joined, actor: ana })).toBe('Ben joined as viewer by Ana.')
  expect(told({ ...joined, actor: ben, invitedBy: ana })).toBe('Ben joined as viewer, invited by Ana.')
})

test('whoever steps down, or leaves, did so themselves', () => {
  const of = { at, actor: ben, personId: 'ben', name: 'Ben' }
  expect(told({ kind: 'roleChanged', ...of, from: 'lead', to: 'editor' })).toBe(
    'Ben went from lead to editor.',
  )
  expect(told({ kind: 'personRemoved', ...of })).toBe('Ben left the plan.')
})

test('a requirement broke where it was met before, with what is missing', () => {
  expect(told(turn, broke)).toBe('Gear packed and tested: broke, by Ben. Battery 2 is not packed.')
  expect(told(broke)).toBe('Gear packed and tested: not met, by Ben. Battery 2 is not packed.')
})

test('a requirement may begin and end to apply', () => {
  const none = { ...turn, applies: false, isMet: false }
  expect(told(none)).toBe('Gear packed and tested: does not apply, by Ben.')
  expect(told(turn, none)).toBe('Gear packed and tested: does not apply any more, by Ben.')
  expect(told(none, broke)).toBe('Gear packed and tested: applies now, by Ben. Battery 2 is not packed.')
})

test('evidence that went stale may come to hold again', () => {
  expect(told({ ...expired, stale: [], findings: [] })).toBe('The overlay test: holds again, by Ben.')
})

test('late is what was not met at its deadline; what held then and was mended is not', () => {
  const mended = { ...turn, at: turn.dueAt + 192 * MINUTE_MS }
  expect(told(broke, mended)).toBe('Gear packed and tested: met late by 3 h 12 m, by Ben.')
  expect(told(turn, { ...broke, at: turn.dueAt + MINUTE_MS }, mended)).toBe(
    'Gear packed and tested: met, by Ben.',
  )
})

test('work that arrived long after its own stamp says when it was done', () => {
  expect(told({ ...turn, claimedAt: LAUNCH_AT - 80 * HOUR_MS })).toBe(
    'Gear packed and tested: met, by Ben. Done Mon 23 Nov, 11:00 by its own stamp.',
  )
})

test('a gate with nothing open says so', () => {
  expect(told({ ...passed, unmet: [] })).toBe('72 hours gate passed with nothing open.')
  expect(told({ ...neared, unmet: [] })).toBe('48 hours gate is 12 h away, nothing open.')
})

test('a deadline judged later says when', () => {
  expect(told({ ...passed, unmet: [], judgedAt: at })).toBe(
    '72 hours gate passed with nothing open. It was due Mon 23 Nov, 19:00, and judged Tue 24 Nov, 07:00.',
  )
})

test('what falls due apart from its gate does not pass for the gate', () => {
  const early = { ...passed, gate: 'h24', unmet: ['preorder-terms'] }
  expect(told(early)).toBe(
    'A deadline of the 24 hours gate passed with 1 open: Preorder terms linked, consent stored.',
  )
})

test('a gate is counted from the launch as it was then', () => {
  const moved = {
    kind: 'launchMoved',
    at,
    actor: ana,
    from: LAUNCH_AT,
    to: LAUNCH_AT + 24 * HOUR_MS,
  } as const
  const log = numbered([passed, moved, { ...passed, dueAt: passed.dueAt + 24 * HOUR_MS, unmet: [] }])
  const tell = teller(log, { ...event, launchAt: LAUNCH_AT + 24 * HOUR_MS })
  expect(tell(log[0]!)).toContain('72 hours gate passed with 2 of 4 open')
  expect(tell(log[2]!)).toBe('72 hours gate passed with nothing open.')
})

test('what nobody did names nobody', () => {
  const nobodys = { at, actor: null, requirement: 'sku-audit' } as const
  expect(told({ ...nobodys, kind: 'waiverGiven', reason: 'By hand' })).toBe(
    'SKUs audited was waived: By hand',
  )
  expect(told({ ...nobodys, kind: 'waiverWithdrawn' })).toBe('No waiver any more for SKUs audited.')
  expect(told({ ...turn, actor: null })).toBe('Gear packed and tested: met.')
})

test('gates and requirements of another version go by their ids', () => {
  expect(told({ ...passed, gate: 'h12', unmet: ['moon-risen'] })).toBe(
    'h12 gate passed with 1 open: moon-risen.',
  )
  expect(told({ ...turn, requirement: 'moon-risen' })).toBe('moon-risen: met, by Ben.')
})

test('only an event of a known kind can be told', () => {
  expect(isTellable({ seq: 1, ...turn } as PlanEvent)).toBe(true)
  expect(isTellable({ seq: 1, at, actor: null, kind: 'moonRose' } as unknown as PlanEvent)).toBe(false)
  expect(isTellable({ seq: 1, at, actor: null, kind: 'toString' } as unknown as PlanEvent)).toBe(false)
})
