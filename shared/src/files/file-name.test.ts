import { expect, test } from 'vitest'
import { fileName } from './file-name.ts'

test('a file is called after whose it is and what of it', () => {
  expect(fileName('Meridian 38', 'json')).toBe('Meridian 38.json')
  expect(fileName('Meridian 38', 'pdf', 'gear packing list')).toBe('Meridian 38, gear packing list.pdf')
  expect(fileName('عربي 日本語 🚀', 'csv', 'log')).toBe('عربي 日本語 🚀, log.csv')
})

test.each([
  ['../..\\C:*?"<>|', '--..-C-------, log.csv'],
  ['...hidden', '-hidden, log.csv'],
  ['a\u202Evsc.exe', 'avsc.exe, log.csv'],
  ['two\r\nlines\u2028and\u0000more', 'two lines and more, log.csv'],
  ['half \uD83D', 'half \uFFFD, log.csv'],
])('of %j nothing is left that leads elsewhere, hides or is refused', (whose, name) => {
  expect(fileName(whose, 'csv', 'log')).toBe(name)
})
