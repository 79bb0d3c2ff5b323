/** A sale as a shop tells it, by codes and names, in the plan's own ids. */
import type { LeftOut, SaleLine } from '../log/run-events.ts'
import type { Plan } from '../plan/schema.ts'
import type { PlainSale } from '../wire/war-room.ts'

/** @returns what of it is not of this plan apart: an order may have other goods in it. */
export function linesOf(plan: Plan, { lines }: PlainSale): { lines: SaleLine[]; leftOut: LeftOut[] } {
  const known: SaleLine[] = []
  const leftOut: LeftOut[] = []
  for (const { sku, quantity, hub, preorder = false } of lines) {
    const itemId = itemOf(plan, sku)
    const hubId = preorder || hub === undefined ? null : hubOf(plan, hub)
    // Shops keep a line that was taken out again as one of none.
    if (quantity === 0) continue
    if (itemId === undefined) leftOut.push({ sku, quantity })
    else known.push({ itemId, hubId, quantity, isPreorder: preorder })
  }
  return { lines: known, leftOut }
}

const folded = (text: string) => text.trim().toLowerCase()

/** By a SKU's code, else by the name of a SKU or a bundle; small and capital letters alike. */
function itemOf({ skus, bundles }: Plan, said: string): string | undefined {
  const wanted = folded(said)
  if (wanted === '') return undefined
  const byCode = skus.find(({ code }) => folded(code) === wanted)
  return (byCode ?? [...skus, ...bundles].find(({ name }) => folded(name) === wanted))?.id
}

/** A hub that the plan does not know sold it from somewhere all the same. */
function hubOf({ hubs }: Plan, said: string): string | null {
  return hubs.find(({ name }) => folded(name) === folded(said))?.id ?? null
}
