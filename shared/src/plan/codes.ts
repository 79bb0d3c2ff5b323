/** Codes that others keep the lists of, checked against the platform's own tables. */
import { numberFormat } from './formatters.ts'

/** Whether `zone` is an IANA time zone that this platform knows. */
export function isTimeZone(zone: string): boolean {
  try {
    const known = Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
    // An offset such as "+01:00" has no clock changes to follow: not a zone.
    return /^[A-Za-z]/.test(known)
  } catch {
    return false
  }
}

const currencies = new Set(Intl.supportedValuesOf('currency'))

/** Whether `currency` is an ISO 4217 code in upper case. */
export function isCurrency(currency: string): boolean {
  return currencies.has(currency)
}

/** Whether `country` looks like an ISO 3166-1 alpha-2 code, or is empty (not said). */
function isCountry(country: string): boolean {
  return /^([A-Z]{2})?$/.test(country)
}

/** How many minor units make one: 100 for EUR, 1 for JPY. */
export function minorUnitsPer(currency: string): number {
  const { maximumFractionDigits = 2 } = numberFormat('en', { style: 'currency', currency }).resolvedOptions()
  return 10 ** maximumFractionDigits
}

/** The lists that a `code` field can be checked against. `all` is what the platform knows, where it says. */
export const codeLists = {
  timeZone: {
    what: 'time zone',
    max: 60,
    isKnown: isTimeZone,
    all: () => Intl.supportedValuesOf('timeZone'),
  },
  currency: { what: 'currency', max: 3, isKnown: isCurrency, all: () => Intl.supportedValuesOf('currency') },
  country: { what: 'two-letter country code', max: 2, isKnown: isCountry, all: (): string[] => [] },
} as const
export type CodeList = keyof typeof codeLists
