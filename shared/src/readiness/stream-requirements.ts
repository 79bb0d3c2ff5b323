/** The 24 h gate, first half: the stream and its checkout. */
import { fieldPath } from '../plan/field-path.ts'
import { formatNumber, named } from '../plan/format.ts'
import type { GearItem, Plan } from '../plan/schema.ts'
import { evidence, staleFindings } from './evidence.ts'
import type { Finding, Requirement } from './requirement.ts'

const group = 'Stream and checkout'

export const overlayTested: Requirement = {
  id: 'overlay-tested',
  section: 'offer',
  title: 'Stream overlay tested',
  group,
  provenAt: ({ offer }) => offer.overlayTest?.at ?? null,
  check: (plan) => testFindings(plan, 'overlayTest', 'overlay'),
}

export const checkoutTested: Requirement = {
  id: 'checkout-tested',
  section: 'offer',
  title: 'One-click checkout tested',
  group,
  provenAt: ({ offer }) => offer.checkoutTest?.at ?? null,
  check: (plan) => testFindings(plan, 'checkoutTest', 'checkout'),
}

function testFindings(plan: Plan, field: 'overlayTest' | 'checkoutTest', what: string): Finding[] {
  const hasBuyLink = plan.offer.buyLink.trim() !== ''
  const untested = { text: `The ${what} has not been tested.`, path: fieldPath('offer', field) }
  return [
    ...(hasBuyLink ? [] : [{ text: 'The buy link is not set.', path: fieldPath('offer', 'buyLink') }]),
    ...(plan.offer[field] ? [] : [untested]),
    // A link that is gone is said already.
    ...staleFindings(evidence[`offer/${field}`].proofs(plan)).filter(
      ({ expired }) => hasBuyLink || expired?.fact !== 'buyLink',
    ),
  ]
}

const wantedGear = [
  { kind: 'encoder', quantity: 1, one: 'encoder', many: 'encoders' },
  { kind: 'mount', quantity: 2, one: 'camera mount', many: 'camera mounts' },
  { kind: 'battery', quantity: 1, one: 'battery', many: 'batteries' },
  { kind: 'hotspot', quantity: 1, one: 'hotspot', many: 'hotspots' },
] as const satisfies readonly { kind: GearItem['kind']; quantity: number; one: string; many: string }[]

export const gearReady: Requirement = {
  id: 'gear-ready',
  section: 'gear',
  title: 'Gear packed and tested',
  group,
  check: (plan) => {
    const items = gearTaken(plan)
    return [
      ...kindFindings(plan, items),
      ...angleFindings(items),
      ...items
        .filter(({ packed }) => !packed)
        .map((item) => ({ text: `${gearName(item)} is not packed.`, path: gear(item, 'packed') })),
      ...items
        .filter(({ tested }) => !tested)
        .map((item) => ({ text: `${gearName(item)} is not tested.`, path: gear(item, 'tested') })),
    ]
  },
}

function kindFindings(plan: Plan, items: readonly GearItem[]): Finding[] {
  return wantedGear.flatMap(({ kind, quantity, one, many }) => {
    const has = items
      .filter((item) => item.kind === kind)
      .reduce((sum, item) => sum + (item.quantity ?? 1), 0)
    if (has >= quantity) return []
    const listed = plan.gear.find((item) => item.kind === kind)
    const text =
      has === 0 ? `The gear list has no ${one}.` : `The gear list has ${has} of ${quantity} ${many}.`
    return [{ text, path: listed ? gear(listed, 'quantity') : 'gear' }]
  })
}

function angleFindings(items: readonly GearItem[]): Finding[] {
  const eyes = items.filter(({ kind }) => kind === 'mount' || kind === 'camera')
  return (['product', 'context'] as const)
    .filter((angle) => !eyes.some((item) => item.angle === angle))
    .map((angle) => {
      const free = eyes.find((item) => item.angle === null)
      const text = `No camera or mount is set for the ${angle} angle.`
      return { text, path: free ? gear(free, 'angle') : 'gear' }
    })
}

/** What comes along: an item without a quantity is one, an item of none stays at home. */
function gearTaken(plan: Plan): GearItem[] {
  return plan.gear.filter(({ quantity }) => quantity !== 0)
}

function gearName({ name }: GearItem): string {
  return named(name, 'item')
}

function gear({ id }: GearItem, field: keyof GearItem) {
  return fieldPath('gear', id, field)
}

export const backupLink: Requirement = {
  id: 'backup-link',
  section: 'gear',
  title: 'Backup link carries the stream',
  group,
  check: ({ link: { bitrateKbps, backupKbps } }) => {
    const findings: Finding[] = []
    const backupPath = fieldPath('link', 'backupKbps')
    if (!bitrateKbps) {
      findings.push({ text: "The stream's bitrate is not set.", path: fieldPath('link', 'bitrateKbps') })
    }
    if (backupKbps === null) {
      findings.push({ text: 'The backup upload has not been measured.', path: backupPath })
    } else if (bitrateKbps && 2 * backupKbps < 3 * bitrateKbps) {
      const wanted = formatNumber(Math.ceil((3 * bitrateKbps) / 2))
      const text = `The backup link uploads ${formatNumber(backupKbps)} of ${wanted} kbps, 1.5 times the bitrate.`
      findings.push({ text, path: backupPath })
    }
    return findings
  },
}

export const paymentFallback: Requirement = {
  id: 'payment-fallback',
  section: 'offer',
  title: 'Payment fallback tested',
  group,
  check: (plan) => {
    const findings: Finding[] = []
    if (!plan.offer.tokenBackupTest) {
      const path = fieldPath('offer', 'tokenBackupTest')
      findings.push({ text: 'The payment-token backup has not been tested.', path })
    }
    const hub = plan.hubs.find(({ modes }) => modes.includes('collection'))
    const pointsOfSale = gearTaken(plan).filter(({ kind }) => kind === 'pointOfSale')
    if (!hub || pointsOfSale.some(({ tested }) => tested)) return findings
    const offers = `${named(hub.name, 'hub')} offers collection, but`
    const [first] = pointsOfSale
    findings.push(
      first
        ? { text: `${offers} no point of sale has been tested.`, path: gear(first, 'tested') }
        : { text: `${offers} the gear list has no point of sale.`, path: 'gear' },
    )
    return findings
  },
}
