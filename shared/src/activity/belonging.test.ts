import { describe, expect, test } from 'vitest'
import type { EventKind } from '../log/events.ts'
import { ana, numbered } from '../readiness/test-log.ts'
import { type Choice, chosenEvents, gateOf, peopleIn, sectionsOf } from './belonging.ts'

const at = 1_000
const ben = { personId: 'ben', name: 'Ben' }
const log = numbered([
  { kind: 'planCreated', at, actor: ana, template: 'blank' },
  { kind: 'personJoined', at, actor: ana, personId: 'ben', name: 'Ben', role: 'editor' },
  { kind: 'launchMoved', at, actor: ben, from: at, to: at + 1 },
  {
    kind: 'requirementTurned',
    at,
    actor: ben,
    requirement: 'gear-ready',
    applies: true,
    isMet: true,
    dueAt: at,
    updateSeq: 2,
    findings: [],
  },
  { kind: 'deadlineNeared', at, actor: null, gate: 'h48', dueAt: at, unmet: ['sku-audit'] },
  { kind: 'deadlinePassed', at, actor: null, gate: 'h72', dueAt: at, unmet: [] },
  {
    kind: 'evidenceExpired',
    at,
    actor: null,
    path: 'offer/overlayTest',
    called: 'the overlay test',
    provenAt: at,
    stale: [],
    updateSeq: 3,
    findings: [],
  },
  { kind: 'waiverGiven', at, actor: ana, requirement: 'sku-audit', reason: 'Counted by hand' },
])
const first = (kind: EventKind) => log.find((event) => event.kind === kind)!

test.each<[EventKind, string | undefined]>([
  ['requirementTurned', 'h24'],
  ['waiverGiven', 'h48'],
  ['deadlineNeared', 'h48'],
  ['deadlinePassed', 'h72'],
  ['launchMoved', undefined],
])('%s tells of the gate %s', (kind, gate) => {
  expect(gateOf(first(kind))?.id).toBe(gate)
})

test.each<[EventKind, string[]]>([
  ['requirementTurned', ['gear']],
  ['waiverGiven', ['stock']],
  ['deadlinePassed', ['segments', 'offer']],
  ['evidenceExpired', ['offer']],
  ['launchMoved', ['event']],
  ['personJoined', ['event']],
  ['planCreated', ['event']],
])('%s belongs to %j', (kind, sections) => {
  expect(sectionsOf(first(kind))).toEqual(sections)
})

test('gates and requirements of another version belong nowhere', () => {
  const strange = numbered([
    { kind: 'deadlinePassed', at, actor: null, gate: 'h12', dueAt: at, unmet: [] },
    { kind: 'waiverWithdrawn', at, actor: ana, requirement: 'moon-risen' },
  ])
  expect(strange.map(sectionsOf)).toEqual([[], []])
  expect(strange.map(gateOf)).toEqual([undefined, undefined])
})

describe('chosen events', () => {
  test.each<[Choice, EventKind[]]>([
    [{ section: 'stock' }, ['deadlineNeared', 'waiverGiven']],
    [{ section: 'content' }, []],
    [{ person: 'ana' }, ['planCreated', 'personJoined', 'waiverGiven']],
    // By him, and of him.
    [{ person: 'ben' }, ['personJoined', 'launchMoved', 'requirementTurned']],
    [{ person: null }, ['deadlineNeared', 'deadlinePassed', 'evidenceExpired']],
    [{ section: 'event', person: 'ben' }, ['personJoined', 'launchMoved']],
    [{ section: 'gear', person: 'ana' }, []],
  ])('%j', (choice, kinds) => {
    expect(chosenEvents(log, choice).map(({ kind }) => kind)).toEqual(kinds)
  })

  test('without a choice they are all', () => {
    expect(chosenEvents(log, {})).toEqual(log)
  })
})

test('people go by the name that they had last', () => {
  const renamed = { ...first('launchMoved'), seq: 9, actor: { personId: 'ben', name: 'Benedict' } }
  expect([...peopleIn([...log, renamed])]).toEqual([
    ['ana', 'Ana'],
    ['ben', 'Benedict'],
  ])
})
