import type { Truth } from './history.ts'

/** What a turn did, in a word or two. @param was what held before it; none where it is the first. */
export function turnInWords(truth: Truth, was: Truth | undefined): string {
  if (truth === 'met') return 'met'
  if (truth === 'doesNotApply') return was === undefined ? 'does not apply' : 'does not apply any more'
  if (was === 'met') return 'broke'
  return was === 'doesNotApply' ? 'applies now' : 'not met'
}
