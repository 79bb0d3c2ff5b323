/** Every edit and every move carries `@t<number>;`, which is found in the bytes of whatever frame brings it. */

const AT = '@'.charCodeAt(0)
const T = 't'.charCodeAt(0)
const ZERO = '0'.charCodeAt(0)
const SEMICOLON = ';'.charCodeAt(0)

/** So many frames are kept: what a server has encoded once comes to everybody as the same bytes. */
const FRAMES_KEPT = 8

export const marker = (id: number): string => `@t${id};`

export function markersIn(bytes: Uint8Array): number[] {
  const ids: number[] = []
  for (let at = bytes.indexOf(AT); at >= 0; at = bytes.indexOf(AT, at + 1)) {
    if (bytes[at + 1] !== T) continue
    let id = 0
    let end = at + 2
    for (; isDigit(bytes[end]); end++) id = id * 10 + bytes[end]! - ZERO
    if (end > at + 2 && bytes[end] === SEMICOLON) ids.push(id)
  }
  return ids
}

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= ZERO && byte < ZERO + 10

/** Looks each frame through once, however many receive it. */
export class MarkerReader {
  readonly #frames: { bytes: Buffer; ids: readonly number[] }[] = []

  read(bytes: Buffer): readonly number[] {
    const known = this.#frames.find((frame) => frame.bytes.equals(bytes))
    if (known) return known.ids
    const ids = markersIn(bytes)
    this.#frames.unshift({ bytes, ids })
    if (this.#frames.length > FRAMES_KEPT) this.#frames.pop()
    return ids
  }
}
