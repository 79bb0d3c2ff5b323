/** Cuts the typesetter's one picture of all pages into a picture a page, each with the letters that it uses. */

const TOP = /^ {4}(?=\S)/

/** @throws RangeError where the picture is not built as this version of the typesetter builds it. */
export function svgPages(svg: string): string[] {
  const lines = svg.split('\n')
  const size = /^<svg class="typst-doc" viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(lines[0]!)
  const glyphs = lines.findIndex((line) => /^ {4}<defs id="glyph"/.test(line))
  if (!size || glyphs < 0) throw new RangeError('An SVG of another build')
  const body = lines.slice(1, glyphs)
  // A page is its white ground and, at the same level, what is on it.
  const starts = body.flatMap((line, index) => (/^ {4}<path class="typst-shape"/.test(line) ? [index] : []))
  const height = Number(size[2]) / starts.length
  const letters = lettersById(lines.slice(glyphs))
  return starts.map((start, page) => {
    const content = body.slice(start, starts[page + 1]).map((line) => line.replace(TOP, ''))
    const text = content.join('\n').replace(/^<g transform="[^"]*">/m, '<g>')
    const used = new Set([...text.matchAll(/xlink:href="#([^"]+)"/g)].map(([, id]) => id!))
    const defs = [...used].map((id) => letters.get(id) ?? '').join('')
    return `<svg viewBox="0 0 ${size[1]} ${height}" width="${size[1]}pt" height="${height}pt" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><defs>${defs}</defs>${text}</svg>`
  })
}

function lettersById(lines: readonly string[]): Map<string, string> {
  const symbols = lines.join('\n').matchAll(/<symbol id="([^"]+)"[\s\S]*?<\/symbol>/g)
  return new Map([...symbols].map(([symbol, id]) => [id!, symbol]))
}
