/**
 * What a buyer meets, as the overlay and checkout tests find it. A test keeps these facts with its
 * result, and is good for as long as they stay as they were.
 *
 * The page writes them and the server compares them, so they are spelt out the same on every platform
 * ("18500 EUR", ISO 8601 times); `changedFacts` says them in the words of a sentence.
 */
import { isCurrency } from '../plan/codes.ts'
import type { Evidence } from '../plan/fields.ts'
import { counted, formatInstant, formatMoney, named } from '../plan/format.ts'
import type { Plan } from '../plan/schema.ts'

const TIER = 'tier/'
const UNSET = ''
const OPEN_ENDED = '..'

/** The facts that a test covers, by key; an empty string where the plan does not say. */
export function testedFacts({ event, offer, tiers }: Plan): Record<string, string> {
  const facts: Record<string, string> = {
    price: offer.priceMinor === null ? UNSET : `${offer.priceMinor} ${event.currency}`,
    cap: event.hardCap === null ? UNSET : String(event.hardCap),
    buyLink: offer.buyLink.trim(),
  }
  for (const { id, opensAt, closesAt } of tiers) {
    // A tier that somebody just added changes nothing for buyers until it has a time.
    if (opensAt !== null || closesAt !== null) facts[TIER + id] = `${iso(opensAt)}/${iso(closesAt)}`
  }
  return facts
}

export interface ChangedFact {
  key: string
  /** "the price", "the access window of Loyalty members". */
  subject: string
  /** In words, as tested; none where the test did not cover it. */
  was?: string
  /** In words, as the plan has it now. */
  is: string
}

/** What is no longer as the test found it, in the order of the facts; tiers that are gone come last. */
export function changedFacts(evidence: Evidence, plan: Plan): ChangedFact[] {
  const current = testedFacts(plan)
  const gone = Object.keys(evidence.tested).filter((key) => key.startsWith(TIER) && !(key in current))
  return [...Object.keys(current), ...gone].flatMap((key) => {
    const was = evidence.tested[key]
    const is = current[key] ?? UNSET
    if (was === is) return []
    const covered = was === undefined ? {} : { was: inWords(key, was, plan) }
    return [{ key, subject: subjectOf(key, plan), ...covered, is: inWords(key, is, plan) }]
  })
}

function subjectOf(key: string, { tiers }: Plan): string {
  if (key === 'price') return 'the price'
  if (key === 'cap') return 'the hard cap'
  if (key === 'buyLink') return 'the buy link'
  const tier = tiers.find(({ id }) => TIER + id === key)
  return tier
    ? `the access window of ${named(tier.name, 'tier')}`
    : 'the access window of a tier since removed'
}

/** A fact for people. What is not spelt like ours (another version's, a broken client's) stays as it is. */
function inWords(key: string, fact: string, { event }: Plan): string {
  if (fact === UNSET) return 'not set'
  if (key === 'price') {
    const [, minor, currency = ''] = /^(\d{1,15}) ([A-Z]{3})$/.exec(fact) ?? []
    return minor && isCurrency(currency) ? formatMoney(Number(minor), currency) : fact
  }
  if (key === 'cap') return /^\d{1,15}$/.test(fact) ? counted(Number(fact), 'unit') : fact
  if (!key.startsWith(TIER)) return fact
  const [from = '', until = ''] = fact.split('/')
  const ends = [
    ['from', from],
    ['until', until],
  ] as const
  if (!ends.every(([, at]) => at === OPEN_ENDED || !Number.isNaN(Date.parse(at)))) return fact
  return ends
    .filter(([, at]) => at !== OPEN_ENDED)
    .map(([word, at]) => `${word} ${formatInstant(Date.parse(at), event.timeZone)}`)
    .join(' ')
}

function iso(at: number | null): string {
  return at === null ? OPEN_ENDED : new Date(at).toISOString()
}
