import { fieldPath } from '../plan/field-path.ts'
import { counted, formatDuration, formatNumber, joined, named } from '../plan/format.ts'
import type { Plan, Tier } from '../plan/schema.ts'
import type { Finding, Requirement } from './requirement.ts'

const TIERS_NEEDED = 2

export const tiersSet: Requirement = {
  id: 'tiers-set',
  section: 'segments',
  title: 'Access tiers set and announced',
  check: (plan) => [
    ...structureFindings(plan.tiers),
    ...headStartFindings(plan.tiers),
    ...timeAndSegmentFindings(plan),
    ...allocationFindings(plan),
    ...announcementFindings(plan.tiers),
  ],
}

function structureFindings(tiers: readonly Tier[]): Finding[] {
  const findings: Finding[] = []
  if (tiers.length === 0) {
    const text = `There are no access tiers yet: ${TIERS_NEEDED} are needed, one of them public.`
    return [{ text, path: 'tiers' }]
  }
  if (tiers.length < TIERS_NEEDED) {
    findings.push({ text: `There is ${tiers.length} of ${TIERS_NEEDED} access tiers.`, path: 'tiers' })
  }
  const publicTiers = tiers.filter(({ audience }) => audience === 'public')
  if (publicTiers.length === 0) {
    const undecided = tiers.findLast(({ audience }) => audience === null)
    const path = undecided ? tier(undecided, 'audience') : 'tiers'
    findings.push({ text: 'No access tier is public.', path })
  }
  if (publicTiers.length > 1) {
    const names = joined(publicTiers.map(nameOf))
    const text = `${formatNumber(publicTiers.length)} access tiers are public where 1 is wanted: ${names}.`
    findings.push({ text, path: tier(publicTiers[1]!, 'audience') })
  }
  return findings
}

/** A loyalty or subscriber tier opens before the one public tier. */
function headStartFindings(tiers: readonly Tier[]): Finding[] {
  if (tiers.length === 0) return []
  const early = tiers.filter(({ audience }) => audience === 'loyalty' || audience === 'subscriber')
  if (early.length === 0)
    return [{ text: 'No access tier is for loyalty members or subscribers.', path: 'tiers' }]
  const publicTiers = tiers.filter(({ audience }) => audience === 'public')
  const open = publicTiers.length === 1 ? publicTiers[0] : undefined
  const first = firstToOpen(early)
  // Without the times there is nothing to compare; the missing ones are findings of their own.
  if (open?.opensAt == null || first?.opensAt == null || first.opensAt < open.opensAt) return []
  const lag = first.opensAt - open.opensAt
  const when = lag === 0 ? 'at the same time as' : `${formatDuration(lag)} after`
  const text = `${nameOf(first)} opens ${when} ${nameOf(open)}, and must open before.`
  return [{ text, path: tier(first, 'opensAt') }]
}

function timeAndSegmentFindings({ tiers, segments }: Plan): Finding[] {
  const segmentIds = new Set(segments.map(({ id }) => id))
  const untimed = tiers.filter(({ opensAt }) => opensAt === null)
  const unfilled = tiers.filter((each) => !each.segmentIds.some((id) => segmentIds.has(id)))
  return [
    ...untimed.map((each) => ({
      text: `${nameOf(each)} has no opening time.`,
      path: tier(each, 'opensAt'),
    })),
    ...unfilled.map((each) => ({ text: `${nameOf(each)} has no segment.`, path: tier(each, 'segmentIds') })),
  ]
}

function allocationFindings({ tiers, event: { hardCap } }: Plan): Finding[] {
  const allocated = tiers.reduce((sum, { allocation }) => sum + (allocation ?? 0), 0)
  const allocate = `The tiers allocate ${counted(allocated, 'unit')}`
  if (hardCap === null) {
    if (allocated === 0) return []
    return [{ text: `${allocate}, but the hard cap is not set.`, path: fieldPath('event', 'hardCap') }]
  }
  if (allocated <= hardCap) return []
  const largest = tiers.reduce((most, each) =>
    (each.allocation ?? 0) > (most.allocation ?? 0) ? each : most,
  )
  const text = `${allocate}, ${formatNumber(allocated - hardCap)} more than the hard cap of ${formatNumber(hardCap)}.`
  return [{ text, path: tier(largest, 'allocation') }]
}

function announcementFindings(tiers: readonly Tier[]): Finding[] {
  const firstOpensAt = firstToOpen(tiers)?.opensAt ?? Infinity
  return tiers.flatMap((each) => {
    const path = tier(each, 'announcedAt')
    if (each.announcedAt === null) return [{ text: `${nameOf(each)} has no announcement time.`, path }]
    if (each.announcedAt <= firstOpensAt) return []
    const late = formatDuration(each.announcedAt - firstOpensAt)
    return [{ text: `${nameOf(each)} is announced ${late} after the first tier opens.`, path }]
  })
}

/** The tier that opens first; none while no tier has an opening time. */
export function firstToOpen(tiers: readonly Tier[]): Tier | undefined {
  return tiers
    .filter(({ opensAt }) => opensAt !== null)
    .reduce<Tier | undefined>(
      (first, each) => (first && first.opensAt! <= each.opensAt! ? first : each),
      undefined,
    )
}

function nameOf({ name }: Tier): string {
  return named(name, 'tier')
}

function tier({ id }: Tier, field: keyof Tier) {
  return fieldPath('tiers', id, field)
}
