import { stockLines } from '../figures/stock.ts'
import { type HubMode, hubModes, type Plan, type Sku, type Sla } from '../plan/schema.ts'

interface NeededSla {
  sku: Sku
  mode: HubMode
  /** None while nobody wrote to it. */
  sla: Sla | undefined
}

/** SKUs that are for sale: all that the audit did not prune. */
export function keptSkus(plan: Plan): Sku[] {
  return plan.skus.filter(({ verdict }) => verdict !== 'prune')
}

/** An SLA for every kept SKU and each mode offered by a hub that holds it, staged or planned. */
export function neededSlas(plan: Plan): NeededSla[] {
  const slas = new Map(plan.slas.map((sla) => [`${sla.skuId}/${sla.mode}`, sla]))
  const modesOf = new Map(plan.hubs.map(({ id, modes }) => [id, modes]))
  const held = stockLines(plan).filter(({ staged, planned }) => staged > 0 || planned > 0)
  const bySku = Map.groupBy(held, ({ skuId }) => skuId)
  return keptSkus(plan).flatMap((sku) => {
    const offered = new Set((bySku.get(sku.id) ?? []).flatMap(({ hubId }) => modesOf.get(hubId) ?? []))
    return (Object.keys(hubModes) as HubMode[])
      .filter((mode) => offered.has(mode))
      .map((mode) => ({ sku, mode, sla: slas.get(`${sku.id}/${mode}`) }))
  })
}
