/** The value wanted of each requirement, so that whoever holds the sheet can compare it with what is there. */
import { buffer, bufferSentence } from '../figures/buffer.ts'
import { oversellGuard } from '../figures/oversell-guard.ts'
import { counted, formatNumber, formatShare } from '../plan/format.ts'
import type { Plan } from '../plan/schema.ts'
import { stockLines, totalOf } from '../figures/stock.ts'

const each = ({ length }: readonly unknown[], one: string) =>
  length === 0 ? `each ${one}` : `each of ${counted(length, one)}`

export const wanted: Readonly<Record<string, (plan: Plan) => string>> = {
  'rsvp-confirmed': ({ demandTest }) =>
    `Page locked, open for 72 h, ${demandTest.rsvps ? counted(demandTest.rsvps, 'RSVP') : 'with RSVPs'}; the list confirmed after it closed.`,
  'tiers-set': ({ tiers }) =>
    `At least 2 tiers, one of them public and the last to open; ${tiers.length} in the plan.`,
  'segments-sized': ({ segments }) =>
    `At least 1 segment with a size, 2 signals among them; ${segments.length} in the plan.`,
  'tax-and-payment': ({ destinations }) =>
    `A VAT rule and a confirmed token flow for ${each(destinations, 'destination')}.`,
  'sku-audit': ({ skus }) =>
    `Keep, prune or replenish for ${each(skus, 'SKU')}, audited in the last 48 h before this gate.`,
  'hubs-staged': (plan) => {
    const { staged, planned } = totalOf(stockLines(plan))
    const units =
      planned === 0
        ? 'as much staged as is planned'
        : `${formatNumber(staged)} staged of ${formatNumber(planned)} planned`
    return `2 hubs, collection and shipping, all counted; ${units}.`
  },
  'preorder-buffer': (plan) => {
    const held = buffer(plan)
    return held.staged === 0
      ? `${formatShare(held.shareBp)} of what is staged held back.`
      : bufferSentence(held)
  },
  'cap-covered': (plan) => {
    const { needed, fromStock, onPreorder } = oversellGuard(plan)
    if (needed === 0) return 'Stock and the preorder quota cover the hard cap.'
    return `${counted(needed, 'unit')} wanted: ${formatNumber(fromStock)} from stock and ${formatNumber(onPreorder)} on preorder.`
  },
  'sla-slots': () => 'Handling days for every SKU kept, in each mode that its hubs offer.',
  'overlay-tested': () => 'Price, hard cap, buy link and tier times on the stream are those of the plan.',
  'checkout-tested': () => 'One real order went through at the price of the plan.',
  'gear-ready': () => '1 encoder, 2 mounts, 1 battery, 1 hotspot, two angles; every item packed and tested.',
  'backup-link': ({ link }) =>
    link.bitrateKbps === null
      ? 'Backup upload of 1.5 × the stream’s bitrate.'
      : `Backup upload of ${formatNumber(Math.ceil(link.bitrateKbps * 1.5))} kbps: 1.5 × ${formatNumber(link.bitrateKbps)}.`,
  'payment-fallback': () =>
    'The token backup took a payment; the mobile point of sale too, where people collect.',
  'macros-ready': () => 'Confirmation, refund and shipping: a macro each, approved.',
  'returns-rule': ({ returns, refundRules }) =>
    `A rule written for this drop${returns.windowDays === null ? '' : `, ${counted(returns.windowDays, 'day')}`}; ${refundRules.length === 0 ? 'a refund matrix' : counted(refundRules.length, 'refund rule')}.`,
  'sla-published': () => 'The promise stands on the product page of every SKU kept.',
  'roles-staffed': ({ consoles }) =>
    `An owner and a deputy for ${each(consoles, 'console')}, two different people.`,
  'preorder-terms': ({ offer }) =>
    `Terms ${offer.termsVersion.trim() || 'with a version'}, linked; a test order stored the consent and its time.`,
  'price-and-receipt': ({ offer }) =>
    `The price shows tax${offer.taxRateBp === null ? '' : ` of ${formatShare(offer.taxRateBp)}`}; a sample receipt was checked.`,
  'content-scheduled': () =>
    '1 hero clip, 2 micro-docs and 3 emails within 21 days; a micro-doc in an email.',
  'support-sprint': ({ support }) =>
    `Started by ${support.sprintOwner.trim() || 'its owner'}; every confirmation issue owned or closed.`,
  'timeline-published': () =>
    'Orders, viewers and tickets noted; the shipping timeline is where customers see it.',
  'follow-up': ({ pieces }) =>
    `${pieces.length === 0 ? 'Every piece' : counted(pieces.length, 'piece')} and the subscription offer sent; the retro closed.`,
}
