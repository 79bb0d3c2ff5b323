import type { Plan } from '../plan/schema.ts'
import { product, roundHalfUp } from './ratio.ts'

/** Units; null where RSVPs, units an order or that conversion is not known. */
export interface Forecast {
  low: number | null
  base: number | null
  high: number | null
}

/** Units that the RSVPs promise: RSVPs × conversion × units an order, rounded half up at the end. */
export function forecast({ demandTest }: Plan): Forecast {
  const { rsvps, unitsPerOrderHundredths: units } = demandTest
  const at = (conversionBp: number | null) =>
    rsvps === null || units === null || conversionBp === null
      ? null
      : roundHalfUp(product(rsvps, conversionBp, units), product(10_000, 100))
  return {
    low: at(demandTest.conversionLowBp),
    base: at(demandTest.conversionBaseBp),
    high: at(demandTest.conversionHighBp),
  }
}
