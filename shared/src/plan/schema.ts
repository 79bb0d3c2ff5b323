/** The plan, as data: its collections, their fields, and the types read off them. */
import {
  choice,
  choices,
  code,
  count,
  delta,
  evidence,
  type Field,
  fixedInstant,
  flag,
  hundredths,
  instant,
  line,
  money,
  offset,
  prose,
  ref,
  refs,
  share,
  stamp,
} from './fields.ts'
import { type Fields, grid, list, type ReadAs, record } from './forms.ts'

/** Raised when a stored plan must be migrated before this code can read it. */
export const PLAN_SCHEMA_VERSION = 1

export const signals = { orders: 'Orders', rsvps: 'RSVPs', liveWatch: 'Live watch' } as const
export const hubModes = { collection: 'Collection', shipping: 'Shipping' } as const
export type HubMode = keyof typeof hubModes
export const supportTopics = {
  confirmation: 'Confirmation',
  refund: 'Refund',
  shipping: 'Shipping query',
  other: 'Other',
} as const

export const collections = {
  event: record('Event', {
    name: line('Name', 120),
    launchAt: fixedInstant('Launch'),
    endsAt: instant('End'),
    timeZone: code('Time zone', 'timeZone', 'UTC'),
    currency: code('Currency', 'currency', 'EUR'),
    homeCountry: code('Sold from', 'country', ''),
    hardCap: count('Hard cap', 'units'),
    capIncludesPreorders: flag('Cap includes preorders', true),
  }),
  consoles: list('Consoles', 'console', {
    name: line('Console', 80),
    owner: line('Owner', 80),
    deputy: line('Deputy', 80),
  }),
  destinations: list('Destinations', 'destination', {
    country: code('Country', 'country', ''),
    vatRule: line('VAT rule'),
    tokenFlow: stamp('Payment-token flow confirmed'),
  }),

  segments: list('Segments', 'segment', {
    name: line('Segment', 120),
    rule: line('Rule', 500),
    signals: choices('Signals', signals),
    size: count('Size', 'people'),
    consentBasis: choice('Consent', {
      optIn: 'Opted in',
      customer: 'Existing customer',
      legitimateInterest: 'Legitimate interest',
    }),
  }),
  tiers: list('Access tiers', 'tier', {
    name: line('Tier', 120),
    audience: choice('For', {
      loyalty: 'Loyalty members',
      subscriber: 'Subscribers',
      invited: 'Invited',
      public: 'Public',
    }),
    segmentIds: refs('Segments', 'segments'),
    opensAt: instant('Opens'),
    closesAt: instant('Closes'),
    allocation: count('Allocation', 'units'),
    limitPerCustomer: count('Limit a customer', 'units'),
    announcedAt: instant('Announced'),
  }),
  demandTest: record('Demand test', {
    page: line('RSVP page', 500),
    locked: flag('Locked'),
    opensAt: instant('Opens'),
    closesAt: instant('Closes'),
    rsvps: count('RSVPs', 'people'),
    confirmed: stamp('List confirmed'),
    conversionLowBp: share('Conversion, low'),
    conversionBaseBp: share('Conversion, base'),
    conversionHighBp: share('Conversion, high'),
    unitsPerOrderHundredths: hundredths('Units an order', 100),
  }),

  offer: record('Offer', {
    story: prose('Story', 4_000),
    priceMinor: money('Price'),
    taxRateBp: share('Tax rate'),
    taxIncluded: flag('Price shows tax', true),
    unitCostMinor: money('Unit cost'),
    priorPriceMinor: money('Prior price'),
    preorderQuota: count('Preorder quota', 'units'),
    preorderInboundAt: instant('Preorder stock arrives'),
    shipPromiseAt: instant('Preorders ship by'),
    bufferShareBp: share('Buffer share', 1_500),
    termsVersion: line('Terms version', 40),
    termsLink: line('Terms link', 500),
    consentTest: stamp('Test order stored consent'),
    buyLink: line('Buy link', 500),
    overlayTest: evidence('Overlay test'),
    checkoutTest: evidence('Checkout test'),
    tokenBackupTest: stamp('Token backup tested'),
    receiptLink: line('Sample receipt', 500),
    receiptChecked: stamp('Receipt is tax-ready'),
    subscriptionOffer: line('Follow-on subscription offer', 500),
  }),
  bundles: list('Bundles', 'bundle', {
    name: line('Bundle', 120),
    planned: count('Planned within the cap', 'bundles'),
  }),
  bundleItems: grid('Bundle contents', ['bundleId', 'skuId'], { quantity: count('Quantity') }),
  extras: list('Digital extras', 'digital extra', {
    name: line('Extra', 120),
    delivery: line('Delivery plan', 500),
  }),
  cash: record('Cash', {
    feeShareBp: share('Payment fees'),
    packingMinor: money('Packing a unit'),
    returnsBp: share('Expected returns'),
    payoutLagDays: count('Payout lag', 'days', 365),
  }),

  gear: list('Gear', 'item', {
    name: line('Item', 120),
    kind: choice('Kind', {
      encoder: 'Encoder',
      mount: 'Camera mount',
      camera: 'Camera',
      microphone: 'Microphone',
      battery: 'Battery',
      hotspot: 'Hotspot',
      pointOfSale: 'Point of sale',
      other: 'Other',
    }),
    angle: choice('Angle', { product: 'Product', context: 'Context' }),
    quantity: count('Quantity'),
    packed: flag('Packed'),
    tested: stamp('Tested'),
    owner: line('Owner', 80),
    note: line('Note', 500),
  }),
  link: record('Link test', {
    bitrateKbps: count('Stream bitrate', 'kbps'),
    primaryKbps: count('Primary upload', 'kbps'),
    backupKbps: count('Backup upload', 'kbps'),
  }),

  hubs: list('Hubs', 'hub', {
    name: line('Hub', 80),
    modes: choices('Modes', hubModes),
    cutOff: line('Cut-off', 40),
    owner: line('Owner', 80),
  }),
  skus: list('SKUs', 'SKU', {
    code: line('Code', 40),
    name: line('SKU', 120),
    unitCostMinor: money('Unit cost'),
    received: count('Received', 'units'),
    sold: count('Sold', 'units'),
    verdict: choice('Audit', { keep: 'keep', prune: 'prune', replenish: 'replenish' }),
    audited: evidence('Audited'),
    replenishAt: instant('Replenishment slot'),
  }),
  stock: grid('Stock', ['hubId', 'skuId'], {
    planned: count('Planned', 'units'),
    buffer: count('Buffer', 'units'),
    counted: evidence('Counted'),
  }),
  movements: list('Movements', 'movement', {
    hubId: ref('Hub', 'hubs'),
    skuId: ref('SKU', 'skus'),
    delta: delta('Units'),
    reason: choice('Reason', {
      staged: 'Staged',
      moved: 'Moved',
      damaged: 'Damaged',
      returned: 'Returned',
      corrected: 'Count corrected',
    }),
    made: stamp('Made'),
  }),
  slas: grid('Shipping promises', ['skuId', 'mode'], {
    handlingDays: count('Handling', 'days', 365),
    shipBy: instant('Ship by'),
    published: flag('On the product page'),
  }),

  macros: list('Macros', 'macro', {
    topic: choice('Topic', supportTopics),
    title: line('Title', 120),
    body: prose('Body', 10_000),
    approved: evidence('Approved'),
  }),
  refundRules: list('Refund matrix', 'refund rule', {
    reason: line('Reason', 120),
    condition: line('Condition', 200),
    decision: choice('Decision', {
      refund: 'Refund',
      exchange: 'Exchange',
      partial: 'Part refund',
      decline: 'Decline',
    }),
    approvalLimitMinor: money('Without asking up to'),
    line: line('Say', 300),
  }),
  returns: record('Returns rule', {
    rule: prose('Rule', 2_000),
    windowDays: count('Window', 'days', 365),
    exchange: line('Exchange', 300),
    flashSpecific: flag('Written for this drop'),
  }),
  support: record('Support', {
    contactRateBp: share('Expected contact rate'),
    handlingMinutes: count('Handling time', 'min', 600),
    sprintOwner: line('Sprint owner', 80),
    sprintStarted: stamp('Sprint started'),
  }),
  issues: list('Confirmation issues', 'issue', {
    who: line('Order or customer', 120),
    topic: choice('Topic', supportTopics),
    what: line('What is wrong', 500),
    owner: line('Owner', 80),
    closed: stamp('Closed'),
  }),
  shifts: list('Shifts', 'shift', {
    who: line('Who', 80),
    startsAt: instant('From'),
    endsAt: instant('To'),
  }),

  pieces: list('Content', 'piece', {
    kind: choice('Kind', {
      heroClip: 'Hero clip',
      microDoc: 'Micro-doc',
      email: 'Email',
      offer: 'Offer',
    }),
    title: line('Title', 160),
    owner: line('Owner', 80),
    sendOffsetMs: offset('Sent at'),
    lengthSeconds: count('Length', 's', 36_000),
    embeddedInId: ref('Embedded in', 'pieces'),
    sent: stamp('Sent'),
  }),
  results: record('After the drop', {
    orders: count('Orders', 'orders'),
    peakViewers: count('Peak viewers', 'people'),
    tickets: count('Support tickets', 'tickets'),
    timelineLink: line('Shipping timeline', 500),
    timelinePublished: stamp('Timeline published'),
    subscriptionSent: stamp('Subscription offer sent'),
    retro: prose('Retro', 10_000),
    retroClosed: stamp('Retro closed'),
  }),
  actions: list('Actions', 'action', {
    what: line('Action', 500),
    owner: line('Owner', 80),
    dueAt: instant('Due'),
    done: stamp('Done'),
  }),
  /** What the drop that this plan was duplicated from came to: the estimates began at it. */
  carried: record('Carried over', {
    from: line('From the drop', 120),
    launchAt: instant('Launched'),
    conversionBp: share('Conversion'),
    unitsPerOrderHundredths: hundredths('Units an order'),
    contactRateBp: share('Contact rate'),
  }),
  cues: list('Run of show', 'cue', {
    offsetMs: offset('At'),
    hardAt: instant('Hard time'),
    durationSeconds: count('Length', 's', 86_400),
    callOut: line('Call-out', 200),
    owner: line('Owner', 80),
    deputy: line('Deputy', 80),
  }),
} as const

export type CollectionName = keyof typeof collections
type NamesOf<Form> = {
  [N in CollectionName]: (typeof collections)[N]['form'] extends Form ? N : never
}[CollectionName]
export type RecordName = NamesOf<'record'>
export type ListName = NamesOf<'list'>
export type GridName = NamesOf<'grid'>

/** A plain, typed snapshot of one plan. Lists are in their order on the board. */
export type Plan = { readonly [N in CollectionName]: ReadAs<(typeof collections)[N]> }

type Entity<N extends ListName | GridName> = Plan[N][number]
/** What a new entity is made of; what is left out starts empty. */
export type Draft<N extends ListName> = Partial<Omit<Entity<N>, 'id'>>

export type Tier = Entity<'tiers'>
export type Sku = Entity<'skus'>
export type Hub = Entity<'hubs'>
export type Sla = Entity<'slas'>
export type Macro = Entity<'macros'>
export type Piece = Entity<'pieces'>
export type Cue = Entity<'cues'>
export type GearItem = Entity<'gear'>

/** What a new plan starts from: list entities bring their ids, so they can point at each other. */
export type PlanSeed = {
  readonly [N in CollectionName]?: N extends RecordName
    ? Partial<Plan[N]>
    : Plan[N] extends readonly (infer E)[]
      ? readonly (Partial<E> & Pick<E, Extract<keyof E, 'id' | 'hubId' | 'skuId' | 'bundleId' | 'mode'>>)[]
      : never
}

/** A field's definition, or `undefined` where there is none of that name. */
export function fieldOf(collection: string, field: string): Field | undefined {
  if (!Object.hasOwn(collections, collection)) return undefined
  const { fields } = collections[collection as CollectionName] as { fields: Fields }
  return Object.hasOwn(fields, field) ? fields[field] : undefined
}
