/**
 * The playbook as a plan to start from: its structure, its defaults and its wording, and no claim that
 * anything was done. Figures a seller must know for themselves (cap, price, SKUs, list sizes) stay empty.
 */
import { before, type EventFacts } from './event-facts.ts'
import { playbookContent, playbookCues } from './playbook-show.ts'
import { playbookSupport } from './playbook-support.ts'
import type { PlanSeed } from './schema.ts'

export function playbookSeed(event: EventFacts): PlanSeed {
  const { name, launchAt, endsAt, timeZone, currency } = event
  return {
    event: { name, launchAt, endsAt, timeZone, currency, capIncludesPreorders: true },
    consoles: [
      { id: 'console-lead', name: 'Lead' },
      { id: 'console-stream', name: 'Stream and capture' },
      { id: 'console-checkout', name: 'Checkout' },
      { id: 'console-stock', name: 'Stock and hubs' },
      { id: 'console-support', name: 'Support' },
    ],
    ...audience(event),
    offer: { taxIncluded: true, bufferShareBp: 1_500 },
    extras: [
      {
        id: 'extra-notes',
        name: 'Maker’s notes, PDF',
        delivery: 'A download link in the confirmation, within an hour of payment; good for 30 days.',
      },
    ],
    cash: { feeShareBp: 300, returnsBp: 500, payoutLagDays: 7 },
    gear: [
      {
        id: 'gear-encoder',
        kind: 'encoder',
        name: 'Compact encoder',
        quantity: 1,
        note: 'With a spare power supply.',
      },
      {
        id: 'gear-mount-product',
        kind: 'mount',
        angle: 'product',
        name: 'Mount for the product camera',
        quantity: 1,
      },
      {
        id: 'gear-mount-context',
        kind: 'mount',
        angle: 'context',
        name: 'Mount for the context camera',
        quantity: 1,
      },
      { id: 'gear-battery', kind: 'battery', name: 'Battery backup, charged', quantity: 1 },
      { id: 'gear-hotspot', kind: 'hotspot', name: 'Hotspot on a second carrier', quantity: 1 },
      { id: 'gear-microphone', kind: 'microphone', name: 'Microphone, with spare batteries', quantity: 1 },
      { id: 'gear-pos', kind: 'pointOfSale', name: 'Mobile point of sale for collection', quantity: 1 },
    ],
    link: { bitrateKbps: 6_000 },
    hubs: [
      { id: 'hub-collection', name: 'Collection hub', modes: ['collection'] },
      { id: 'hub-shipping', name: 'Shipping hub', modes: ['shipping'], cutOff: '16:00' },
    ],
    ...playbookSupport(event),
    pieces: playbookContent(event),
    cues: playbookCues(event),
  }
}

/** Segments, their early access, and a demand test that ran 92 hours when it closes. */
function audience({ launchAt, endsAt }: EventFacts): PlanSeed {
  return {
    segments: [
      {
        id: 'segment-loyalty',
        name: 'Loyalty members',
        rule: 'Two or more orders, or a member of the loyalty list',
        signals: ['orders'],
        consentBasis: 'customer',
      },
      {
        id: 'segment-lookalikes',
        name: 'Lookalikes of recent buyers',
        rule: 'Like the two most recent buyers, and engaged with the last live',
        signals: ['liveWatch', 'orders'],
        consentBasis: 'optIn',
      },
      {
        id: 'segment-public',
        name: 'Last live’s viewers and the public',
        rule: 'On the RSVP list, or watched ten minutes of the last live',
        signals: ['liveWatch', 'rsvps'],
        consentBasis: 'optIn',
      },
    ],
    tiers: [
      {
        id: 'tier-loyalty',
        name: 'Loyalty, 30 minutes early',
        audience: 'loyalty',
        segmentIds: ['segment-loyalty'],
        opensAt: before(launchAt, { minutes: 30 }),
        closesAt: endsAt,
        limitPerCustomer: 1,
      },
      {
        id: 'tier-subscribers',
        name: 'Subscribers, 10 minutes early',
        audience: 'subscriber',
        segmentIds: ['segment-lookalikes'],
        opensAt: before(launchAt, { minutes: 10 }),
        closesAt: endsAt,
        limitPerCustomer: 1,
      },
      {
        id: 'tier-public',
        name: 'Public',
        audience: 'public',
        segmentIds: ['segment-public'],
        opensAt: launchAt,
        closesAt: endsAt,
        limitPerCustomer: 1,
      },
    ],
    demandTest: {
      opensAt: before(launchAt, { hours: 168 }),
      closesAt: before(launchAt, { hours: 76 }),
      conversionLowBp: 2_000,
      conversionBaseBp: 3_000,
      conversionHighBp: 4_000,
      unitsPerOrderHundredths: 100,
    },
  }
}
