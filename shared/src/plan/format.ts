/**
 * How values read in the product's sentences. Sentences are English, so dates, money and numbers in
 * them follow en-GB, in the plan's time zone and currency.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts'
import { minorUnitsPer } from './codes.ts'
import { dateTimeFormat, numberFormat } from './formatters.ts'
import type { Field } from './fields.ts'
import type { Plan, Sku } from './schema.ts'

const LOCALE = 'en-GB'
/** Up to here hours say it better: the gates are 72, 48 and 24 hours. */
const DAYS_FROM_MS = 4 * DAY_MS

/** "Thu 26 Nov 2026, 19:00". */
export function formatInstant(at: number, timeZone: string): string {
  const { weekday, day, month, year, hour, minute } = wallClock(at, timeZone)
  return `${weekday} ${day} ${month} ${year}, ${hour}:${minute}`
}

/** "Thu 26 Nov, 19:00", where the year goes without saying. */
export function formatDayAndTime(at: number, timeZone: string): string {
  const { weekday, day, month, hour, minute } = wallClock(at, timeZone)
  return `${weekday} ${day} ${month}, ${hour}:${minute}`
}

/** "Thu 26 Nov 2026". */
export function formatDay(at: number, timeZone: string): string {
  const { weekday, day, month, year } = wallClock(at, timeZone)
  return `${weekday} ${day} ${month} ${year}`
}

/** "19:00". */
export function formatTime(at: number, timeZone: string): string {
  const { hour, minute } = wallClock(at, timeZone)
  return `${hour}:${minute}`
}

/** "19:00:07". */
export function formatTimeToTheSecond(at: number, timeZone: string): string {
  const { hour, minute, second } = wallClock(at, timeZone)
  return `${hour}:${minute}:${second}`
}

type ClockPart = 'weekday' | 'day' | 'month' | 'year' | 'hour' | 'minute' | 'second'

/** The parts by themselves: platforms differ in where they put commas between them. */
function wallClock(at: number, timeZone: string): Record<ClockPart, string> {
  const parts = dateTimeFormat(LOCALE, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  return Object.fromEntries(parts.map(({ type, value }) => [type, value])) as Record<ClockPart, string>
}

/** "3 h 12 m": the two largest units, cut off; hours up to four days, "less than 1 s" below that. */
export function formatDuration(ms: number): string {
  const length = Math.abs(ms)
  if (length < SECOND_MS) return 'less than 1 s'
  if (length >= DAYS_FROM_MS) return twoUnits(length, DAY_MS, 'd', HOUR_MS, 'h')
  if (length >= HOUR_MS) return twoUnits(length, HOUR_MS, 'h', MINUTE_MS, 'm')
  if (length >= MINUTE_MS) return twoUnits(length, MINUTE_MS, 'm', SECOND_MS, 's')
  return `${Math.floor(length / SECOND_MS)} s`
}

/** "T+4 d 1 h 30 m": to the second, for it is a time that somebody keeps. Hours up to four days. */
function formatOffset(ms: number): string {
  let rest = Math.abs(ms)
  const units = [
    ['d', DAY_MS],
    ['h', HOUR_MS],
    ['m', MINUTE_MS],
    ['s', SECOND_MS],
  ] as const
  const parts = units.slice(rest >= DAYS_FROM_MS ? 0 : 1).flatMap(([unit, unitMs]) => {
    const whole = Math.floor(rest / unitMs)
    rest -= whole * unitMs
    return whole === 0 ? [] : [`${formatNumber(whole)} ${unit}`]
  })
  return parts.length === 0 ? 'T+0' : `T${ms < 0 ? '−' : '+'}${parts.join(' ')}`
}

function twoUnits(ms: number, largeMs: number, large: string, smallMs: number, small: string): string {
  const rest = Math.floor((ms % largeMs) / smallMs)
  const whole = `${formatNumber(Math.floor(ms / largeMs))} ${large}`
  return rest === 0 ? whole : `${whole} ${rest} ${small}`
}

/** "€185.00" from 18500 and EUR. */
export function formatMoney(minor: number, currency: string, locale = LOCALE): string {
  const format = numberFormat(locale, { style: 'currency', currency })
  return format.format(minor / minorUnitsPer(currency))
}

/** "15%" from 1500 basis points. */
export function formatShare(bp: number, locale = LOCALE): string {
  const format = numberFormat(locale, { style: 'percent', maximumFractionDigits: 2 })
  return format.format(bp / 10_000)
}

export function formatNumber(value: number): string {
  return value.toLocaleString(LOCALE)
}

/** With a minus sign, not a hyphen. */
export function formatSigned(value: number): string {
  return formatNumber(value).replace('-', '−')
}

/** A number of a field's kind, in the plan's currency and zone. */
export function numberInWords(field: Field, value: number, { event }: Pick<Plan, 'event'>): string {
  switch (field.kind) {
    case 'money':
      return formatMoney(value, event.currency)
    case 'share':
      return formatShare(value)
    case 'hundredths':
      return formatNumber(value / 100)
    case 'instant':
      return formatInstant(value, event.timeZone)
    case 'offset':
      return formatOffset(value)
    default:
      return formatSigned(value) + (field.unit === undefined ? '' : ` ${field.unit}`)
  }
}

/** "Norway" from NO; the code itself where the platform has no name for it. */
export function formatCountry(country: string): string {
  return new Intl.DisplayNames(LOCALE, { type: 'region' }).of(country) ?? country
}

/** "1 unit", "1,940 units". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`
}

/** "Porto, Lisbon and Faro". */
export function joined(names: readonly string[]): string {
  return new Intl.ListFormat(LOCALE, { type: 'conjunction' }).format(names)
}

/** What to call an entity: `one` is what such an entity is, in lower case ("Unnamed segment"). */
export function named(name: string, one: string): string {
  return name.trim() || `Unnamed ${one}`
}

export function skuName(sku: Pick<Sku, 'name' | 'code'>): string {
  return named(sku.name.trim() || sku.code, 'SKU')
}

/** What people wrote as one line of what can be read: a message has no line in it that somebody could forge. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
}

/** For the start of a sentence. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
