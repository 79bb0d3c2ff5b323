/** The playbook's support: macros to approve, one line a refund decision, a returns rule to confirm, shifts. */
import { after, type EventFacts } from './event-facts.ts'
import type { PlanSeed } from './schema.ts'

export function playbookSupport({ launchAt, endsAt }: EventFacts): PlanSeed {
  return {
    macros: [
      {
        id: 'macro-confirmation',
        topic: 'confirmation',
        title: 'Your order is confirmed',
        body: `Hello {first_name},

you have it: {item}, order {order_number}. It leaves {hub} by {ship_by}, and you get a tracking link that day.

If you chose collection, {hub} holds it from {collect_from}; bring this message.

Nothing else to do. Reply here if something looks wrong.`,
      },
      {
        id: 'macro-refund',
        topic: 'refund',
        title: 'Your refund',
        body: `Hello {first_name},

we have refunded {amount} for order {order_number} to the card you paid with. Your bank shows it within {refund_days} days.

{reason_line}

If it is not there by then, reply here and we trace it the same day.`,
      },
      {
        id: 'macro-shipping',
        topic: 'shipping',
        title: 'Where your order is',
        body: `Hello {first_name},

order {order_number} leaves {hub} by {ship_by}. From stock that is {handling_days} working days after the drop; a preorder ships by {preorder_ship_by}.

Tracking: {tracking_link}

Should the date move, we write to you first and you may cancel for a full refund.`,
      },
      {
        id: 'macro-sold-out',
        topic: 'other',
        title: 'The run is sold out',
        body: `Hello {first_name},

the {cap} pieces of this run are sold, and we do not make more of them. If an order falls through, its piece goes to the waiting list in the order people joined: {waiting_list_link}

You hear about the next drop first.`,
      },
    ],
    refundRules: [
      {
        id: 'refund-changed-mind',
        reason: 'Changed their mind',
        condition: 'Unused, inside the window',
        decision: 'refund',
        line: 'Send it back unused within {window_days} days and we refund it in full.',
      },
      {
        id: 'refund-damaged',
        reason: 'Arrived damaged',
        condition: 'Photo within 7 days of delivery',
        decision: 'refund',
        line: 'Thank you for the photo. We refund you today; the return is on us.',
      },
      {
        id: 'refund-wrong-item',
        reason: 'Wrong item sent',
        condition: 'The right one is still in a hub',
        decision: 'exchange',
        line: 'Our mistake. The right one leaves today with a label for the other.',
      },
      {
        id: 'refund-late',
        reason: 'Later than promised',
        condition: 'Past the ship-by date, order kept',
        decision: 'partial',
        line: 'We missed our date. We refund the shipping and send the new date by tomorrow.',
      },
      {
        id: 'refund-outside',
        reason: 'Used, or outside the window',
        condition: 'No fault in the piece',
        decision: 'decline',
        line: 'This one is past its return window, so we cannot refund it. We are glad to repair it.',
      },
    ],
    returns: {
      rule: 'Pieces of this run come back unused, in their packaging, within 14 days of delivery. A preorder can be cancelled for a full refund until it ships. Sold-out pieces are refunded, not replaced.',
      windowDays: 14,
      exchange: 'For another variant while a hub still holds one.',
      flashSpecific: false,
    },
    support: { contactRateBp: 1_500, handlingMinutes: 4 },
    shifts: [
      { id: 'shift-sprint-1', startsAt: launchAt, endsAt: after(launchAt, { minutes: 15 }) },
      { id: 'shift-sprint-2', startsAt: launchAt, endsAt: after(launchAt, { minutes: 15 }) },
      {
        id: 'shift-evening',
        startsAt: after(launchAt, { minutes: 15 }),
        endsAt: after(endsAt, { hours: 2 }),
      },
    ],
  }
}
