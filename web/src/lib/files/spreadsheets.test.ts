import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { unzipped } from '../../../../tests/support/unzipped.ts'
import { csvOf, workbookOf } from './spreadsheets.ts'

const formulas = ['=cmd()', '+1', '-1+1', '@SUM(A1)', '\t=1', ' =1', '\u0000=1', '＝1', '\n=1', '|calc']
const words = ['#set page(width: 1pt)', 'عربي وأرقام', '日本語', '🚀 "launch", <b>', 'W'.repeat(10_000)]
const table = {
  title: 'Gear',
  head: ['Item', 'Pieces'],
  rows: [...formulas, ...words].map((name) => [name, -3]),
}

test('in a CSV file nothing begins like a formula, and nothing is lost', async () => {
  const text = await csvOf(table)
  expect(text).toMatch(/\r\n$/)
  const [head, ...rows] = Papa.parse<string[]>(text.replace('\uFEFF', '').trimEnd()).data
  expect(head).toEqual(table.head)
  expect(rows).toEqual([...formulas.map((name) => [`'${name}`, '-3']), ...words.map((name) => [name, '-3'])])
})

test('in a workbook there is no formula, and words are words', async () => {
  const files = unzipped(Buffer.from(await (await workbookOf([table])).arrayBuffer()))
  const all = [...files.values()].join('')
  expect(all).not.toMatch(/<f[ >]/)
  expect(all).not.toContain('\u0000')
  for (const name of ['=cmd()', '@SUM(A1)', 'عربي وأرقام', '日本語', 'W'.repeat(10_000)])
    expect(all).toContain(name)
  expect(all).toMatch(/🚀 ("|&quot;)launch("|&quot;), &lt;b(>|&gt;)/)
  expect(all).toContain('<v>-3</v>')
})
