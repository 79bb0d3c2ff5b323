/** The 24 h gate, second half: the story after the sale. */
import { fieldPath } from '../plan/field-path.ts'
import { FOLLOW_UP_MS } from '../plan/follow-up.ts'
import { formatDuration, formatInstant, named } from '../plan/format.ts'
import type { Piece, Plan } from '../plan/schema.ts'
import type { Finding, Requirement } from './requirement.ts'

const wantedPieces = [
  { kind: 'heroClip', quantity: 1, one: 'hero clip', many: 'hero clips' },
  { kind: 'microDoc', quantity: 2, one: 'micro-doc', many: 'micro-docs' },
  { kind: 'email', quantity: 3, one: 'email', many: 'emails' },
] as const satisfies readonly { kind: Piece['kind']; quantity: number; one: string; many: string }[]

export const contentScheduled: Requirement = {
  id: 'content-scheduled',
  section: 'content',
  title: 'Follow-up scheduled',
  group: 'Support and story',
  check: (plan) => [
    ...kindFindings(plan.pieces),
    ...embeddingFindings(plan.pieces),
    ...plan.pieces.filter(({ sendOffsetMs }) => sendOffsetMs === null).map(unscheduled),
    ...orderFindings(plan),
    ...windowFindings(plan),
  ],
}

function kindFindings(pieces: readonly Piece[]): Finding[] {
  return wantedPieces.flatMap(({ kind, quantity, one, many }) => {
    const has = pieces.filter((piece) => piece.kind === kind).length
    if (has >= quantity) return []
    const text =
      has === 0 ? `The follow-up has no ${one}.` : `The follow-up has ${has} of ${quantity} ${many}.`
    return [{ text, path: 'pieces' }]
  })
}

function embeddingFindings(pieces: readonly Piece[]): Finding[] {
  const emailIds = new Set(pieces.filter(({ kind }) => kind === 'email').map(({ id }) => id))
  const microDocs = pieces.filter(({ kind }) => kind === 'microDoc')
  if (microDocs.some(({ embeddedInId }) => embeddedInId !== null && emailIds.has(embeddedInId))) return []
  const [first] = microDocs
  const path = first ? piece(first, 'embeddedInId') : 'pieces'
  return [{ text: 'No email embeds a micro-doc.', path }]
}

function unscheduled(each: Piece): Finding {
  return { text: `${nameOf(each)} has no send time.`, path: piece(each, 'sendOffsetMs') }
}

/** No two at the same moment: a buyer gets one thing at a time. */
function orderFindings({ pieces, event }: Plan): Finding[] {
  const ordered = pieces
    .filter(({ sendOffsetMs }) => sendOffsetMs !== null)
    .sort((a, b) => a.sendOffsetMs! - b.sendOffsetMs!)
  return ordered.flatMap((each, index) => {
    const before = ordered[index - 1]
    if (before?.sendOffsetMs !== each.sendOffsetMs) return []
    const when = formatInstant(event.launchAt + each.sendOffsetMs!, event.timeZone)
    const text = `${nameOf(before)} and ${nameOf(each)} go out at the same moment, ${when}.`
    return [{ text, path: piece(each, 'sendOffsetMs') }]
  })
}

/** From the end (the launch, for a hero clip) to 21 days after the end, both included. */
function windowFindings({ pieces, event }: Plan): Finding[] {
  const endOffset = (event.endsAt ?? event.launchAt) - event.launchAt
  const lastOffset = endOffset + FOLLOW_UP_MS
  return pieces.flatMap((each) => {
    if (each.sendOffsetMs === null) return []
    const [firstOffset, start] = each.kind === 'heroClip' ? [0, 'launch'] : [endOffset, 'end']
    const early = firstOffset - each.sendOffsetMs
    const late = each.sendOffsetMs - lastOffset
    if (early <= 0 && late <= 0) return []
    const when =
      early > 0
        ? `${formatDuration(early)} before the ${start}`
        : `${formatDuration(late)} past 21 days after the end`
    return [{ text: `${nameOf(each)} goes out ${when}.`, path: piece(each, 'sendOffsetMs') }]
  })
}

function nameOf({ title }: Piece): string {
  return named(title, 'piece')
}

function piece({ id }: Piece, field: keyof Piece) {
  return fieldPath('pieces', id, field)
}
