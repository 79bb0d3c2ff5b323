/** What people wrote, made fit for paper: every letter of it that can be seen, and none that does something. */

/** A word of more letters than this may break anywhere: it fits few columns. */
const WORD_MAX = 24
/** … and is cut into so many. */
const PIECE = 6
const BREAK_HERE = '\u200B'

/** Controls, marks that turn the direction of what stands around them, and those that ask for a coloured picture. */
const UNSEEN = /[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]|\p{Variation_Selector}|\u20E3/gu
/** Accents that make no letter together with what they stand on: no font here has them, and the letter would go too. */
const LOOSE_ACCENTS = /[\u0300-\u036F]/g
/** Of others a letter may be heaped with any number: beyond a few, they print over everything around. */
const HEAPED = /(\p{M}{3})\p{M}+/gu

const CHUNKS = /[^\s\u200B]+/gu
const WORDS = /[^-]+/gu
/** The typesetter breaks these itself, at their signs: nothing is put into them that would be copied with them. */
const ADDRESS = /https?:\/\//
const WORDS_OF_ADDRESS = /[^\p{P}\p{S}]+/gu

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * Text of one line or several, whose long words may break.
 * @param wordMax how long a word may be that must stay whole.
 */
export function printable(text: string, wordMax = WORD_MAX): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(UNSEEN, '')
    .normalize('NFC')
    .replace(LOOSE_ACCENTS, '')
    .replace(HEAPED, '$1')
    .replace(CHUNKS, (chunk) =>
      chunk.replace(ADDRESS.test(chunk) ? WORDS_OF_ADDRESS : WORDS, (word) =>
        word.length > wordMax ? breakable(word) : word,
      ),
    )
}

function breakable(word: string): string {
  const parts = Array.from(letters.segment(word), ({ segment }) => segment)
  return Array.from({ length: Math.ceil(parts.length / PIECE) }, (_, index) =>
    parts.slice(index * PIECE, (index + 1) * PIECE).join(''),
  ).join(BREAK_HERE)
}

/** Whether a text begins from the right: by its first letter that has a direction. */
export function beginsFromRight(text: string): boolean {
  const first = /\p{L}/u.exec(text)?.[0] ?? ''
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(first)
}
