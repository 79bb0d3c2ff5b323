/** A sale as a shop tells it, by codes and names, in the plan's own ids. */
import type { LeftOut, SaleLine } from '../log/run-events.ts'
import type { Plan } from '../plan/schema.ts'
import type { PlainSale } from '../wire/war-room.ts'

interface ToldLines {
  lines: SaleLine[]
  /** What is not of this plan: an order may have other goods in it. */
  leftOut: LeftOut[]
  /** Hubs by names that the plan does not know, each once; their lines count as from no named hub. */
  unknownHubs: string[]
}

export function linesOf(plan: Plan, { lines }: PlainSale): ToldLines {
  const known: SaleLine[] = []
  const leftOut: LeftOut[] = []
  const unknownHubs = new Set<string>()
  for (const { sku, quantity, hub, preorder = false } of lines) {
    const itemId = itemOf(plan, sku)
    const hubId = preorder || hub === undefined ? null : hubOf(plan, hub)
    // Shops keep a line that was taken out again as one of none.
    if (quantity === 0) continue
    if (itemId === undefined) {
      leftOut.push({ sku, quantity })
      continue
    }
    if (hubId === null && !preorder && hub !== undefined && hub.trim() !== '') unknownHubs.add(hub.trim())
    known.push({ itemId, hubId, quantity, isPreorder: preorder })
  }
  return { lines: known, leftOut, unknownHubs: [...unknownHubs] }
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
