/**
 * A time that moves when its second is full, and not when this page happened to be opened: two pages that agree on
 * the time change what they show in the same moment.
 */
import { createSubscriber } from 'svelte/reactivity'

const SECOND_MS = 1_000
/** A timer that fires early would show the second before for a second more. */
const AFTER_MS = 3
const STILL_MS = 250

/** @returns real ms until the next whole second counted from `anchor`, for a time that runs at `speed`. */
export function untilNextMs(now: number, anchor: number, speed: number): number {
  // Whatever stands still is looked at now and then, for when it goes on.
  if (speed === 0) return STILL_MS
  const into = (((now - anchor) % SECOND_MS) + SECOND_MS) % SECOND_MS
  // What runs fast skips seconds: no eye follows more than a few in one.
  return Math.max((SECOND_MS - into) / speed, speed === 1 ? 0 : 100) + AFTER_MS
}

/**
 * @param time UTC ms. @param anchor the instant that seconds are counted from: for a countdown, its end.
 * @returns reads the time, and is read anew as each second is full.
 */
export function secondHand(time: () => number, anchor: () => number, speed: () => number): () => number {
  const subscribe = createSubscriber((update) => {
    let timer: ReturnType<typeof setTimeout>
    const arm = () => {
      timer = setTimeout(
        () => {
          update()
          arm()
        },
        untilNextMs(time(), anchor(), speed()),
      )
    }
    arm()
    return () => clearTimeout(timer)
  })
  return () => {
    subscribe()
    return time()
  }
}
