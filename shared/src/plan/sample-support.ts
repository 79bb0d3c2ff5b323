/** The sample's support: macros approved, refund decisions, a returns rule written for the drop, shifts. */
import { after, type Done, type EventFacts, type Minor } from './event-facts.ts'
import { approvalFacts } from './evidence-facts.ts'
import type { Stamp } from './readers.ts'
import type { Draft, PlanSeed } from './schema.ts'

export function sampleSupport({ launchAt, endsAt }: EventFacts, done: Done, minor: Minor): PlanSeed {
  return {
    macros: [
      approved(done({ hours: 57 }, 'Lead'), {
        id: 'macro-confirmation',
        topic: 'confirmation',
        title: 'Confirmation',
        body: `You have one of the 150. It leaves {hub} by {ship_by}, and you get a tracking link that day.

Collecting in Porto? It waits at the counter from {collect_from}; bring this message.

The foundry notebook is yours already: {download_link}`,
      }),
      approved(done({ hours: 57 }, 'Lead'), {
        id: 'macro-refund',
        topic: 'refund',
        title: 'Refund',
        body: `Unworn within 14 days: a refund in full, and the label is in the box.

We have sent {amount} back for order {order_number}. Your bank shows it within {refund_days} days; if not, reply here and we trace it the same day.`,
      }),
      approved(done({ hours: 56, minutes: 30 }, 'Lead'), {
        id: 'macro-shipping',
        topic: 'shipping',
        title: 'Shipping query',
        body: `Hub stock leaves within two working days of the drop; preorders ship by {preorder_ship_by}.

Order {order_number} leaves {hub} by {ship_by}: {tracking_link}

Should that date move, we write first, and you may cancel for a full refund.`,
      }),
      {
        id: 'macro-sold-out',
        topic: 'other',
        title: 'Sold out',
        body: `The 150 are sold, and the moulds are gone. If an order falls through, its watch goes to the waiting list in the order people joined: {waiting_list_link}`,
      },
    ],
    refundRules: [
      {
        id: 'refund-changed-mind',
        reason: 'Changed their mind',
        condition: 'Unworn, within 14 days',
        decision: 'refund',
        approvalLimitMinor: minor(185),
        line: 'Send it back unworn with the label in the box and we refund it in full.',
      },
      {
        id: 'refund-damaged',
        reason: 'Arrived damaged',
        condition: 'Photo within 7 days of delivery',
        decision: 'refund',
        approvalLimitMinor: minor(185),
        line: 'Thank you for the photo. We refund you today; the return is on us.',
      },
      {
        id: 'refund-wrong-version',
        reason: 'Wrong version sent',
        condition: 'The right one is still in Porto or Lisbon',
        decision: 'exchange',
        line: 'Our mistake. The right one leaves today with a label for the other.',
      },
      {
        id: 'refund-late',
        reason: 'Later than promised',
        condition: 'Past the ship-by date, order kept',
        decision: 'partial',
        approvalLimitMinor: minor(20),
        line: 'We missed our date. We refund the shipping and send the new date by tomorrow.',
      },
      {
        id: 'refund-worn',
        reason: 'Worn, or past 14 days',
        condition: 'No fault in the watch',
        decision: 'decline',
        line: 'This one is past its return window, so we cannot refund it. We service it at cost.',
      },
    ],
    returns: {
      rule: 'Watches of this run come back unworn, in their box, within 14 days of delivery. A preorder can be cancelled for a full refund until it ships. There is no second run, so a faulty watch is repaired or refunded, not replaced.',
      windowDays: 14,
      exchange: 'Sand for ink or ink for sand, while a hub still holds one.',
      flashSpecific: true,
    },
    support: { contactRateBp: 800, handlingMinutes: 3, sprintOwner: 'Support' },
    shifts: [
      {
        id: 'shift-sprint-support',
        who: 'Support',
        startsAt: launchAt,
        endsAt: after(launchAt, { minutes: 15 }),
      },
      {
        id: 'shift-sprint-stock',
        who: 'Stock',
        startsAt: launchAt,
        endsAt: after(launchAt, { minutes: 15 }),
      },
      {
        id: 'shift-sprint-checkout',
        who: 'Checkout',
        startsAt: launchAt,
        endsAt: after(launchAt, { minutes: 15 }),
      },
      {
        id: 'shift-evening',
        who: 'Support',
        startsAt: after(launchAt, { minutes: 15 }),
        endsAt: after(endsAt, { hours: 2 }),
      },
    ],
  }
}

function approved(stamp: Stamp, macro: Draft<'macros'> & { id: string; body: string }) {
  const { topic = null, body } = macro
  return { ...macro, approved: { ...stamp, tested: approvalFacts({ topic, body }) } }
}
