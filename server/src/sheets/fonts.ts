/**
 * The fonts that sheets are set in: Archivo, as on the page, and of Noto those slices that a sheet's letters need.
 * Slices come as variable WOFF2, by ranges of letters; each becomes two plain TrueType fonts when it is first wanted.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import subsetFont from 'subset-font'
import { renamed } from './font-names.ts'

const packageFolder = (name: string) =>
  dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))

/**
 * A letter is taken from the first of them that has it. `only` of them: Chinese and Korean both claim the Han letters, and
 * Chinese claims the Korean ones too, without having them.
 */
const NOTO: readonly { name: string; only?: RegExp }[] = [
  { name: 'sans' },
  { name: 'sans-arabic' },
  { name: 'sans-hebrew' },
  { name: 'sans-thai' },
  { name: 'emoji' },
  { name: 'sans-kr', only: /\p{Script=Hangul}/u },
  { name: 'sans-sc' },
]
const WEIGHTS = [400, 700] as const
const MAIN_FAMILY = 'Archivo'
const MAIN_FILES = ['400Regular/Archivo_400Regular.ttf', '700Bold/Archivo_700Bold.ttf']

/** What Archivo has: Latin, its punctuation and currencies, arrows and the minus sign. */
const MAIN_RANGES: readonly Range[] = [
  [0x0, 0x24f],
  [0x1e00, 0x1eff],
  [0x2000, 0x206f],
  [0x20a0, 0x20bf],
  [0x2190, 0x2193],
  [0x2212, 0x2212],
]

type Range = readonly [from: number, to: number]

interface Slice {
  family: string
  file: string
  ranges: readonly Range[]
  only: RegExp | undefined
}

interface FontSet {
  /** In the order in which a letter is looked for. */
  families: readonly string[]
  blobs: readonly Buffer[]
}

export class Fonts {
  readonly #main: Buffer[]
  readonly #slices: Slice[] = NOTO.flatMap(slicesOf)
  /** By family. */
  readonly #made = new Map<string, readonly Buffer[]>()
  readonly #sliceOf = new Map<number, Slice | undefined>()

  constructor() {
    const folder = packageFolder('@expo-google-fonts/archivo')
    this.#main = MAIN_FILES.map((file) => readFileSync(join(folder, file)))
  }

  /** What a text needs. Letters that no font here has are printed as boxes. */
  async for(text: string): Promise<FontSet> {
    const wanted = new Set<Slice>()
    for (const letter of new Set(text)) {
      const slice = this.#sliceWith(letter)
      if (slice) wanted.add(slice)
    }
    // In the shelf's order, so that equal texts look the same whatever was printed before.
    const inOrder = this.#slices.filter((slice) => wanted.has(slice))
    const blobs = [...this.#main]
    for (const slice of inOrder) blobs.push(...(await this.#make(slice)))
    return { families: [MAIN_FAMILY, ...inOrder.map(({ family }) => family)], blobs }
  }

  #sliceWith(letter: string): Slice | undefined {
    const code = letter.codePointAt(0)!
    if (isIn(MAIN_RANGES, code)) return undefined
    if (!this.#sliceOf.has(code)) {
      const has = ({ ranges, only }: Slice) => isIn(ranges, code) && (only === undefined || only.test(letter))
      this.#sliceOf.set(code, this.#slices.find(has))
    }
    return this.#sliceOf.get(code)
  }

  async #make({ family, file, ranges }: Slice): Promise<readonly Buffer[]> {
    const known = this.#made.get(family)
    if (known) return known
    const source = readFileSync(file)
    const letters = ranges.map(lettersOf).join('')
    const made: Buffer[] = []
    for (const wght of WEIGHTS) {
      const font = await subsetFont(source, letters, { targetFormat: 'truetype', variationAxes: { wght } })
      made.push(renamed(font, family))
    }
    this.#made.set(family, made)
    return made
  }
}

const isIn = (ranges: readonly Range[], letter: number) =>
  ranges.some(([from, to]) => letter >= from && letter <= to)

/** A package says which of its files has which letters. Their Latin is Archivo's to set, and of signs they claim what they lack. */
function slicesOf({ name, only }: (typeof NOTO)[number]): Slice[] {
  const folder = packageFolder(`@fontsource-variable/noto-${name}`)
  const byName = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>
  return Object.entries(byName)
    .filter(([slice]) => !/^(latin|vietnamese|math|symbols)/.test(slice))
    .map(([slice, ranges]) => {
      const family = `noto-${name}-${slice.replace(/[[\]]/g, '')}`
      const file = join(folder, 'files', `${family}-wght-normal.woff2`)
      return { family, file, ranges: ranges.split(',').map(rangeOf), only }
    })
}

/** From "U+4e00-4e01". */
function rangeOf(written: string): Range {
  const [from = 0, to = from] = written
    .replace(/^u\+/i, '')
    .split('-')
    .map((hex) => Number.parseInt(hex, 16))
  return [from, to]
}

function lettersOf([from, to]: Range): string {
  return Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)).join('')
}
