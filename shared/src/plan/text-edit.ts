/** One edit of a text, between two of its states. Pure. */

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
export function editBetween(before: string, after: string, caret = after.length): TextEdit {
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

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  return index > 0 && unit >= 0xdc00 && unit <= 0xdfff
}
