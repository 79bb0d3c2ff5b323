/** Keeps what was not taken, beside what is kept already. */
import { type KeptNotTaken, type KeptWords, readKept } from './kept-words.svelte.ts'

/** @returns false where this browser keeps nothing, or has no room. */
export function keepWords({ key }: KeptWords, words: KeptNotTaken): boolean {
  const before = readKept(key)
  const all = before ? together(before, words) : words
  try {
    localStorage.setItem(key, JSON.stringify(all))
    return true
  } catch {
    return false
  }
}

/** Where a place is in both, the list has what was said of it last; the text has it all. */
function together(before: KeptNotTaken, after: KeptNotTaken): KeptNotTaken {
  const isSaidAgain = ({ kind, path }: KeptNotTaken['changes'][number]) =>
    after.changes.some((one) => one.kind === kind && one.path === path)
  return {
    at: after.at,
    isOfBefore: Boolean(before.isOfBefore || after.isOfBefore),
    isTakenAway: Boolean(before.isTakenAway && after.isTakenAway),
    changes: [...before.changes.filter((one) => !isSaidAgain(one)), ...after.changes],
    more: before.more + after.more,
    text: `${before.text}\n\n${after.text}`,
  }
}
