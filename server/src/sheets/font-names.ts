/** Gives a TrueType font a family name of its own: slices of one family would otherwise hide each other. */

const WINDOWS = { platform: 3, encoding: 1, language: 0x0409 }
const FAMILY = 1
const FULL_NAME = 4
const POSTSCRIPT_NAME = 6

/** The font with another table of names, at its end. */
export function renamed(font: Buffer, family: string): Buffer {
  const names = nameTable(family)
  const padding = Buffer.alloc((4 - (font.length % 4)) % 4)
  const out = Buffer.concat([font, padding, names])
  const tables = out.readUInt16BE(4)
  for (let at = 12; at < 12 + tables * 16; at += 16) {
    if (out.toString('latin1', at, at + 4) !== 'name') continue
    out.writeUInt32BE(font.length + padding.length, at + 8)
    out.writeUInt32BE(names.length, at + 12)
    return out
  }
  throw new RangeError('A font without a table of names')
}

/** Version 0: a head, a record a name, then the names, which are all the same. */
function nameTable(family: string): Buffer {
  const ids = [FAMILY, FULL_NAME, POSTSCRIPT_NAME]
  const words = Buffer.from(family, 'utf16le').swap16()
  const head = Buffer.alloc(6 + ids.length * 12)
  head.writeUInt16BE(ids.length, 2)
  head.writeUInt16BE(head.length, 4)
  ids.forEach((id, index) => {
    const { platform, encoding, language } = WINDOWS
    ;[platform, encoding, language, id, words.length, 0].forEach((value, place) =>
      head.writeUInt16BE(value, 6 + index * 12 + place * 2),
    )
  })
  return Buffer.concat([head, words])
}
