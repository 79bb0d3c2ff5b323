/** The three gates after the launch: support's first minutes, the first day's word to buyers, the follow-up's end. */
import { fieldPath } from '../plan/field-path.ts'
import type { Stamp } from '../plan/readers.ts'
import { named } from '../plan/format.ts'
import type { Plan } from '../plan/schema.ts'
import type { Finding, Requirement } from './requirement.ts'
import { isSamePerson } from './same-person.ts'

export const supportSprint: Requirement = {
  id: 'support-sprint',
  section: 'support',
  title: 'Support sprint under way',
  // An owner carries no time, so an issue proves one only where its closing is all it has.
  provenAt: ({ support, issues }) =>
    lastOf([
      support.sprintStarted,
      ...issues.filter(({ owner }) => owner.trim() === '').map(({ closed }) => closed),
    ]),
  check: (plan) => [...sprintFindings(plan), ...issueFindings(plan)],
}

function sprintFindings({ support: { sprintOwner, sprintStarted } }: Plan): Finding[] {
  const startedPath = fieldPath('support', 'sprintStarted')
  const owner = sprintOwner.trim()
  const findings: Finding[] = []
  if (owner === '') {
    findings.push({ text: 'The support sprint has no owner.', path: fieldPath('support', 'sprintOwner') })
  }
  if (!sprintStarted) {
    findings.push({ text: 'The support sprint has not been started.', path: startedPath })
  } else if (owner !== '' && !isSamePerson(owner, sprintStarted.by)) {
    const text = `The sprint was started by ${sprintStarted.by.trim()}; its owner is ${owner}: name the owner as they are named here.`
    findings.push({ text, path: startedPath })
  }
  return findings
}

function issueFindings({ issues }: Plan): Finding[] {
  return issues
    .filter(({ owner, closed }) => owner.trim() === '' && !closed)
    .map(({ id, who }) => ({
      text: `${named(who, 'issue')} has no owner and is not closed.`,
      path: fieldPath('issues', id, 'owner'),
    }))
}

export const timelinePublished: Requirement = {
  id: 'timeline-published',
  section: 'after',
  title: 'Metrics saved, shipping timeline published',
  provenAt: ({ results }) => lastOf([results.timelinePublished]),
  check: ({ results }) => [
    ...missing(results.orders === null, 'The number of orders has not been saved.', 'orders'),
    ...missing(results.peakViewers === null, 'The peak of viewers has not been saved.', 'peakViewers'),
    ...missing(results.tickets === null, 'The number of support tickets has not been saved.', 'tickets'),
    ...missing(results.timelineLink.trim() === '', 'The shipping timeline has no link.', 'timelineLink'),
    ...missing(!results.timelinePublished, 'The shipping timeline is not published.', 'timelinePublished'),
  ],
}

export const followUp: Requirement = {
  id: 'follow-up',
  section: 'after',
  title: 'Follow-up sent, retro closed',
  provenAt: ({ pieces, results }) =>
    lastOf([...pieces.map(({ sent }) => sent), results.subscriptionSent, results.retroClosed]),
  check: ({ pieces, offer, results }) => [
    ...pieceFindings(pieces),
    ...(offer.subscriptionOffer.trim() === ''
      ? [{ text: 'The subscription offer is not written.', path: fieldPath('offer', 'subscriptionOffer') }]
      : []),
    ...missing(!results.subscriptionSent, 'The subscription offer has not been sent.', 'subscriptionSent'),
    ...missing(results.retro.trim() === '', 'The retro has no text.', 'retro'),
    ...missing(!results.retroClosed, 'The retro is not closed.', 'retroClosed'),
  ],
}

function pieceFindings(pieces: Plan['pieces']): Finding[] {
  if (pieces.length === 0) return [{ text: 'The follow-up has no pieces.', path: 'pieces' }]
  return pieces
    .filter(({ sent }) => !sent)
    .map(({ id, title }) => ({
      text: `${named(title, 'piece')} has not been sent.`,
      path: fieldPath('pieces', id, 'sent'),
    }))
}

function missing(isMissing: boolean, text: string, field: keyof Plan['results']): Finding[] {
  return isMissing ? [{ text, path: fieldPath('results', field) }] : []
}

/** When the last of several things was done (UTC ms); `null` while one of them is not. */
function lastOf(stamps: readonly (Stamp | null)[]): number | null {
  const times = stamps.map((stamp) => stamp?.at ?? null)
  return times.includes(null) ? null : Math.max(...(times as number[]))
}
