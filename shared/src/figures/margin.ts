import type { Plan } from '../plan/schema.ts'
import { roundHalfUp } from './ratio.ts'

const WHOLE_BP = 10_000n

/** Minor units of the plan's currency. */
interface Margin {
  /** The price without tax; null without a price. */
  netPriceMinor: number | null
  /** Null without a price or a unit cost. */
  unitMinor: number | null
  /** The price as it is asked × the hard cap; null without one of them. */
  projectedRevenueMinor: number | null
  /** `unitMinor` × the hard cap, as people would multiply what they see. */
  inAllMinor: number | null
}

/**
 * Margin a unit = (net price − unit cost) × (1 − returns) − fees × gross price − packing. Tax is taken
 * out of a price that includes it, and added for the fees to one that does not. Returned units are
 * taken to go back on the shelf; their fees and packing are gone. Unset rates and packing count 0. Exact
 * until each result is rounded half up to a minor unit.
 */
export function margin({ event, offer, cash }: Plan): Margin {
  const { priceMinor, unitCostMinor } = offer
  const { hardCap } = event
  if (priceMinor === null) {
    return { netPriceMinor: null, unitMinor: null, projectedRevenueMinor: null, inAllMinor: null }
  }
  const price = BigInt(priceMinor)
  const taxedBp = WHOLE_BP + BigInt(offer.taxRateBp ?? 0)
  // Net and gross price as whole numbers of 1 ÷ `scale` minor units.
  const scale = WHOLE_BP * taxedBp
  const net = offer.taxIncluded ? price * WHOLE_BP * WHOLE_BP : price * scale
  const gross = offer.taxIncluded ? price * scale : price * taxedBp * taxedBp
  const unitMinor =
    unitCostMinor === null
      ? null
      : roundHalfUp(
          (net - BigInt(unitCostMinor) * scale) * (WHOLE_BP - BigInt(cash.returnsBp ?? 0)) -
            gross * BigInt(cash.feeShareBp ?? 0) -
            BigInt(cash.packingMinor ?? 0) * scale * WHOLE_BP,
          scale * WHOLE_BP,
        )
  return {
    netPriceMinor: roundHalfUp(net, scale),
    unitMinor,
    projectedRevenueMinor: hardCap === null ? null : priceMinor * hardCap,
    inAllMinor: hardCap === null || unitMinor === null ? null : unitMinor * hardCap,
  }
}
