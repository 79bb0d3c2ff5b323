/** The keys of the war room, as one table: what is pressed, what it does, and where the page goes on from there. */
import type { Calls } from './calls.svelte.ts'

interface Key {
  /** As the sheet shows it. */
  shows: string
  does: string
  /** Of whoever has the desk. */
  isCallers?: true
  /** What changes nothing: viewers have these alone. */
  isForAll?: true
  act: (calls: Calls) => unknown
}

/** Puts the focus where something is to be typed: the letter itself must not arrive there. */
const focus = (id: string) => () => document.getElementById(id)?.focus()
/** The first thing to press or choose there. */
const focusIn = (id: string) => () =>
  document.getElementById(id)?.querySelector<HTMLElement>('button, select, input')?.focus()
const press = (id: string) => () => document.getElementById(id)?.click()

/** By what the keyboard says, Shift apart. */
export const keys: Readonly<Record<string, Key>> = {
  ' ': { shows: 'Space', does: 'next cue', isCallers: true, act: (calls) => calls.next() },
  'Shift+ ': { shows: 'Shift Space', does: 'back one step', isCallers: true, act: (calls) => calls.back() },
  e: { shows: 'E', does: 'end this cue', isCallers: true, act: (calls) => calls.end() },
  k: { shows: 'K', does: 'skip the next cue', isCallers: true, act: (calls) => calls.skip() },
  h: { shows: 'H', does: 'hold, and why', isCallers: true, act: (calls) => calls.hold() },
  r: { shows: 'R', does: 'resume', isCallers: true, act: (calls) => calls.resume() },
  n: { shows: 'N', does: 'nudge the next owner', isCallers: true, act: (calls) => calls.nudge() },
  p: { shows: 'P', does: 'open a poll', isCallers: true, act: (calls) => calls.openPoll() },
  g: { shows: 'G', does: 'vote go', act: (calls) => calls.vote('go') },
  x: {
    shows: 'X',
    does: 'vote no-go, with a reason',
    act: (calls) => calls.canVote() && focus('vote-reason')(),
  },
  a: { shows: 'A', does: 'my cue: read, then ready', act: (calls) => calls.acknowledge() },
  s: { shows: 'S', does: 'record a sale', act: focus('record-sale') },
  i: { shows: 'I', does: 'log an issue', act: focus('log-issue') },
  t: { shows: 'T', does: 'take the next issue', act: (calls) => calls.takeIssue() },
  c: { shows: 'C', does: 'close my oldest issue', act: (calls) => calls.closeIssue() },
  m: { shows: 'M', does: 'macros, filled in', isForAll: true, act: press('open-macros') },
  d: { shows: 'D', does: 'to the desk: start, hand over, take, call off, close', act: focusIn('desk') },
  v: { shows: 'V', does: 'to the verdict: go, waive, no-go, launch', act: focusIn('verdict') },
  l: { shows: 'L', does: 'write in the log', act: focus('log-note') },
  b: { shows: 'B', does: 'back to now', isForAll: true, act: press('back-to-now') },
  f: { shows: 'F', does: 'follow the lead, or not', isForAll: true, act: press('follow') },
  j: { shows: 'J', does: 'in a rehearsal: on to the next cue', isForAll: true, act: press('jump-to-cue') },
  '?': {
    shows: '?',
    does: 'all keys',
    isForAll: true,
    act: () => document.getElementById('all-keys')?.togglePopover(),
  },
}

const FIELDS = 'input, textarea, select, [contenteditable]'

/** Escape gives the keys back to the room; in a window over it, it closes that one. */
export function leaveField({ key, isComposing, target }: KeyboardEvent): void {
  const isField = target instanceof HTMLElement && target.matches(FIELDS) && !target.closest('[popover]')
  if (key === 'Escape' && !isComposing && isField) target.blur()
}

/** The entry of a key press; none while somebody types, presses a button, means the browser, or may only look. */
export function keyOf(event: KeyboardEvent, mayEdit: boolean): Key | undefined {
  const { key, target } = event
  if (event.isComposing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return undefined
  const element = target instanceof Element ? target : undefined
  if (element?.closest(FIELDS)) return undefined
  if (key === ' ' && element?.closest('button, a, summary')) return undefined
  // In a window over the room a letter means the window.
  if (element?.closest('[popover]') && key !== '?') return undefined
  const name = key.length === 1 ? key.toLowerCase() : key
  const shifted = event.shiftKey && key === ' ' ? `Shift+${name}` : name
  const found = Object.hasOwn(keys, shifted) ? keys[shifted] : undefined
  return mayEdit || found?.isForAll ? found : undefined
}
