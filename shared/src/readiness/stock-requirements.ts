/** The 48 h gate: what is where, and whether it covers the cap. The SKU audit has a file of its own. */
import { DAY_MS } from '../plan/time.ts'
import { buffer, bufferSentence, skuBufferSentence } from '../figures/buffer.ts'
import { guardSentence, oversellGuard, shortSkuSentence } from '../figures/oversell-guard.ts'
import { type StockFigures, stockLines, totalsBy } from '../figures/stock.ts'
import { type FieldPath, fieldPath } from '../plan/field-path.ts'
import { counted, formatDuration, formatInstant, formatNumber, named, skuName } from '../plan/format.ts'
import { type HubMode, hubModes, type Plan } from '../plan/schema.ts'
import { evidence, staleFindings } from './evidence.ts'
import { keptSkus, neededSlas } from './needed-slas.ts'
import type { Finding, Requirement } from './requirement.ts'

const HUBS_NEEDED = 2

export const hubsStaged: Requirement = {
  id: 'hubs-staged',
  section: 'stock',
  title: 'Stock staged at two hubs',
  check: (plan) => {
    const lines = stockLines(plan)
    return [...hubFindings(plan, lines), ...lineFindings(plan, lines)]
  },
}

function hubFindings({ hubs }: Plan, lines: readonly StockFigures[]): Finding[] {
  const totals = totalsBy(lines, 'hubId')
  const stocked = hubs.filter(({ id }) => (totals.get(id)?.staged ?? 0) > 0)
  const findings: Finding[] = []
  if (stocked.length < HUBS_NEEDED) {
    const who = stocked[0] ? `Only ${named(stocked[0].name, 'hub')} has` : 'No hub has'
    const text = `${who} stock: ${HUBS_NEEDED} hubs are needed.`
    findings.push({ text, path: hubs.length < HUBS_NEEDED ? 'hubs' : 'movements' })
  }
  for (const mode of Object.keys(hubModes) as HubMode[]) {
    if (stocked.some(({ modes }) => modes.includes(mode))) continue
    const hub = stocked[0] ?? hubs[0]
    const text = `No hub with stock offers ${hubModes[mode].toLowerCase()}.`
    findings.push({ text, path: hub ? fieldPath('hubs', hub.id, 'modes') : 'hubs' })
  }
  return findings
}

function lineFindings(plan: Plan, lines: readonly StockFigures[]): Finding[] {
  const hubs = new Map(plan.hubs.map((hub) => [hub.id, named(hub.name, 'hub')]))
  const skus = new Map(plan.skus.map((sku) => [sku.id, skuName(sku)]))
  const short = lines.filter(({ staged, planned }) => staged < planned)
  const stocked = lines.filter(({ staged, planned }) => staged > 0 || planned > 0)
  const uncounted = stocked.filter(({ counted }) => !counted)
  const wanted = new Set(stocked.map(({ hubId, skuId }) => countPath(hubId, skuId)))
  return [
    ...short.map(({ hubId, skuId, staged, planned }) => ({
      text: `${hubs.get(hubId)} holds ${formatNumber(staged)} of ${counted(planned, 'planned unit')} of ${skus.get(skuId)}.`,
      path: fieldPath('stock', hubId, skuId, 'planned'),
    })),
    ...uncounted.map(({ hubId, skuId }) => ({
      text: `${skus.get(skuId)} at ${hubs.get(hubId)} has not been counted.`,
      path: countPath(hubId, skuId),
    })),
    ...staleFindings(evidence['stock/counted'].proofs(plan)).filter(({ path }) => wanted.has(path)),
  ]
}

function countPath(hubId: string, skuId: string): FieldPath {
  return fieldPath('stock', hubId, skuId, 'counted')
}

export const preorderBuffer: Requirement = {
  id: 'preorder-buffer',
  section: 'stock',
  title: 'Buffer held back',
  check: (plan) => {
    const figures = buffer(plan)
    if (figures.staged <= 0) {
      return [{ text: 'Nothing is staged yet to hold a buffer back from.', path: 'movements' }]
    }
    if (figures.short === 0) return []
    const shortSkus = figures.bySku.filter(({ short }) => short > 0).sort((a, b) => b.short - a.short)
    const findings = shortSkus.map((sku) => ({
      text: skuBufferSentence(sku),
      path: fieldPath('stock', sku.hubId, sku.skuId, 'buffer'),
    }))
    return [{ text: bufferSentence(figures), path: findings[0]?.path ?? 'stock' }, ...findings]
  },
}

export const capCovered: Requirement = {
  id: 'cap-covered',
  section: 'stock',
  title: 'Hard cap covered',
  check: (plan) => {
    const guard = oversellGuard(plan)
    const findings: Finding[] = []
    if (!guard.capSet || guard.overBy > 0) {
      findings.push({ text: guardSentence(guard), path: fieldPath('event', 'hardCap') })
    }
    for (const short of guard.shortSkus) {
      findings.push({
        text: shortSkuSentence(short),
        path: fieldPath('bundles', short.bundleId, 'planned'),
      })
    }
    return findings
  },
}

export const slaSlots: Requirement = {
  id: 'sla-slots',
  section: 'stock',
  title: 'Handling times by SKU',
  check: (plan) => {
    if (keptSkus(plan).length === 0) {
      return [{ text: 'There is no SKU on sale yet to set a handling time for.', path: 'skus' }]
    }
    const unset = neededSlas(plan).filter(({ sla }) => (sla?.handlingDays ?? null) === null)
    return [
      ...unset.map(({ sku, mode }) => ({
        text: `${skuName(sku)} has no handling time for ${hubModes[mode].toLowerCase()}.`,
        path: fieldPath('slas', sku.id, mode, 'handlingDays'),
      })),
      ...shipPromiseFindings(plan),
    ]
  },
}

function shipPromiseFindings(plan: Plan): Finding[] {
  const { preorderQuota, preorderInboundAt, shipPromiseAt } = plan.offer
  if (!preorderQuota) return []
  const findings: Finding[] = []
  const inboundPath = fieldPath('offer', 'preorderInboundAt')
  const promisePath = fieldPath('offer', 'shipPromiseAt')
  if (preorderInboundAt === null) {
    findings.push({ text: 'There is no date for the preorder stock to arrive.', path: inboundPath })
  }
  if (shipPromiseAt === null) {
    findings.push({ text: 'There is no date that preorders ship by.', path: promisePath })
  }
  if (preorderInboundAt === null || shipPromiseAt === null) return findings
  const days = longestShippingDays(plan)
  const readyAt = preorderInboundAt + days * DAY_MS
  if (shipPromiseAt > readyAt) return []
  const ready = `ready ${formatInstant(readyAt, plan.event.timeZone)}, ${counted(days, 'day')} after it arrives`
  const early =
    readyAt === shipPromiseAt ? 'that very moment' : `${formatDuration(readyAt - shipPromiseAt)} earlier`
  return [{ text: `Preorder stock is ${ready}, and is promised for ${early}.`, path: promisePath }]
}

function longestShippingDays(plan: Plan): number {
  const kept = new Set(keptSkus(plan).map(({ id }) => id))
  return plan.slas
    .filter(({ skuId, mode }) => mode === 'shipping' && kept.has(skuId))
    .reduce((most, { handlingDays }) => Math.max(most, handlingDays ?? 0), 0)
}
