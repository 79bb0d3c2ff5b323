/** The 24 h gate, second half: what the offer promises in writing. */
import { fieldPath } from '../plan/field-path.ts'
import type { Plan } from '../plan/schema.ts'
import type { Finding, Requirement } from './requirement.ts'
import { firstToOpen } from './tiers-requirement.ts'

const group = 'Support and story'

export const preorderTerms: Requirement = {
  id: 'preorder-terms',
  section: 'offer',
  title: 'Preorder terms linked, consent stored',
  group,
  applies: ({ offer }) => (offer.preorderQuota ?? 0) > 0,
  // The first buyer let in must meet the terms, even where that is before the gate.
  dueAt: ({ tiers }, gateDueAt) => Math.min(gateDueAt, firstToOpen(tiers)?.opensAt ?? gateDueAt),
  check: ({ offer }) => [
    ...missing(offer.termsLink.trim() === '', 'The preorder terms have no link.', 'termsLink'),
    ...missing(offer.termsVersion.trim() === '', 'The preorder terms have no version.', 'termsVersion'),
    ...missing(!offer.consentTest, 'No test order has stored consent with its time.', 'consentTest'),
  ],
}

export const priceAndReceipt: Requirement = {
  id: 'price-and-receipt',
  section: 'offer',
  title: 'Price and receipt show tax',
  group,
  check: ({ offer }) => [
    ...missing(offer.priceMinor === null, 'The price is not set.', 'priceMinor'),
    ...missing(offer.taxRateBp === null, 'The tax rate is not set.', 'taxRateBp'),
    ...missing(!offer.taxIncluded, 'The price does not show tax.', 'taxIncluded'),
    ...missing(offer.receiptLink.trim() === '', 'There is no sample receipt.', 'receiptLink'),
    ...missing(!offer.receiptChecked, 'Nobody has checked that the receipt is tax-ready.', 'receiptChecked'),
  ],
}

function missing(isMissing: boolean, text: string, field: keyof Plan['offer']): Finding[] {
  return isMissing ? [{ text, path: fieldPath('offer', field) }] : []
}
