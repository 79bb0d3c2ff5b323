/** Whose work a requirement is, so that the crew sees on paper whom an open item waits for. */
import type { Plan } from '../plan/schema.ts'

/** The roles of a drop's crew, by the first word that the playbook calls their consoles. */
type Role = 'Lead' | 'Stream' | 'Checkout' | 'Stock' | 'Support'

const roleOf: Readonly<Record<string, Role>> = {
  'rsvp-confirmed': 'Lead',
  'tiers-set': 'Lead',
  'segments-sized': 'Lead',
  'tax-and-payment': 'Checkout',
  'sku-audit': 'Stock',
  'hubs-staged': 'Stock',
  'preorder-buffer': 'Stock',
  'cap-covered': 'Stock',
  'sla-slots': 'Stock',
  'overlay-tested': 'Stream',
  'checkout-tested': 'Checkout',
  'gear-ready': 'Stream',
  'backup-link': 'Stream',
  'payment-fallback': 'Checkout',
  'macros-ready': 'Support',
  'returns-rule': 'Support',
  'sla-published': 'Support',
  'roles-staffed': 'Lead',
  'preorder-terms': 'Checkout',
  'price-and-receipt': 'Checkout',
  'content-scheduled': 'Lead',
  'support-sprint': 'Support',
  'timeline-published': 'Lead',
  'follow-up': 'Lead',
}

/** The owner of the console that has the role; the role, where the plan has no such console or nobody at it. */
export function whoseIs(requirement: string, { consoles }: Pick<Plan, 'consoles'>): string {
  const role = roleOf[requirement] ?? 'Lead'
  const word = new RegExp(`^${role}\\b`, 'i')
  const console = consoles.find(({ name }) => word.test(name.trim()))
  return console?.owner.trim() || role
}
