/** The facts of plan/evidence-facts in the words of a sentence. What is not spelt like them stays as it is. */
import { isCurrency } from '../plan/codes.ts'
import { OPEN_ENDED, TIER, UNSET } from '../plan/evidence-facts.ts'
import { counted, formatInstant, formatMoney, formatNumber, named } from '../plan/format.ts'
import type { Plan } from '../plan/schema.ts'

const NOT_SET = 'not set'

/** "the price", "the access window of Loyalty members". */
export function buyerFactSubject(fact: string, { tiers }: Plan): string {
  if (fact === 'price') return 'the price'
  if (fact === 'cap') return 'the hard cap'
  if (fact === 'buyLink') return 'the buy link'
  const tier = tiers.find(({ id }) => TIER + id === fact)
  return tier
    ? `the access window of ${named(tier.name, 'tier')}`
    : 'the access window of a tier since removed'
}

export function isTier(fact: string): boolean {
  return fact.startsWith(TIER)
}

export function buyerFactInWords(fact: string, value: string, { event }: Plan): string {
  if (value === UNSET) return NOT_SET
  if (fact === 'price') return priceInWords(value)
  if (fact === 'cap') return wholeInWords(value, 'unit')
  return isTier(fact) ? windowInWords(value, event.timeZone) : value
}

/** "150 units", or the bare number where the sentence says of what. */
export function wholeInWords(value: string, unit?: string): string {
  if (value === UNSET) return NOT_SET
  if (!/^-?\d{1,15}$/.test(value)) return value
  return unit === undefined ? formatNumber(Number(value)) : counted(Number(value), unit)
}

export function choiceInWords(value: string, options: Readonly<Record<string, string>>): string {
  if (value === UNSET) return NOT_SET
  return Object.hasOwn(options, value) ? options[value]! : value
}

function priceInWords(value: string): string {
  const [, minor, currency = ''] = /^(\d{1,15}) ([A-Z]{3})$/.exec(value) ?? []
  return minor && isCurrency(currency) ? formatMoney(Number(minor), currency) : value
}

function windowInWords(value: string, timeZone: string): string {
  const [from = '', until = ''] = value.split('/')
  const ends = [
    ['from', from],
    ['until', until],
  ] as const
  if (!ends.every(([, at]) => at === OPEN_ENDED || !Number.isNaN(Date.parse(at)))) return value
  return ends
    .filter(([, at]) => at !== OPEN_ENDED)
    .map(([word, at]) => `${word} ${formatInstant(Date.parse(at), timeZone)}`)
    .join(' ')
}
