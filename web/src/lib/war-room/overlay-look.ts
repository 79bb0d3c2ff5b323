/** How an overlay looks on the stream, by its address: `/overlay?place=top-right&look=text&show=units&size=120#…`. */

export const places = ['top-left', 'top', 'top-right', 'bottom-left', 'bottom', 'bottom-right'] as const
/** `panel` stands on a dark ground, `text` on the video itself. */
export const looks = ['panel', 'text'] as const
export const shows = ['all', 'clock', 'units'] as const

interface OverlayLook {
  place: (typeof places)[number]
  look: (typeof looks)[number]
  show: (typeof shows)[number]
  /** Per cent. */
  size: number
}

const SIZES = { least: 50, most: 200 }

/** What is not known there is as if it were not said: a stream shows something in any case. */
export function overlayLook(search: string): OverlayLook {
  const said = new URLSearchParams(search)
  const oneOf = <const T extends string>(name: string, all: readonly [T, ...T[]]): T =>
    all.find((each) => each === said.get(name)) ?? all[0]
  const size = Number(said.get('size') ?? 100)
  return {
    place: said.has('place') ? oneOf('place', places) : 'bottom-left',
    look: oneOf('look', looks),
    show: oneOf('show', shows),
    size: size >= SIZES.least && size <= SIZES.most ? size : 100,
  }
}
