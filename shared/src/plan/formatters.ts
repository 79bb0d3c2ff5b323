/**
 * Formatters of Intl, each made once: to make one costs ten times what it costs to use it, and a plan is put into words
 * at every keystroke. There are as many as there are time zones and currencies.
 */

const formatters = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>()

/** @throws RangeError where Intl does not know the locale, or the time zone. */
export function dateTimeFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(`time ${locale} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options))
}

/** @throws RangeError where Intl does not know the locale, or the currency. */
export function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(`number ${locale} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options))
}

function kept<F extends Intl.DateTimeFormat | Intl.NumberFormat>(key: string, make: () => F): F {
  const known = formatters.get(key) as F | undefined
  if (known) return known
  const made = make()
  formatters.set(key, made)
  return made
}
