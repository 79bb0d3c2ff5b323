/**
 * Why a value typed into a field is not written: one sentence of what is wrong, one of what stays and what
 * to do. What a field's kind allows is in refused-by-kind; here is what fields must agree on.
 */
import { staged } from '../figures/stock.ts'
import { type FieldAddress, type FieldPath, parseFieldPath } from './field-path.ts'
import type { Field } from './fields.ts'
import { formatInstant, formatSigned, named, skuName } from './format.ts'
import { kept, refusedByKind } from './refused-by-kind.ts'
import { collections, fieldOf, type Plan } from './schema.ts'

type Values = Readonly<Record<string, unknown>>

/** Two instants of one holder, the first before the second, as the sentences call them. */
const periods = [
  { in: 'event', from: 'launchAt', to: 'endsAt', start: 'The launch', end: 'The end' },
  { in: 'tiers', from: 'opensAt', to: 'closesAt', start: 'A tier’s opening', end: 'A tier’s closing' },
  {
    in: 'demandTest',
    from: 'opensAt',
    to: 'closesAt',
    start: 'The RSVP page’s opening',
    end: 'The RSVP page’s closing',
  },
  { in: 'shifts', from: 'startsAt', to: 'endsAt', start: 'A shift’s start', end: 'A shift’s end' },
] as const

/**
 * What refuses `value` at `path`, or `undefined` where it may be written. `now` is UTC ms.
 * @throws RangeError where no such field is: a caller's mistake.
 */
export function refusal(plan: Plan, path: FieldPath, value: unknown, now: number): string | undefined {
  const address = parseFieldPath(path)
  if (!address) throw new RangeError(`No field ${path}`)
  const field = fieldOf(address.collection, address.field)!
  const holder = holderOf(plan, address)
  if (!holder)
    return `Somebody removed this ${oneOf(address)} meanwhile. Nothing is written: add it again if it is still needed.`
  return (
    refusedByKind(field, value, holder[address.field], plan) ??
    refusedByPeriod(plan, address, field, value, holder) ??
    (path === 'event/launchAt' ? refusalOfLaunch(plan, value as number, now) : undefined) ??
    (address.collection === 'movements' && address.field === 'delta'
      ? refusedCorrection(plan, holder, value as number)
      : undefined)
  )
}

/** What refuses a new launch with which every planned date moves along. `launchAt` and `now` are UTC ms. */
export function refusalOfLaunch(plan: Plan, launchAt: number, now: number): string | undefined {
  const field = collections.event.fields.launchAt
  const byKind = refusedByKind(field, launchAt, plan.event.launchAt, plan)
  if (byKind !== undefined || launchAt > now) return byKind
  const at = formatInstant(launchAt, plan.event.timeZone)
  return `${at} has passed. ${kept(field, plan.event.launchAt, plan, 'The launch')}: choose a time to come.`
}

/** What refuses a movement of `delta` units of a SKU at a hub: it must leave 0 or more there. */
export function refusalOfMovement(
  plan: Plan,
  hubId: string,
  skuId: string,
  delta: number,
): string | undefined {
  const byKind = refusedByKind(collections.movements.fields.delta, delta, null, plan)
  if (byKind !== undefined) return byKind
  const held = staged(plan, hubId, skuId)
  if (delta >= 0 || held + delta >= 0) return undefined
  const mend = held > 0 ? `take ${formatSigned(held)} at most` : 'bring some in first'
  return `${holding(plan, hubId, skuId, held)}; taking ${formatSigned(-delta)} would leave ${formatSigned(held + delta)}. Nothing is written: ${mend}, or correct the count.`
}

/** A movement already made may be corrected as far as the others allow. */
function refusedCorrection(plan: Plan, movement: Values, delta: number): string | undefined {
  const { hubId, skuId, delta: was } = movement as Plan['movements'][number]
  if (hubId === null || skuId === null || delta >= was) return undefined
  const held = staged(plan, hubId, skuId)
  const left = held - was + delta
  if (left >= 0) return undefined
  const mend = held >= 0 ? `say ${formatSigned(was - held)} or more` : 'correct another movement first'
  return `${holding(plan, hubId, skuId, held)}; ${formatSigned(delta)} instead of ${formatSigned(was)} would leave ${formatSigned(left)}. It stays ${formatSigned(was)}: ${mend}.`
}

function holding(plan: Plan, hubId: string, skuId: string, held: number): string {
  const hub = plan.hubs.find(({ id }) => id === hubId)
  const sku = plan.skus.find(({ id }) => id === skuId)
  return `${named(hub?.name ?? '', 'hub')} holds ${formatSigned(held)} of ${sku ? skuName(sku) : 'a SKU that was removed'}`
}

function refusedByPeriod(
  plan: Plan,
  { collection, field: key }: FieldAddress,
  field: Field,
  value: unknown,
  holder: Values,
): string | undefined {
  const period = periods.find((each) => each.in === collection && (each.from === key || each.to === key))
  if (!period) return undefined
  const isStart = period.from === key
  const other = holder[isStart ? period.to : period.from]
  if (typeof value !== 'number' || typeof other !== 'number') return undefined
  if (isStart ? value < other : value > other) return undefined
  const at = formatInstant(other, plan.event.timeZone)
  const stays = kept(field, holder[key], plan)
  return isStart
    ? `${period.start} comes before ${lowered(period.end)}, ${at}. ${stays}: choose an earlier time, or move the other first.`
    : `${period.end} comes after ${lowered(period.start)}, ${at}. ${stays}: choose a later time.`
}

/** The record, entity or cell that an address's field is in; `undefined` for an entity that is gone. */
function holderOf(plan: Plan, { collection, ids }: FieldAddress): Values | undefined {
  const definition = collections[collection]
  if (definition.form === 'record') return plan[collection] as Values
  const all = plan[collection] as readonly Values[]
  if (definition.form === 'list') return all.find(({ id }) => id === ids[0])
  const [a, b] = definition.keys
  return all.find((cell) => cell[a] === ids[0] && cell[b] === ids[1]) ?? {}
}

function oneOf({ collection }: FieldAddress): string {
  const definition = collections[collection]
  return definition.form === 'list' ? definition.one : 'entry'
}

function lowered(subject: string): string {
  return subject.charAt(0).toLowerCase() + subject.slice(1)
}
