import type { ChangeAnswer } from '@flashboard/shared/wire/versions'
import { expect, test } from 'vitest'
import { sinceInWords } from './since-words.ts'

const [ada, bea] = ['Ada', 'Bea'].map((name) => ({ personId: name, name }))
const change = (by: ChangeAnswer['by'], ...others: ChangeAnswer['others']): ChangeAnswer => ({
  kind: 'changed',
  section: 'offer',
  path: 'offer/priceMinor',
  label: 'Price',
  was: null,
  is: '€1.00',
  by,
  others,
})

test.each<[ChangeAnswer[], number, string[], string]>([
  [[], 0, ['Cleo'], 'Nothing is different now.'],
  [[change(ada!)], 0, [], '1 change by Ada since then would be set back.'],
  [
    [change(ada!), change(ada!, bea!)],
    0,
    ['Bea'],
    '2 changes by Ada and Bea since then would be set back. Bea has the plan open now.',
  ],
  [
    [change(ada!)],
    7,
    ['Bea', 'Cleo'],
    '8 changes by Ada and others since then would be set back. Bea and Cleo have the plan open now.',
  ],
  [[change(null)], 0, [], '1 change since then would be set back.'],
])('what was changed since, by whom, and who is there (%#)', (changes, more, present, says) => {
  expect(sinceInWords({ changes, more }, present)).toBe(says)
})
