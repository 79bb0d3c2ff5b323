/** Two states of a text as one that can be read: what differs in it, with some words around each. Pure. */
import { wordEdits } from './word-edits.ts'

export const textPartKinds = ['same', 'removed', 'added'] as const

export interface TextPart {
  kind: (typeof textPartKinds)[number]
  text: string
}

/** Letters: of what is the same beside each change, of each change, and of all. */
const AROUND = 30
const EACH = 200
const ALL = 600

/** @returns nothing where one of the two is empty: then there is nothing to be compared. */
export function textParts(was: string, is: string): TextPart[] | undefined {
  if (was === '' || is === '') return undefined
  const parts: TextPart[] = []
  let letters = 0
  let at = 0
  const edits = wordEdits(was, is)
  for (const [index, edit] of edits.entries()) {
    if (letters > ALL) {
      parts.push({ kind: 'same', text: '…' })
      return parts
    }
    add('same', index === 0 ? ending(was.slice(0, edit.at)) : between(was.slice(at, edit.at)))
    at = edit.at + edit.remove
    add('removed', beginning(was.slice(edit.at, at), EACH))
    add('added', beginning(edit.insert, EACH))
  }
  add('same', beginning(was.slice(at), AROUND))
  return parts

  function add(kind: TextPart['kind'], text: string) {
    letters += text.length
    if (text !== '') parts.push({ kind, text })
  }
}

function between(text: string): string {
  return text.length <= 3 * AROUND ? text : `${beginning(text, AROUND)}${ending(text).slice(1)}`
}

function beginning(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, letters).toWellFormed()}…`
}

/** From the beginning of a word on, where one begins in it. */
function ending(text: string): string {
  if (text.length <= AROUND) return text
  const end = text.slice(-AROUND).toWellFormed()
  return `…${end.slice(Math.max(0, end.search(/(?<=\s)\S/)))}`
}
