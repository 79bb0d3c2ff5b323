import { stockLines, totalsBy } from '../figures/stock.ts'
import { fieldPath } from '../plan/field-path.ts'
import { counted, formatDuration, formatInstant, named, skuName } from '../plan/format.ts'
import type { Plan, Sku } from '../plan/schema.ts'
import { evidence, staleFindings } from './evidence.ts'
import type { Finding, Requirement } from './requirement.ts'

/** From T−96 h to the gate at T−48 h: earlier than that, a count says little about launch day. */
const AUDIT_WINDOW_MS = 48 * 3_600_000

export const skuAudit: Requirement = {
  id: 'sku-audit',
  section: 'stock',
  title: 'SKUs audited',
  provenAt: ({ skus }) =>
    skus.reduce<number | null>((last, { audited }) => Math.max(last ?? 0, audited?.at ?? 0) || null, null),
  check: (plan, dueAt) => {
    if (plan.skus.length === 0) return [{ text: 'There are no SKUs yet.', path: 'skus' }]
    return [
      ...plan.skus.flatMap(verdictFindings),
      ...staleAudits(plan),
      ...prunedFindings(plan),
      ...plan.skus.flatMap((sku) => windowFindings(sku, dueAt, plan.event.timeZone)),
      ...plan.skus.flatMap(slotFindings),
    ]
  },
}

function verdictFindings(sku: Sku): Finding[] {
  const { id, verdict, audited } = sku
  if (!verdict && !audited) {
    return [{ text: `${skuName(sku)} is not audited.`, path: fieldPath('skus', id, 'verdict') }]
  }
  if (!verdict) {
    return [{ text: `${skuName(sku)} has no verdict.`, path: fieldPath('skus', id, 'verdict') }]
  }
  if (audited) return []
  const text = `${skuName(sku)} has a verdict, but nobody signed the audit.`
  return [{ text, path: fieldPath('skus', id, 'audited') }]
}

/** A verdict taken back is said already. */
function staleAudits(plan: Plan): Finding[] {
  const given = new Set(
    plan.skus.filter(({ verdict }) => verdict).map(({ id }) => fieldPath('skus', id, 'audited')),
  )
  return staleFindings(evidence['skus/audited'].proofs(plan)).filter(
    ({ path, expired }) => given.has(path) || expired?.fact !== 'verdict',
  )
}

function prunedFindings(plan: Plan): Finding[] {
  const totals = totalsBy(stockLines(plan), 'skuId')
  return plan.skus
    .filter(({ verdict }) => verdict === 'prune')
    .flatMap((sku) => {
      const staged = totals.get(sku.id)?.staged ?? 0
      const stagedFinding = {
        text: `${skuName(sku)} is pruned, but ${counted(staged, 'unit')} ${staged === 1 ? 'is' : 'are'} staged.`,
        path: fieldPath('skus', sku.id, 'verdict'),
      }
      const bundleFindings = bundlesWith(plan, sku.id).map(({ id, name }) => ({
        text: `${skuName(sku)} is pruned, but is in ${named(name, 'bundle')}.`,
        path: fieldPath('bundleItems', id, sku.id, 'quantity'),
      }))
      return staged > 0 ? [stagedFinding, ...bundleFindings] : bundleFindings
    })
}

function bundlesWith({ bundles, bundleItems }: Plan, skuId: string) {
  const within = new Set(
    bundleItems.filter((item) => item.skuId === skuId && item.quantity).map(({ bundleId }) => bundleId),
  )
  return bundles.filter(({ id }) => within.has(id))
}

function windowFindings(sku: Sku, dueAt: number, timeZone: string): Finding[] {
  if (!sku.audited) return []
  const path = fieldPath('skus', sku.id, 'audited')
  const { at } = sku.audited
  const fromAt = dueAt - AUDIT_WINDOW_MS
  if (at >= fromAt) return []
  const text = `${skuName(sku)} was audited ${formatDuration(fromAt - at)} too early: the audit counts from ${formatInstant(fromAt, timeZone)}.`
  return [{ text, path }]
}

function slotFindings(sku: Sku): Finding[] {
  if (sku.verdict !== 'replenish' || sku.replenishAt !== null) return []
  return [
    { text: `${skuName(sku)} has no replenishment slot.`, path: fieldPath('skus', sku.id, 'replenishAt') },
  ]
}
