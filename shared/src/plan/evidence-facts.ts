/**
 * What a piece of evidence covers, by key, as it is kept with the stamp. The page writes these and the server
 * compares them, so they are spelt the same on every platform ("18500 EUR", ISO 8601 times);
 * readiness/evidence says them in words.
 */
import type { Macro, Plan, Sku } from './schema.ts'
import { textDigest } from './text-digest.ts'

export type Facts = Readonly<Record<string, string>>

/** Before the id of a tier, in the key of its access window. */
export const TIER = 'tier/'
/** Where the plan does not say. */
export const UNSET = ''
export const OPEN_ENDED = '..'

/** What a buyer meets, as the overlay and checkout tests find it. */
export function buyerFacts({ event, offer, tiers }: Plan): Facts {
  const facts: Record<string, string> = {
    price: offer.priceMinor === null ? UNSET : `${offer.priceMinor} ${event.currency}`,
    cap: spelt(event.hardCap),
    buyLink: offer.buyLink.trim(),
  }
  for (const { id, opensAt, closesAt } of tiers) {
    // A tier that somebody just added changes nothing for buyers until it has a time.
    if (opensAt !== null || closesAt !== null) facts[TIER + id] = `${iso(opensAt)}/${iso(closesAt)}`
  }
  return facts
}

/** What a count of a SKU at a hub finds there, in units. */
export function countFacts(staged: number): Facts {
  return { staged: String(staged) }
}

/** What an audit decides, and on which figure. Not what was sold: that goes on after the drop. */
export function auditFacts({ verdict, received }: Pick<Sku, 'verdict' | 'received'>): Facts {
  return { verdict: verdict ?? UNSET, received: spelt(received) }
}

/** What an approval was of: the words as they are sent, as a digest, and what they answer. */
export function approvalFacts({ topic, body }: Pick<Macro, 'topic' | 'body'>): Facts {
  return { text: textDigest(body.trim()), topic: topic ?? UNSET }
}

function spelt(count: number | null): string {
  return count === null ? UNSET : String(count)
}

function iso(at: number | null): string {
  return at === null ? OPEN_ENDED : new Date(at).toISOString()
}
