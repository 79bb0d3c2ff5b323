/**
 * What can still be sold so that the plan can deliver all of it. A unit of the cap is one piece, or one whole bundle:
 * the bundles that are planned come first, each only where all of its contents are free; what is left is sold singly.
 * More given back than was sold, by a slip or of another drop, makes neither cap nor stock nor quota larger.
 */
import type { Plan } from '../plan/schema.ts'
import type { SaleFigures } from './sales.ts'

interface Backing {
  /** Units of the cap, never negative: what a stream may promise. */
  units: number
  /** By bundle id: of those planned and not sold, how many can be packed. */
  bundles: ReadonlyMap<string, number>
  /** By SKU id: pieces that are free and in none of these bundles. */
  pieces: ReadonlyMap<string, number>
  onPreorder: number
}

type Known = Pick<SaleFigures, 'capLeft' | 'quotaLeft' | 'byLine' | 'elsewhere' | 'bundlesSold'>

export function backing(plan: Plan, figures: Known): Backing {
  const { hardCap, capIncludesPreorders } = plan.event
  const capLeft = within(figures.capLeft ?? 0, hardCap ?? 0)
  const pieces = freePieces(plan, figures)
  const bundles = new Map<string, number>()
  let wanted = 0
  for (const { id, planned } of plan.bundles) {
    const toCome = within((planned ?? 0) - (figures.bundlesSold.get(id) ?? 0), planned ?? 0)
    wanted += toCome
    bundles.set(id, packed(plan, id, toCome, pieces))
  }
  const packable = sum(bundles.values())
  // What the cap keeps for bundles that cannot be packed is not sold as something else.
  const singly = Math.min(Math.max(0, capLeft - wanted), sum(pieces.values()))
  const quota = plan.offer.preorderQuota ?? 0
  const onPreorder = capIncludesPreorders ? within(figures.quotaLeft, quota) : 0
  return { units: Math.min(capLeft, packable + singly + onPreorder), bundles, pieces, onPreorder }
}

/** Takes the contents of as many as there are contents for; of one that nobody filled, none. */
function packed(plan: Plan, bundleId: string, wanted: number, pieces: Map<string, number>): number {
  const contents = plan.bundleItems.filter((item) => item.bundleId === bundleId && item.quantity)
  if (contents.length === 0) return 0
  const possible = contents.map(({ skuId, quantity }) => Math.floor((pieces.get(skuId) ?? 0) / quantity!))
  const count = Math.min(wanted, ...possible)
  for (const { skuId, quantity } of contents) {
    if (count > 0) pieces.set(skuId, pieces.get(skuId)! - count * quantity!)
  }
  return count
}

/** What can be sold without touching a buffer, by SKU: one's spare does not make up for another's want. */
function freePieces(plan: Plan, { byLine, elsewhere }: Known): Map<string, number> {
  const forSale = plan.skus.filter(({ verdict }) => verdict !== 'prune')
  return new Map(
    forSale.map(({ id }) => {
      const here = plan.hubs.map((hub) => byLine.get(`${hub.id}/${id}`)!)
      const free = here.reduce((all, { left, buffer }) => all + left - buffer, 0) - (elsewhere.get(id) ?? 0)
      return [
        id,
        within(
          free,
          here.reduce((all, { staged, buffer }) => all + staged - buffer, 0),
        ),
      ]
    }),
  )
}

/** Between none and `most`. */
const within = (count: number, most: number) => Math.max(0, Math.min(count, most))

const sum = (numbers: Iterable<number>) => [...numbers].reduce((all, each) => all + each, 0)
