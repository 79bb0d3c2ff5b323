import type { Plan } from '../plan/schema.ts'
import { forecast } from './forecast.ts'
import { ceil, product } from './ratio.ts'

/** The support sprint after launch. */
export const SPRINT_MINUTES = 15

/** Whole numbers, rounded up; null where the plan does not say enough. */
interface SupportLoad {
  orders: number | null
  contacts: number | null
  /** People answering at the same time, all through the sprint. */
  agents: number | null
}

/**
 * What the drop asks of support, at worst: every unit is an order of its own (the base forecast, no more
 * than the cap; the cap where there is no forecast), and every contact comes in the sprint.
 */
export function supportLoad(plan: Plan): SupportLoad {
  const { contactRateBp, handlingMinutes } = plan.support
  const orders = expectedOrders(plan.event.hardCap, forecast(plan).base)
  const contacts =
    orders === null || contactRateBp === null ? null : ceil(product(orders, contactRateBp), 10_000n)
  const agents =
    contacts === null || handlingMinutes === null
      ? null
      : ceil(product(contacts, handlingMinutes), BigInt(SPRINT_MINUTES))
  return { orders, contacts, agents }
}

function expectedOrders(cap: number | null, base: number | null): number | null {
  return cap === null || base === null ? (cap ?? base) : Math.min(cap, base)
}
