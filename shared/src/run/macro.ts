/** A support macro as it is sent: what the plan knows of it is filled in, what it does not know stays and is pointed at. */
import { formatDay, formatMoney, formatNumber, named, skuName } from '../plan/format.ts'
import type { Macro, Plan } from '../plan/schema.ts'

/** Words of a macro in their order; of a placeholder what stands for it, or nothing. */
type MacroPart =
  | { kind: 'words'; text: string }
  | { kind: 'filled'; name: string; text: string }
  | { kind: 'open'; name: string }

/** What the one who answers knows: of placeholders by their names, and which hub and SKU it is about. */
export interface Answer {
  hubId?: string | undefined
  skuId?: string | undefined
  said: Readonly<Record<string, string>>
}

/** `{order_number}`: letters, digits and underscores, as the playbook writes them. */
const PLACEHOLDER = /\{([\p{L}\d_]{1,40})\}/gu

export function partsOf({ body }: Pick<Macro, 'body'>, plan: Plan, answer: Answer): MacroPart[] {
  const parts: MacroPart[] = []
  let from = 0
  for (const { 0: braced, 1: name, index } of body.matchAll(PLACEHOLDER)) {
    if (index > from) parts.push({ kind: 'words', text: body.slice(from, index) })
    const text = valueOf(name!, plan, answer)
    parts.push(text === undefined ? { kind: 'open', name: name! } : { kind: 'filled', name: name!, text })
    from = index + braced.length
  }
  if (from < body.length) parts.push({ kind: 'words', text: body.slice(from) })
  return parts
}

/** The placeholders of a macro, each once, in their order. */
export function placeholdersOf({ body }: Pick<Macro, 'body'>): string[] {
  return [...new Set([...body.matchAll(PLACEHOLDER)].map(([, name]) => name!))]
}

/** What is copied: an open placeholder keeps its braces, so that nobody sends it unseen. */
export function textOf(parts: readonly MacroPart[]): string {
  return parts.map((part) => (part.kind === 'open' ? `{${part.name}}` : part.text)).join('')
}

/** "order number" of `order_number`. */
export const placeholderInWords = (name: string) => name.replaceAll('_', ' ')

function valueOf(name: string, plan: Plan, { said, ...about }: Answer): string | undefined {
  const known = Object.hasOwn(fillers, name) ? fillers[name]!(plan, about) : undefined
  // Whoever answers may know better.
  const own = Object.hasOwn(said, name) ? said[name]!.trim() : ''
  return own || known?.trim() || undefined
}

type Filler = (plan: Plan, about: Omit<Answer, 'said'>) => string | undefined

/** What the plan says of a placeholder; nothing where it says nothing, or more than one thing. */
const fillers: Readonly<Record<string, Filler>> = {
  drop: ({ event }) => event.name,
  cap: ({ event }) => (event.hardCap === null ? undefined : formatNumber(event.hardCap)),
  hub: (plan, { hubId }) => {
    const hub = chosen(plan.hubs, hubId)
    return hub && named(hub.name, 'hub')
  },
  item: (plan, { skuId }) => {
    const sku = chosen(plan.skus, skuId)
    return sku && skuName(sku)
  },
  price: ({ event, offer }) =>
    offer.priceMinor === null ? undefined : formatMoney(offer.priceMinor, event.currency),
  ship_by: (plan, about) => day(plan, only(promises(plan, about).map(({ shipBy }) => shipBy))),
  handling_days: (plan, about) => number(only(promises(plan, about).map(({ handlingDays }) => handlingDays))),
  preorder_ship_by: (plan) => day(plan, plan.offer.shipPromiseAt),
  window_days: ({ returns }) => number(returns.windowDays),
  returns_rule: ({ returns }) => returns.rule,
  exchange: ({ returns }) => returns.exchange,
  terms_link: ({ offer }) => offer.termsLink,
  buy_link: ({ offer }) => offer.buyLink,
  timeline_link: ({ results }) => results.timelineLink,
  subscription_offer: ({ offer }) => offer.subscriptionOffer,
}

/** The one that was chosen, or the only one that there is. */
function chosen<T extends { id: string }>(list: readonly T[], id: string | undefined): T | undefined {
  return list.find((each) => each.id === id) ?? (list.length === 1 ? list[0] : undefined)
}

/** Shipping promises that hold for the SKU and the ways of the hub that it is about; of what is not chosen, all. */
function promises({ slas, hubs }: Plan, { hubId, skuId }: Omit<Answer, 'said'>) {
  const modes: readonly string[] | undefined = hubs.find(({ id }) => id === hubId)?.modes
  return slas.filter(
    (sla) => (skuId === undefined || sla.skuId === skuId) && (!modes?.length || modes.includes(sla.mode)),
  )
}

/** What all of them say; nothing where they differ, or one of them says nothing. */
function only<T>(values: readonly (T | null)[]): T | null {
  const [first = null] = values
  return values.every((value) => value === first) ? first : null
}

const day = ({ event }: Plan, at: number | null) => (at === null ? undefined : formatDay(at, event.timeZone))
const number = (value: number | null) => (value === null ? undefined : formatNumber(value))
