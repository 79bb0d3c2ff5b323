/**
 * Numbers typed or pasted into the stock grid. Each becomes one movement by the difference; of several that come
 * together all are taken or none. A count that is corrected stays a count: of the new number, and by who corrected it.
 */
import { refusalOfMovement } from '@flashboard/shared/plan/checks'
import { countFacts } from '@flashboard/shared/plan/evidence-facts'
import { named } from '@flashboard/shared/plan/format'
import type { Hub, Sku } from '@flashboard/shared/plan/schema'
import type { LivePlan } from '#lib/plan/live-plan.svelte.ts'
import { wholeNotation } from '#lib/plan/notation.ts'

interface StagedText {
  hub: Hub
  sku: Sku
  /** What the hub is to hold, as typed; empty leaves the cell as it is. */
  typed: string
}

/** Returns why it is not taken; nothing where the plan has it. */
export function stageAll(plan: LivePlan, texts: readonly StagedText[]): string | undefined {
  const heldIn = new Map(plan.stockLines.map((line) => [`${line.hubId}/${line.skuId}`, line]))
  const steps: { hub: Hub; sku: Sku; target: number; delta: number }[] = []
  for (const { hub, sku, typed } of texts) {
    if (typed === '') continue
    const units = heldIn.get(`${hub.id}/${sku.id}`)?.staged ?? 0
    const target = wholeNotation().parse(typed)
    if (target === undefined || !Number.isInteger(target)) {
      return `“${typed}” is not a whole number. ${named(hub.name, 'hub')} still holds ${units} of ${named(sku.name, 'SKU')}.`
    }
    const delta = target - units
    if (delta === 0) continue
    const refused = refusalOfMovement(plan.all, hub.id, sku.id, delta)
    if (refused !== undefined) return refused
    steps.push({ hub, sku, target, delta })
  }
  const made = plan.stamp()
  plan.act(() => {
    for (const { hub, sku, target, delta } of steps) {
      const reason = delta > 0 ? 'staged' : 'corrected'
      plan.edits.add('movements', { hubId: hub.id, skuId: sku.id, delta, reason, made })
      const tested = countFacts(target)
      const { counted } = heldIn.get(`${hub.id}/${sku.id}`) ?? {}
      // Taken back to what was counted, the count is good as it stands.
      if (delta < 0 && counted && counted.tested['staged'] !== tested['staged']) {
        plan.edits.set(`stock/${hub.id}/${sku.id}/counted`, { ...made, tested })
      }
    }
  })
  return undefined
}

/**
 * What a block of cells says for the grid, from one of its cells on to the right and down.
 * @returns a sentence where the grid has no room for it.
 */
export function blockFrom(
  grid: { hubs: readonly Hub[]; skus: readonly Sku[] },
  at: { hub: Hub; sku: Sku },
  rows: readonly (readonly string[])[],
): readonly StagedText[] | string {
  const hubs = grid.hubs.slice(grid.hubs.findIndex(({ id }) => id === at.hub.id))
  const skus = grid.skus.slice(grid.skus.findIndex(({ id }) => id === at.sku.id))
  const width = Math.max(...rows.map((row) => row.length))
  if (rows.length > skus.length || width > hubs.length) {
    return `The clipboard holds ${rows.length} × ${width} cells, and from here the grid has ${skus.length} × ${hubs.length}: nothing was pasted.`
  }
  return rows.flatMap((row, down) =>
    row.map((typed, right) => ({ hub: hubs[right]!, sku: skus[down]!, typed })),
  )
}
