/** On a narrow screen the stops do not all fit: they slide under the clock, and the page stays where it is. */

/** As little as it takes to show a stop, and half a stop more: that there is one. */
export function slideTo(stop: HTMLElement | null): void {
  const list = stop?.closest('ol')
  if (!stop || !list) return
  const { offsetLeft, offsetWidth } = stop
  const farthest = offsetLeft - offsetWidth / 2
  const nearest = offsetLeft + 1.5 * offsetWidth - list.clientWidth
  list.scrollLeft = Math.min(farthest, Math.max(nearest, list.scrollLeft))
}

/** For those who come by keys alone: nothing slides away under a finger. */
export function slideToFocus({ target }: FocusEvent): void {
  if (target instanceof HTMLElement && target.matches(':focus-visible')) slideTo(target)
}
