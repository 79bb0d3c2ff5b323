/** How an edit of a text here and an edit elsewhere pass each other. Pure. */
import type { TextEdit } from '@flashboard/shared/plan/text-edit'
import type { YTextEvent } from 'yjs'

/** Where a caret at `index` belongs after somebody else's edit. */
export function caretAfter(index: number, { at, remove, insert }: TextEdit): number {
  if (index <= at) return index
  return Math.max(at, index - remove) + insert.length
}

/** A Yjs delta as edits one after the other, each addressed in the text that the ones before it left. */
export function editsOf(delta: YTextEvent['delta']): TextEdit[] {
  const edits: TextEdit[] = []
  let at = 0
  for (const { retain, delete: remove, insert } of delta) {
    if (retain !== undefined) at += retain
    else if (remove !== undefined) edits.push({ at, remove, insert: '' })
    else if (typeof insert === 'string') {
      const last = edits.at(-1)
      // What stands in for letters that went is one edit with them: a caret in those belongs behind it, not before.
      if (last?.at === at && last.insert === '') last.insert = insert
      else edits.push({ at, remove: 0, insert })
      at += insert.length
    }
  }
  return edits
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
