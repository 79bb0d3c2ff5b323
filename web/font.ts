/**
 * Cuts the letters that nearly every page needs out of Archivo, at the weights and widths that the design
 * uses: 28 KB instead of 90. The remaining letters stay in the package's own files, which a browser fetches
 * only when a page has one of them. Run with `pnpm --filter @flashboard/web run font` after an update of
 * the package.
 */
import { readFile, writeFile } from 'node:fs/promises'
// @ts-expect-error -- the package ships no types
import subsetFont from 'subset-font'

const source = import.meta.resolve('@fontsource-variable/archivo/files/archivo-latin-wdth-normal.woff2')
const target = new URL('src/lib/ui/fonts/archivo-basic.woff2', import.meta.url)

// The same letters as `unicode-range` in fonts.css.
const ascii = Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCodePoint(0x20 + i)).join('')
const letters = `${ascii}\u00a0£§«»·°×–—‘’“”•…€−`

const font = await subsetFont(await readFile(new URL(source)), letters, {
  targetFormat: 'woff2',
  variationAxes: { wght: { min: 400, max: 700 }, wdth: { min: 100, max: 116 } },
  keepFeatures: ['kern', 'tnum'],
  noHinting: true,
})
await writeFile(target, font)
