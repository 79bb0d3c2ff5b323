/**
 * The sample: a watch brand's 90-minute drop as its team would have it 40 hours before launch. The 72-hour
 * gate is met; at 48 hours the rust strap is not audited and the moss strap's buffer is short; the overlay
 * and the checkout are still to be tested. People are roles, and every instant is counted from the launch.
 */
import { minorUnitsPer } from './codes.ts'
import { after, before, type Done, type EventFacts, type Minor } from './event-facts.ts'
import { sampleContent, sampleCues } from './sample-show.ts'
import { sampleStock } from './sample-stock.ts'
import { sampleSupport } from './sample-support.ts'
import type { PlanSeed } from './schema.ts'

/** @param madeAt UTC ms: of a sample that launches later than in 40 hours, what was done last was done then. */
export function sampleSeed(event: EventFacts, madeAt = Infinity): PlanSeed {
  const { name, launchAt, endsAt, timeZone, currency } = event
  const done: Done = (elapsed, by) => ({ at: Math.min(before(launchAt, elapsed), madeAt), by })
  const minor: Minor = (amount) => Math.round(amount * minorUnitsPer(currency))
  return {
    event: {
      name,
      launchAt,
      endsAt,
      timeZone,
      currency,
      homeCountry: 'PT',
      hardCap: 150,
      capIncludesPreorders: true,
    },
    consoles: [
      { id: 'console-lead', name: 'Lead', owner: 'Lead', deputy: 'Checkout' },
      { id: 'console-stream', name: 'Stream and capture', owner: 'Stream', deputy: 'Lead' },
      { id: 'console-checkout', name: 'Checkout', owner: 'Checkout', deputy: 'Stream' },
      { id: 'console-stock', name: 'Stock and hubs', owner: 'Stock', deputy: 'Support' },
      { id: 'console-support', name: 'Support', owner: 'Support' },
    ],
    destinations: [
      {
        id: 'destination-pt',
        country: 'PT',
        vatRule: 'Home rate, 23 %',
        tokenFlow: done({ hours: 90 }, 'Checkout'),
      },
      {
        id: 'destination-es',
        country: 'ES',
        vatRule: 'One-stop shop, 21 %',
        tokenFlow: done({ hours: 89, minutes: 30 }, 'Checkout'),
      },
      {
        id: 'destination-fr',
        country: 'FR',
        vatRule: 'One-stop shop, 20 %',
        tokenFlow: done({ hours: 77 }, 'Checkout'),
      },
    ],
    ...audience(event, done),
    offer: {
      story:
        'One maker, one dial: the last 150 of the sand-cast dials. The foundry that pours them closes its furnace this winter, and the moulds go with it.',
      priceMinor: minor(185),
      taxRateBp: 2_300,
      taxIncluded: true,
      unitCostMinor: minor(78),
      preorderQuota: 45,
      preorderInboundAt: after(launchAt, { days: 14 }),
      shipPromiseAt: after(launchAt, { days: 22 }),
      bufferShareBp: 1_500,
      termsVersion: 'v3',
      termsLink: 'https://shop.example/meridian/preorder-terms-v3',
      consentTest: done({ hours: 44, minutes: 20 }, 'Checkout'),
      buyLink: 'https://shop.example/meridian/buy',
      tokenBackupTest: done({ hours: 43, minutes: 50 }, 'Checkout'),
      receiptLink: 'https://shop.example/meridian/receipt-sample.pdf',
      receiptChecked: done({ hours: 66 }, 'Checkout'),
      subscriptionOffer: 'Strap of the season: one strap a quarter, first one free, open for 72 hours',
    },
    extras: [
      {
        id: 'extra-foundry-notes',
        name: 'The foundry notebook, 24 pages, PDF',
        delivery: 'A download link in the confirmation, within an hour of payment; good for 30 days.',
      },
    ],
    cash: { feeShareBp: 290, packingMinor: minor(4.2), returnsBp: 400, payoutLagDays: 7 },
    ...capture(done),
    ...sampleStock(event, done, minor),
    ...sampleSupport(event, done, minor),
    pieces: sampleContent(event),
    cues: sampleCues(event),
  }
}

function audience({ launchAt, endsAt }: EventFacts, done: Done): PlanSeed {
  const announcedAt = before(launchAt, { hours: 73, minutes: 30 })
  return {
    segments: [
      {
        id: 'segment-loyalty',
        name: 'Loyalty members',
        rule: 'Two or more orders, watched the last live',
        signals: ['liveWatch', 'orders'],
        size: 620,
        consentBasis: 'customer',
      },
      {
        id: 'segment-lookalikes',
        name: 'Lookalikes of recent buyers',
        rule: 'Like the two most recent buyers, plus the last live’s viewers',
        signals: ['liveWatch', 'orders'],
        size: 1_940,
        consentBasis: 'optIn',
      },
      {
        id: 'segment-public',
        name: 'Public',
        rule: 'Locked RSVP page, code MERIDIAN',
        signals: ['rsvps'],
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
        allocation: 50,
        limitPerCustomer: 1,
        announcedAt,
      },
      {
        id: 'tier-lookalikes',
        name: 'Lookalikes, 10 minutes early',
        audience: 'subscriber',
        segmentIds: ['segment-lookalikes'],
        opensAt: before(launchAt, { minutes: 10 }),
        closesAt: endsAt,
        allocation: 60,
        limitPerCustomer: 1,
        announcedAt,
      },
      {
        id: 'tier-public',
        name: 'Public',
        audience: 'public',
        segmentIds: ['segment-public'],
        opensAt: launchAt,
        closesAt: endsAt,
        allocation: 40,
        limitPerCustomer: 1,
        announcedAt,
      },
    ],
    demandTest: {
      page: 'https://shop.example/meridian/rsvp',
      locked: true,
      opensAt: before(launchAt, { hours: 168 }),
      closesAt: before(launchAt, { hours: 76 }),
      rsvps: 412,
      confirmed: done({ hours: 74 }, 'Lead'),
      conversionLowBp: 2_400,
      conversionBaseBp: 3_350,
      conversionHighBp: 4_200,
      unitsPerOrderHundredths: 100,
    },
  }
}

function capture(done: Done): PlanSeed {
  return {
    gear: [
      {
        id: 'gear-encoder',
        kind: 'encoder',
        name: 'Compact encoder, spare power supply',
        quantity: 1,
        packed: true,
        tested: done({ hours: 46 }, 'Stream'),
        owner: 'Stream',
      },
      {
        id: 'gear-mount-product',
        kind: 'mount',
        angle: 'product',
        name: 'Overhead mount, product',
        quantity: 1,
        packed: true,
        tested: done({ hours: 45, minutes: 40 }, 'Stream'),
        owner: 'Stream',
      },
      {
        id: 'gear-mount-context',
        kind: 'mount',
        angle: 'context',
        name: 'Tripod, context',
        quantity: 1,
        packed: true,
        tested: done({ hours: 45, minutes: 40 }, 'Stream'),
        owner: 'Stream',
      },
      {
        id: 'gear-cameras',
        kind: 'camera',
        name: 'Two cameras, macro lens on the first',
        quantity: 2,
        packed: true,
        tested: done({ hours: 45, minutes: 30 }, 'Stream'),
        owner: 'Stream',
      },
      {
        id: 'gear-microphone',
        kind: 'microphone',
        name: 'Two lapel microphones',
        quantity: 2,
        packed: true,
        tested: done({ hours: 45 }, 'Stream'),
        owner: 'Stream',
        note: 'The second one hums near the lamp; keep it a metre off.',
      },
      {
        id: 'gear-battery',
        kind: 'battery',
        name: 'Battery backup, charged',
        quantity: 1,
        packed: true,
        tested: done({ hours: 44, minutes: 30 }, 'Checkout'),
        owner: 'Checkout',
      },
      {
        id: 'gear-lamp',
        kind: 'other',
        name: 'Two lamps and the sand tray',
        quantity: 1,
        packed: true,
        tested: done({ hours: 45 }, 'Stream'),
        owner: 'Stream',
      },
      {
        id: 'gear-hotspot',
        kind: 'hotspot',
        name: 'Hotspot on a second carrier',
        quantity: 1,
        packed: true,
        owner: 'Checkout',
        note: 'Speed measured; taking over mid-stream is still to be tried.',
      },
      {
        id: 'gear-pos',
        kind: 'pointOfSale',
        name: 'Mobile point of sale, Porto counter',
        quantity: 1,
        owner: 'Stock',
      },
    ],
    link: { bitrateKbps: 6_000, primaryKbps: 42_000, backupKbps: 11_400 },
  }
}
