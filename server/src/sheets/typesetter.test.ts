import { collections, type PlanSeed } from '@flashboard/shared/plan/schema'
import { LAUNCH_AT, planOf } from '@flashboard/shared/plan/test-plan'
import type { SheetName } from '@flashboard/shared/sheets/sheets'
import { describe, expect, test } from 'vitest'
import { type PdfPage, readPdf } from '../../../tests/support/pdf-text.ts'
import { sheetJob } from './sheet-job.ts'
import { Typesetter } from './typesetter.ts'

const typesetter = new Typesetter()

async function print(seed: PlanSeed, sheet: SheetName): Promise<PdfPage[]> {
  const plan = planOf(seed)
  const order = {
    plan,
    log: [],
    sheet,
    paper: 'a4',
    revision: 7,
    printedAt: LAUNCH_AT,
    address: 'https://a.example',
  } as const
  return await readPdf(await typesetter.pdf(sheetJob(order)))
}

const allText = (pages: readonly PdfPage[]) => pages.map(({ text }) => text).join('\n')
const numbered = (count: number, name: string) =>
  Array.from({ length: count }, (_, index) => `${name}${String(index).padStart(3, '0')}`)

describe('on paper', { timeout: 60_000 }, () => {
  const gear = numbered(120, 'gear')
  const cues = numbered(60, 'cue')
  const pieces = numbered(40, 'piece')
  const macros = numbered(30, 'macro')
  const rules = numbered(20, 'rule')
  const skus = numbered(30, 'sku')
  const full: PlanSeed = {
    hubs: [{ id: 'h', name: 'Porto' }],
    gear: gear.map((name, index) => ({
      id: name,
      name,
      note: `note of ${name}${index % 4 === 0 ? `, ${'which has more to say '.repeat(4)}` : ''}`,
      owner: `owner of ${name}`,
    })),
    cues: cues.map((name, index) => ({
      id: name,
      callOut: name,
      offsetMs: index * 60_000,
      owner: `by ${name}`,
    })),
    pieces: pieces.map((name) => ({ id: name, title: name, kind: 'email', owner: `by ${name}` })),
    macros: macros.map((name) => ({ id: name, title: name, body: `words of ${name}` })),
    refundRules: rules.map((name) => ({ id: name, reason: name, line: `line of ${name}` })),
    skus: skus.map((name) => ({ id: name, name, code: `code of ${name}` })),
    stock: skus.map((name, index) => ({ hubId: 'h', skuId: name, planned: index + 1 })),
  }

  test('every item of a plan of 300 is there once, with what belongs to it on the same page', async () => {
    const printed = new Map<SheetName, PdfPage[]>()
    for (const sheet of ['gear', 'show', 'content', 'support', 'pick'] as const) {
      printed.set(sheet, await print(full, sheet))
    }
    for (const [sheet, names, belonging] of [
      ['gear', gear, 'note of '],
      ['gear', gear, 'owner of '],
      ['show', cues, 'by '],
      ['content', pieces, 'by '],
      ['support', macros, 'words of '],
      ['support', rules, 'line of '],
      ['pick', skus, 'code of '],
    ] as const) {
      const pages = printed.get(sheet)!.map(({ text }) => text.replaceAll('\n', ' '))
      for (const name of names) {
        const alone = new RegExp(`(?<!of |by )\\b${name}\\b`, 'g')
        const on = pages.filter((text) => alone.test(text))
        expect([name, on.length, on[0]?.match(alone)?.length]).toEqual([name, 1, 1])
        expect([name, on[0]!.includes(belonging + name)]).toEqual([name, true])
      }
    }
  })

  test('nothing stands outside the margins, and a heading that goes over a page comes again', async () => {
    const pages = await print(full, 'gear')
    for (const { words, width, height } of pages) {
      for (const { x, y } of words) {
        expect(x).toBeGreaterThanOrEqual(39)
        expect(x).toBeLessThan(width - 39)
        expect(y).toBeGreaterThan(30)
        expect(y).toBeLessThan(height - 20)
      }
      expect(words.some(({ text }) => text === 'Pack')).toBe(true)
    }
    expect(allText(pages)).toContain('continued')
  })

  test('a row goes over a page only where it fits none, and nothing of it is lost', async () => {
    const body = (name: string, lines: number) => numbered(lines, name).join('\n')
    const fits = numbered(12, 'fits')
    const pages = await print(
      {
        macros: [
          ...fits.map((name) => ({
            id: name,
            title: name,
            body: `${body(name, 12)}\n${'so on '.repeat(280)}\n${name} ends`,
          })),
          { id: 'long', title: 'Long', body: body('l', 200) },
        ],
        gear: [{ id: 'g', name: 'Case', note: body('note', 60) }],
      },
      'book',
    )
    for (const name of fits) {
      const on = pages.filter(({ text }) => text.includes(`${name}000`))
      expect([name, on.length]).toEqual([name, 1])
      expect(on[0]!.text).toContain(`${name} ends`)
    }
    const text = allText(pages)
    for (const line of [...numbered(200, 'l'), ...numbered(60, 'note')]) {
      expect([line, text.split(line).length - 1]).toEqual([line, 1])
    }
    for (const { words, height } of pages) for (const { y } of words) expect(y).toBeLessThan(height - 20)
  })

  test('the head of a page is as high as what stands in it', async () => {
    const wide = 'W'.repeat(80)
    const [first] = await print(
      {
        event: { name: 'W'.repeat(120) },
        hubs: [
          { id: 'h', name: wide, owner: wide, modes: ['collection', 'shipping'], cutOff: 'W'.repeat(40) },
        ],
        skus: [{ id: 's', name: 'Strap' }],
        stock: [{ hubId: 'h', skuId: 's', planned: 1 }],
      },
      'pick',
    )
    const footOf = (start: string) => first!.words.find(({ text }) => text.startsWith(start))!.y
    expect(footOf('Pick list')).toBeLessThan(footOf('Launch'))
    expect(footOf('Revision')).toBeLessThan(footOf('Hold back') - 10)
  })

  test('addresses are broken over lines, and not changed by it', async () => {
    const path =
      'https://shop.example.org/returns/policy?drop=meridian38&lang=en#how/to/send/it/back/when/it/came/late'
    const pages = await print(
      {
        gear: [{ id: 'g', name: path, owner: path.slice(0, 80) }],
        macros: [{ id: 'm', title: 'Returns', body: `All of it: ${path}\ncustomercare@meridianwatches.com` }],
      },
      'book',
    )
    for (const { words, width } of pages) {
      for (const { text, x } of words) {
        expect(text).not.toContain('\u200B')
        expect(x).toBeLessThan(width - 39)
      }
    }
    const text = allText(pages).replaceAll('\n', '')
    expect(text.split(path)).toHaveLength(3)
    expect(text).toContain('customercare@meridianwatches.com')
  })

  test('hostile names are letters: no markup, no code, no control, nothing lost', async () => {
    const long = 'W'.repeat(10_000)
    const hostile = [
      '=cmd()',
      '#set page(width: 1pt)',
      '#panic("no")',
      '*bold* _it_ $x$ `raw` <label> @ref \\ // /* "',
      'a\u0000b\u0007c\u202Ed',
      'عربي وأرقام 12',
      '日本語の名前と한국어',
      '🚀 launch',
      `Z${'\u0351\u036B'.repeat(20)}A\u0334L`,
    ]
    const pages = await print(
      {
        gear: hostile.map((name, index) => ({ id: `g${index}`, name, note: name })),
        macros: [{ id: 'm', title: '#import "x"', body: `{{7*7}}\n${long}\n</svg><script>` }],
        event: { name: '#strong[Meridian] = 38' },
      },
      'book',
    )
    const text = allText(pages)
    for (const name of [
      '=cmd()',
      '#set page(width: 1pt)',
      '#panic("no")',
      '*bold* _it_ $x$ `raw` <label> @ref',
    ]) {
      expect(text).toContain(name)
    }
    expect(text).toContain('abcd')
    expect(text).toContain('日本語の名前と한국어')
    expect(text).toContain('launch')
    // A PDF has Arabic in the order in which it is seen.
    for (const letter of 'عربيوأقام') expect(text).toContain(letter)
    expect(text).toContain('{{7*7}}')
    expect(text).toContain('</svg><script>')
    expect(text).toContain('#strong[Meridian] = 38')
    expect(text.match(/WW+/g)!.join('')).toHaveLength(10_000)
    expect(text).toContain('ZAL')
    expect(pages[0]!.width).toBeCloseTo(595.28, 1)
  })

  test('a plan with nothing in it still prints, and says so', async () => {
    const text = allText(await print({}, 'book'))
    for (const nothing of [
      'No gear is planned yet.',
      'No cue is planned yet.',
      'No content is planned yet.',
    ]) {
      expect(text).toContain(nothing)
    }
  })

  test('what would fill hundreds of pages is refused', async () => {
    const body = 'x '.repeat(collections.macros.fields.body.max! / 2)
    const many = Array.from({ length: 41 }, (_, index) => ({ id: `m${index}`, title: 'Long', body }))
    await expect(print({ macros: many }, 'support')).rejects.toMatchObject({ code: 'too_large' })
  })
})
