/** How numbers stand in a field and are read back from what a person types. Pure; `undefined` is "not a number". */
import { minorUnitsPer } from '@flashboard/shared/plan/codes'

export interface Notation {
  /** What the field shows while nobody types in it. */
  format: (value: number) => string
  /** What was typed, as the field's value. An empty string never gets here. */
  parse: (typed: string) => number | undefined
  /** Which keys a phone offers. */
  inputMode: 'numeric' | 'decimal' | 'text'
  /** Said before or behind the number on screen. */
  unit?: string
}

/** The browser's own; digits 0 to 9 in any of them, so that what is shown can be typed. */
const browserLocale = new Intl.NumberFormat().resolvedOptions().locale

function scaled(digits: number, minimumDigits: number, locale: string, unit?: string): Notation {
  const scale = 10 ** digits
  const formatter = new Intl.NumberFormat(locale, {
    minimumFractionDigits: minimumDigits,
    maximumFractionDigits: digits,
    numberingSystem: 'latn',
  })
  const decimalSign = decimalSignOf(locale)
  return {
    format: (value) => formatter.format(value / scale),
    parse: (typed) => {
      const number = readDecimal(typed, decimalSign)
      return number === undefined ? undefined : Number((number * scale).toFixed(digits === 0 ? 3 : 0))
    },
    inputMode: digits > 0 ? 'decimal' : 'numeric',
    ...(unit === undefined ? {} : { unit }),
  }
}

/** A fraction of a unit is not rounded away in silence: the check behind it refuses it. */
export const wholeNotation = (locale = browserLocale) => scaled(0, 0, locale)
export const shareNotation = (locale = browserLocale) => scaled(2, 0, locale, '%')
export const hundredthsNotation = (locale = browserLocale) => scaled(2, 0, locale)

export function moneyNotation(currency: string, locale = browserLocale): Notation {
  const digits = Math.round(Math.log10(minorUnitsPer(currency)))
  return scaled(digits, digits, locale, symbolOf(currency, locale))
}

function symbolOf(currency: string, locale: string): string {
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency }).formatToParts(0)
  return parts.find(({ type }) => type === 'currency')?.value ?? currency
}

const unitsMs = { d: 86_400_000, h: 3_600_000, min: 60_000, s: 1_000 } as const

/** Elapsed time from the launch: `+2 d`, `−1 h 30 min`; a bare number is minutes. */
export const offsetNotation: Notation = {
  format: (value) => {
    if (value === 0) return '0 min'
    let rest = Math.abs(value)
    const parts: string[] = []
    for (const [unit, ms] of Object.entries(unitsMs)) {
      const whole = Math.floor(rest / ms)
      if (whole > 0) parts.push(`${whole} ${unit}`)
      rest -= whole * ms
    }
    return `${value < 0 ? '−' : '+'}${parts.join(' ')}`
  },
  parse: (typed) => {
    const [, sign, body = ''] = /^\s*T?\s*([+\-−–])?\s*(.*)$/i.exec(typed) ?? []
    const parts = [...body.matchAll(/(\d+(?:[.,]\d+)?)\s*(days?|d|hours?|h|minutes?|min|m|seconds?|s)?\s*/gi)]
    if (parts.length === 0 || parts.map(([part]) => part).join('') !== body) return undefined
    const ms = parts.reduce(
      (sum, [, number, unit]) => sum + Number(number!.replace(',', '.')) * unitMs(unit),
      0,
    )
    return Math.round(sign !== undefined && sign !== '+' ? -ms : ms)
  },
  inputMode: 'text',
}

function unitMs(unit = 'min'): number {
  const letter = unit[0]!.toLowerCase()
  return letter === 'd' ? unitsMs.d : letter === 'h' ? unitsMs.h : letter === 's' ? unitsMs.s : unitsMs.min
}

function decimalSignOf(locale: string): string {
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(0.5)
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.'
}

/**
 * `1,234.5`, `1.234,5` and `1 234,5` alike. Of two kinds of sign the last is the decimal one; a single kind is
 * the decimal sign where the locale says so or where it can't be grouping, which takes threes.
 */
function readDecimal(typed: string, decimalSign: string): number | undefined {
  const compact = typed
    .replaceAll(/[\s\u00a0\u202f'’\u200e\u200f\u061c]/g, '')
    .replace('−', '-')
    .replace(/^[^\d.,-]+|[^\d]+$/g, '')
  if (!/^-?[\d.,]*\d$/.test(compact)) return undefined
  const signs = compact.replaceAll(/[^.,]/g, '')
  const sign = signs.at(-1)
  if (sign === undefined) return Number(compact)
  const isMixed = new Set(signs).size > 1
  const isGrouped = /^-?[1-9]\d{0,2}([.,]\d{2,3})*[.,]\d{3}$/.test(compact)
  if (!isMixed && isGrouped && (sign !== decimalSign || signs.length > 1)) {
    return Number(compact.replaceAll(sign, ''))
  }
  const last = compact.lastIndexOf(sign)
  const whole = compact.slice(0, last)
  // The decimal sign stands once, behind all others.
  if (whole.includes(sign)) return undefined
  return Number(`${whole.replaceAll(/[.,]/g, '')}.${compact.slice(last + 1)}`)
}
