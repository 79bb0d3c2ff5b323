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

const locale = undefined

function scaled(digits: number, unit?: string): Notation {
  const scale = 10 ** digits
  const formatter = new Intl.NumberFormat(locale, { maximumFractionDigits: digits })
  return {
    format: (value) => formatter.format(value / scale),
    parse: (typed) => {
      const number = readDecimal(typed)
      return number === undefined ? undefined : Math.round(number * scale)
    },
    inputMode: digits > 0 ? 'decimal' : 'numeric',
    ...(unit === undefined ? {} : { unit }),
  }
}

export const wholeNotation: Notation = {
  ...scaled(0),
  // A fraction of a unit is not rounded away in silence: the check that follows refuses it.
  parse: (typed) => readDecimal(typed),
}
export const shareNotation: Notation = scaled(2, '%')
export const hundredthsNotation: Notation = scaled(2)

export function moneyNotation(currency: string): Notation {
  const digits = Math.log10(minorUnitsPer(currency))
  const formatter = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return { ...scaled(digits, symbolOf(currency)), format: (value) => formatter.format(value / 10 ** digits) }
}

function symbolOf(currency: string): string {
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

/** `1,234.5`, `1.234,5` and `1 234,5` alike: the last separator followed by other than three digits is the point. */
function readDecimal(typed: string): number | undefined {
  const compact = typed
    .replaceAll(/[\s\u00a0\u202f'’]/g, '')
    .replace('−', '-')
    .replace(/^[^\d-]+|[^\d]+$/g, '')
  if (!/^-?\d[\d.,]*$/.test(compact)) return undefined
  const last = Math.max(compact.lastIndexOf('.'), compact.lastIndexOf(','))
  const separators = compact.replaceAll(/[^.,]/g, '')
  const isPoint =
    last >= 0 && (compact.length - last - 1 !== 3 || (separators.length > 1 && new Set(separators).size > 1))
  const whole = (isPoint ? compact.slice(0, last) : compact).replaceAll(/[.,]/g, '')
  return Number(isPoint ? `${whole}.${compact.slice(last + 1) || '0'}` : whole)
}
