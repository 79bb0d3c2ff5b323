/** Edits between states of a text, and how an edit here and an edit elsewhere pass each other. Pure. */

export interface TextEdit {
  at: number
  remove: number
  insert: string
}

/**
 * The edit that turns `before` into `after`: what lies between their common start and common end.
 * Never splits a surrogate pair, so that two people's edits can't leave half a letter.
 * @param caret where the caret stands in `after`: settles which of several equal letters was typed.
 */
export function editBetween(before: string, after: string, caret: number): TextEdit {
  const shorter = Math.min(before.length, after.length)
  const startLimit = Math.min(shorter, Math.max(0, caret - Math.max(0, after.length - before.length)))
  let start = 0
  while (start < startLimit && before[start] === after[start]) start++
  if (isLowSurrogate(before, start) || isLowSurrogate(after, start)) start--
  let end = 0
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++
  if (end > 0 && (isLowSurrogate(before, before.length - end) || isLowSurrogate(after, after.length - end))) {
    end--
  }
  return { at: start, remove: before.length - end - start, insert: after.slice(start, after.length - end) }
}

/** Where a caret at `index` belongs after somebody else's edit. */
export function caretAfter(index: number, { at, remove, insert }: TextEdit): number {
  if (index <= at) return index
  return Math.max(at, index - remove) + insert.length
}

/**
 * A control that for a while can't show what others write: letters are being composed in it, or it holds a
 * text that is refused. Knows for each letter of the document which letter of the control it is, so that
 * what is typed goes to its place, and nothing that the others wrote is taken for removed.
 */
export class HeldBack {
  /** By letter of the document: its index in the control; −1 for what others wrote meanwhile. */
  #letters: number[]

  /** @param length of the text, with which control and document are still the same. */
  constructor(length: number) {
    this.#letters = Array.from({ length }, (_, i) => i)
  }

  /** Somebody else's edit, addressed in the document. */
  theirs({ at, remove, insert }: TextEdit): void {
    this.#letters.splice(at, remove, ...Array<number>(insert.length).fill(-1))
  }

  /** An edit of the control as edits of the document, one after the other. */
  mine({ at, remove, insert }: TextEdit): TextEdit[] {
    const edits: TextEdit[] = []
    for (let i = this.#letters.length - 1; i >= 0; i--) {
      if (!isWithin(this.#letters[i]!, at, at + remove)) continue
      const last = i
      while (i > 0 && isWithin(this.#letters[i - 1]!, at, at + remove)) i--
      edits.push({ at: i, remove: last - i + 1, insert: '' })
      this.#letters.splice(i, last - i + 1)
    }
    const place = this.inDocument(at)
    if (insert !== '') edits.push({ at: place, remove: 0, insert })
    const shift = insert.length - remove
    this.#letters = this.#letters.map((letter) => (letter >= at + remove ? letter + shift : letter))
    this.#letters.splice(place, 0, ...Array.from({ length: insert.length }, (_, i) => at + i))
    return edits
  }

  /** Where a caret at `index` of the control stands in the document. */
  inDocument(index: number): number {
    return this.#letters.findLastIndex((letter) => letter >= 0 && letter < index) + 1
  }
}

function isWithin(letter: number, from: number, to: number): boolean {
  return letter >= from && letter < to
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  return index > 0 && unit >= 0xdc00 && unit <= 0xdfff
}
