/**
 * What turns one state of a text into another, by words: the words that both have stay, each where it is, so that
 * carets in them do, and what others write there. Pure.
 *
 * Words that stand once in both, in the same order, are where the two are held together (a patience diff); what lies
 * between those is looked at again by itself. The price grows with the text's length alone, whatever is in it.
 */
import { longestRising } from './longest-rising.ts'
import { editBetween, type TextEdit } from './text-edit.ts'

/** Each leaves some structs in a document; beyond it, what lies close together goes as one. */
export const WORD_EDITS_MAX = 50
const DEPTH_MAX = 8

/** From where to where in the old words and in the new. */
interface Stretch {
  from: number
  to: number
  newFrom: number
  newTo: number
}

/**
 * @returns the edits in the order of their places, each addressed in `before`: to be done from the last to the first.
 * Whole words; none where nothing differs.
 */
export function wordEdits(before: string, after: string): TextEdit[] {
  const [old, fresh] = [wordsOf(before), wordsOf(after)]
  const all = { from: 0, to: old.length, newFrom: 0, newTo: fresh.length }
  const [starts, newStarts] = [startsOf(old), startsOf(fresh)]
  return joined([...differing(old, fresh, all, DEPTH_MAX)], old).map(({ from, to, newFrom, newTo }) => ({
    at: starts[from]!,
    remove: starts[to]! - starts[from]!,
    insert: after.slice(newStarts[newFrom], newStarts[newTo]),
  }))
}

/** As `wordEdits`, and of a word that is written otherwise only its letters that differ. */
export function letterEdits(before: string, after: string): TextEdit[] {
  return wordEdits(before, after).map(({ at, remove, insert }) => {
    const within = editBetween(before.slice(at, at + remove), insert)
    return { ...within, at: at + within.at }
  })
}

/** Scripts without spaces go letter by letter; so does what is between words. */
const WORD = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]|[\p{L}\p{M}\p{N}]+|./gsu

function wordsOf(text: string): string[] {
  return text.match(WORD) ?? []
}

const isWord = (word: string) => /[\p{L}\p{N}]/u.test(word)

/** Where each begins (letters), and behind them the end. */
function startsOf(words: readonly string[]): number[] {
  const starts = [0]
  for (const { length } of words) starts.push(starts.at(-1)! + length)
  return starts
}

function* differing(
  old: readonly string[],
  fresh: readonly string[],
  within: Stretch,
  depth: number,
): Generator<Stretch> {
  const rest = trimmed(old, fresh, within)
  if (rest.from === rest.to && rest.newFrom === rest.newTo) return
  const anchors = depth > 0 ? anchorsIn(old, fresh, rest) : []
  if (anchors.length === 0) return yield rest
  let [from, newFrom] = [rest.from, rest.newFrom]
  for (const [at, newAt] of anchors) {
    yield* differing(old, fresh, { from, to: at, newFrom, newTo: newAt }, depth - 1)
    ;[from, newFrom] = [at + 1, newAt + 1]
  }
  yield* differing(old, fresh, { ...rest, from, newFrom }, depth - 1)
}

/** Without what both begin and end with. */
function trimmed(old: readonly string[], fresh: readonly string[], within: Stretch): Stretch {
  let { from, to, newFrom, newTo } = within
  while (from < to && newFrom < newTo && old[from] === fresh[newFrom]) {
    from++
    newFrom++
  }
  while (from < to && newFrom < newTo && old[to - 1] === fresh[newTo - 1]) {
    to--
    newTo--
  }
  return { from, to, newFrom, newTo }
}

/** The words that stand once in both, as many as are in the same order: where in the old, and where in the new. */
function anchorsIn(
  old: readonly string[],
  fresh: readonly string[],
  { from, to, newFrom, newTo }: Stretch,
): [number, number][] {
  const newPlaces = placesOfOnce(fresh, newFrom, newTo)
  const pairs: [number, number][] = []
  for (const [word, at] of placesOfOnce(old, from, to)) {
    const newAt = newPlaces.get(word)
    if (newAt !== undefined) pairs.push([at, newAt])
  }
  pairs.sort(([a], [b]) => a - b)
  const rising = longestRising(pairs, ([, newAt]) => newAt)
  return pairs.filter((pair) => rising.has(pair))
}

function placesOfOnce(words: readonly string[], from: number, to: number): Map<string, number> {
  const places = new Map<string, number>()
  const often = new Set<string>()
  for (let at = from; at < to; at++) {
    const word = words[at]!
    if (!isWord(word) || often.has(word)) continue
    if (places.delete(word)) often.add(word)
    else places.set(word, at)
  }
  return places
}

/** Those with no word between them as one, and of too many those that lie closest together. */
function joined(stretches: readonly Stretch[], old: readonly string[]): Stretch[] {
  const apart = joinedWhere(stretches, (left, right) => !old.slice(left.to, right.from).some(isWord))
  if (apart.length <= WORD_EDITS_MAX) return apart
  const gaps = apart.slice(1).map((stretch, index) => stretch.from - apart[index]!.to)
  const byWidth = [...gaps.keys()].sort((a, b) => gaps[b]! - gaps[a]!)
  const behindWidest = new Set(byWidth.slice(0, WORD_EDITS_MAX - 1).map((gap) => apart[gap + 1]!))
  return joinedWhere(apart, (_left, right) => !behindWidest.has(right))
}

function joinedWhere(
  stretches: readonly Stretch[],
  isOne: (left: Stretch, right: Stretch) => boolean,
): Stretch[] {
  const result: Stretch[] = []
  let last: Stretch | undefined
  for (const stretch of stretches) {
    if (last && isOne(last, stretch)) {
      result[result.length - 1] = { ...result.at(-1)!, to: stretch.to, newTo: stretch.newTo }
    } else result.push(stretch)
    last = stretch
  }
  return result
}
