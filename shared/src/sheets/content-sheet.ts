/** The content calendar: what goes out when, and who sends it. */
import { counted, formatDayAndTime, formatDuration, named, numberInWords } from '../plan/format.ts'
import { collections, type Piece } from '../plan/schema.ts'
import { SECOND_MS } from '../plan/time.ts'
import { nameById } from '../plan/entity-names.ts'
import { type Item, pausePoints, placeOf, type Sheet, type SheetInput } from './sheet.ts'

const { kind: kinds, sendOffsetMs } = collections.pieces.fields

export function contentSheet({ plan }: SheetInput): Sheet[] {
  const { pieces, event } = plan
  const inOrder = pieces.toSorted((a, b) => (a.sendOffsetMs ?? Infinity) - (b.sendOffsetMs ?? Infinity) || 0)
  const groups = pausePoints(inOrder)
  const sent = pieces.filter((piece) => piece.sent).length
  return [
    {
      title: 'Content calendar',
      lead: `${sent} of ${counted(pieces.length, 'piece')} sent.`,
      points: groups.map((group, index) => ({
        heading: 'Send',
        under: placeOf(index, groups.length),
        columns: [
          { title: 'When', width: 'wide', align: 'start' },
          { title: 'Owner', width: 'medium', align: 'start' },
        ],
        items: group.map(itemOf),
        done: `All ${group.length} sent`,
      })),
      nothing: 'No content is planned yet.',
    },
  ]

  function itemOf({ title, kind, owner, lengthSeconds: length, embeddedInId, sent, ...piece }: Piece): Item {
    const facts = [kind && kinds.options[kind], length !== null && formatDuration(length * SECOND_MS)]
    const at = piece.sendOffsetMs
    return {
      box: sent ? 'crossed' : 'empty',
      text: named(title, 'piece'),
      notes: [
        facts.filter(Boolean).join(', '),
        embeddedInId === null ? '' : `In ${nameById('pieces', embeddedInId, plan)}`,
        sent ? `Sent by ${sent.by}, ${formatDayAndTime(sent.at, event.timeZone)}` : '',
      ].filter(Boolean),
      cells: [
        at === null
          ? ''
          : `${formatDayAndTime(event.launchAt + at, event.timeZone)}\n${numberInWords(sendOffsetMs, at, plan)}`,
        owner.trim(),
      ],
    }
  }
}
