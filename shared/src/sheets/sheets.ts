/** The sheets that a plan prints as, in the order of the book. */
import { runKinds } from '../activity/run-sentences.ts'
import type { EventKind } from '../log/events.ts'
import type { CollectionName, Plan } from '../plan/schema.ts'
import { contentSheet } from './content-sheet.ts'
import { gearSheet } from './gear-sheet.ts'
import { pickSheets } from './pick-sheet.ts'
import { readinessSheet } from './readiness-sheet.ts'
import type { Sheet, SheetInput } from './sheet.ts'
import { showSheet } from './show-sheet.ts'
import { supportSheet } from './support-sheet.ts'

interface SheetKind {
  title: string
  /** One or more sheets, each on a page of its own. */
  build: (input: SheetInput) => Sheet[]
  /** The collections, and the fields of the event, of which an edit can change what it says beside its head. */
  shows: readonly (CollectionName | `event/${keyof Plan['event']}`)[]
  /** The events of the log that change what it says. */
  turnsWith: ReadonlySet<EventKind>
}

/** In the head of every sheet: an edit of these is on all of them. */
export const HEAD_SHOWS = ['event/name', 'event/launchAt', 'event/timeZone'] as const

/** Of sheets whose items are the gates'. */
const judgedEvents: ReadonlySet<EventKind> = new Set([
  'launchMoved',
  'requirementTurned',
  'evidenceExpired',
  'deadlineNeared',
  'deadlinePassed',
  'waiverGiven',
  'waiverWithdrawn',
  'restored',
] satisfies EventKind[])

/** Of the run sheet: what its log has, a line each. */
const runEvents: ReadonlySet<EventKind> = new Set(runKinds.filter((kind) => kind !== 'saleRecorded'))
const none: ReadonlySet<EventKind> = new Set()

const ofEach = {
  readiness: {
    title: 'Readiness checklist',
    build: readinessSheet,
    // Whatever a gate asks for.
    shows: [
      'event',
      'consoles',
      'destinations',
      'segments',
      'tiers',
      'demandTest',
      'offer',
      'bundles',
      'bundleItems',
      'gear',
      'link',
      'hubs',
      'skus',
      'stock',
      'movements',
      'slas',
      'macros',
      'refundRules',
      'returns',
      'support',
      'issues',
      'pieces',
      'results',
    ],
    turnsWith: judgedEvents,
  },
  gear: { title: 'Gear packing list', build: gearSheet, shows: ['gear'], turnsWith: none },
  pick: {
    title: 'Pick list per hub',
    build: pickSheets,
    shows: ['hubs', 'skus', 'stock', 'movements'],
    turnsWith: none,
  },
  support: {
    title: 'Macros and refunds',
    build: supportSheet,
    shows: ['event/currency', 'macros', 'refundRules', 'returns', 'support', 'shifts'],
    turnsWith: none,
  },
  content: {
    title: 'Content calendar',
    build: contentSheet,
    shows: ['pieces'],
    turnsWith: none,
  },
  show: { title: 'Run of show', build: showSheet, shows: ['cues', 'consoles'], turnsWith: runEvents },
} as const satisfies Record<string, SheetKind>

export const sheets = {
  ...ofEach,
  book: {
    title: 'Whole book',
    build: (input) => Object.values(ofEach).flatMap(({ build }) => build(input)),
    shows: [...new Set(Object.values(ofEach).flatMap(({ shows }) => [...shows]))],
    turnsWith: new Set(Object.values(ofEach).flatMap(({ turnsWith }) => [...turnsWith])),
  },
} as const satisfies Record<string, SheetKind>

export type SheetName = keyof typeof sheets
export const sheetNames = Object.keys(sheets) as SheetName[]

/** What is printed, each with the sheet that it is by itself: the book is the pages of all others. */
export function sheetsIn(name: SheetName, input: SheetInput): { name: SheetName; sheet: Sheet }[] {
  const names = name === 'book' ? (Object.keys(ofEach) as SheetName[]) : [name]
  return names.flatMap((each) => sheets[each].build(input).map((sheet) => ({ name: each, sheet })))
}

export const papers = { a4: 'A4', letter: 'Letter' } as const
export type Paper = keyof typeof papers
export const paperNames = Object.keys(papers) as Paper[]
