/** The 72 h gate: whom the drop is for. The access tiers have a file of their own. */
import { fieldPath } from '../plan/field-path.ts'
import { counted, formatCountry, formatDuration, named } from '../plan/format.ts'
import { type Plan, signals } from '../plan/schema.ts'
import type { Finding, Requirement } from './requirement.ts'

const DEMAND_TEST_MS = 72 * 3_600_000
const SIGNALS_NEEDED = 2

export const rsvpConfirmed: Requirement = {
  id: 'rsvp-confirmed',
  section: 'segments',
  title: 'RSVP list confirmed',
  provenAt: ({ demandTest }) => demandTest.confirmed?.at ?? null,
  check: (plan, dueAt) => {
    const { locked, rsvps } = plan.demandTest
    const findings: Finding[] = []
    if (!locked) findings.push({ text: 'The RSVP page is not locked.', path: demandTest('locked') })
    findings.push(...runFindings(plan, dueAt))
    if (!rsvps) findings.push({ text: 'There are no RSVPs yet.', path: demandTest('rsvps') })
    return [...findings, ...confirmationFindings(plan)]
  },
}

function runFindings({ demandTest: { opensAt, closesAt } }: Plan, dueAt: number): Finding[] {
  const findings: Finding[] = []
  if (opensAt === null) {
    findings.push({ text: 'The RSVP page has no opening time.', path: demandTest('opensAt') })
  }
  if (closesAt === null) {
    findings.push({ text: 'The RSVP page has no closing time.', path: demandTest('closesAt') })
    return findings
  }
  if (opensAt === null) return findings
  const missing = DEMAND_TEST_MS - (closesAt - opensAt)
  if (closesAt < opensAt) {
    findings.push({ text: 'The RSVP page closes before it opens.', path: demandTest('closesAt') })
  } else if (missing > 0) {
    // Longer at the end where the deadline leaves room, at the start where it does not.
    const field = closesAt + missing <= dueAt ? 'closesAt' : 'opensAt'
    const text = `The RSVP page runs ${formatDuration(missing)} short of 72 h.`
    findings.push({ text, path: demandTest(field) })
  }
  return findings
}

function confirmationFindings({ demandTest: { closesAt, confirmed } }: Plan): Finding[] {
  const path = demandTest('confirmed')
  if (!confirmed) return [{ text: 'Nobody has confirmed the RSVP list.', path }]
  if (closesAt === null || confirmed.at >= closesAt) return []
  const early = formatDuration(closesAt - confirmed.at)
  return [{ text: `The RSVP list was confirmed ${early} before the page closed.`, path }]
}

function demandTest(field: keyof Plan['demandTest']) {
  return fieldPath('demandTest', field)
}

export const segmentsSized: Requirement = {
  id: 'segments-sized',
  section: 'segments',
  title: 'Segments sized',
  check: ({ segments }) => {
    const [first] = segments
    if (!first) return [{ text: 'There are no segments yet.', path: 'segments' }]
    const findings: Finding[] = []
    if (!segments.some(({ size }) => size)) {
      const who = segments.length === 1 ? named(first.name, 'segment') : 'No segment'
      const text = segments.length === 1 ? `${who} has no size yet.` : `${who} has a size yet.`
      findings.push({ text, path: fieldPath('segments', first.id, 'size') })
    }
    const used = Object.keys(signals).filter((signal) =>
      segments.some((segment) => segment.signals.includes(signal)),
    )
    if (used.length < SIGNALS_NEEDED) {
      const only = used.map((signal) => `, only ${signals[signal as keyof typeof signals]}`).join('')
      const text = `The segments use ${used.length} of ${counted(SIGNALS_NEEDED, 'signal')}${only}.`
      findings.push({ text, path: fieldPath('segments', first.id, 'signals') })
    }
    return findings
  },
}

export const taxAndPayment: Requirement = {
  id: 'tax-and-payment',
  section: 'offer',
  title: 'VAT rules and payment tokens across borders',
  applies: (plan) => crossBorder(plan).length > 0,
  check: (plan) => {
    const destinations = crossBorder(plan)
    const noRule = destinations.filter(({ vatRule }) => vatRule.trim() === '')
    const noToken = destinations.filter(({ tokenFlow }) => !tokenFlow)
    return [
      ...noRule.map(({ id, country }) => ({
        text: `${formatCountry(country)} has no VAT rule.`,
        path: fieldPath('destinations', id, 'vatRule'),
      })),
      ...noToken.map(({ id, country }) => ({
        text: `The payment-token flow for ${formatCountry(country)} is not confirmed.`,
        path: fieldPath('destinations', id, 'tokenFlow'),
      })),
    ]
  },
}

/** Destinations that are known to lie in another country than the seller. */
function crossBorder({ event: { homeCountry }, destinations }: Plan) {
  return destinations.filter(({ country }) => homeCountry && country && country !== homeCountry)
}
