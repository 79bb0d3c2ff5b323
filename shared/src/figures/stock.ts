/** Stock as it stands, read off the movements. Hubs and SKUs that are gone take theirs with them. */
import type { Evidence } from '../plan/readers.ts'
import type { Plan } from '../plan/schema.ts'

/** Units. */
interface StockTotals {
  planned: number
  /** What the movements add up to; negative where more was taken than ever came. */
  staged: number
  /** Held back against oversells. */
  buffer: number
}

export interface StockFigures extends StockTotals {
  hubId: string
  skuId: string
  counted: Evidence | null
}

/** Units of a SKU at a hub: the sum of its movements. For all of them at once, `stockLines`. */
export function staged(plan: Plan, hubId: string, skuId: string): number {
  return plan.movements
    .filter((movement) => movement.hubId === hubId && movement.skuId === skuId)
    .reduce((sum, { delta }) => sum + delta, 0)
}

/** Units by `<hub>/<SKU>`, of those that are gone too; what never had a movement is not in it. */
export function stagedByLine({ movements }: Pick<Plan, 'movements'>): Map<string, number> {
  const stagedAt = new Map<string, number>()
  for (const { hubId, skuId, delta } of movements) {
    const key = `${hubId}/${skuId}`
    stagedAt.set(key, (stagedAt.get(key) ?? 0) + delta)
  }
  return stagedAt
}

/** Every hub × SKU of the plan, by hub, then SKU; what was never planned or held back counts 0. */
export function stockLines(plan: Plan): StockFigures[] {
  const stagedAt = stagedByLine(plan)
  const cells = new Map(plan.stock.map((cell) => [`${cell.hubId}/${cell.skuId}`, cell]))
  return plan.hubs.flatMap(({ id: hubId }) =>
    plan.skus.map(({ id: skuId }) => {
      const key = `${hubId}/${skuId}`
      const cell = cells.get(key)
      return {
        hubId,
        skuId,
        planned: cell?.planned ?? 0,
        staged: stagedAt.get(key) ?? 0,
        buffer: cell?.buffer ?? 0,
        counted: cell?.counted ?? null,
      }
    }),
  )
}

export function totalOf(lines: readonly StockTotals[]): StockTotals {
  const total = { planned: 0, staged: 0, buffer: 0 }
  for (const line of lines) {
    total.planned += line.planned
    total.staged += line.staged
    total.buffer += line.buffer
  }
  return total
}

/** Totals by hub id or by SKU id; an id without lines is not in it. */
export function totalsBy(lines: readonly StockFigures[], key: 'hubId' | 'skuId'): Map<string, StockTotals> {
  const groups = Map.groupBy(lines, (line) => line[key])
  return new Map([...groups].map(([id, group]) => [id, totalOf(group)]))
}
