/** Reads a PDF file as a reader would: its pages, their size, and their words with where they stand. */
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

interface PdfWord {
  text: string
  /** Points from the page's left and top edge, at the foot of the letters. */
  x: number
  y: number
}

export interface PdfPage {
  /** Points. */
  width: number
  height: number
  words: PdfWord[]
  /** All of its words, with the breaks that long ones were given taken out. */
  text: string
}

export async function readPdf(file: Uint8Array): Promise<PdfPage[]> {
  const document = await getDocument({ data: new Uint8Array(file), verbosity: 0 }).promise
  try {
    const pages: PdfPage[] = []
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number)
      const [, , width = 0, height = 0] = page.view
      const { items } = await page.getTextContent()
      const words = items.flatMap((item) =>
        'str' in item ? [{ text: item.str, x: item.transform[4], y: height - item.transform[5] }] : [],
      )
      const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('')
      pages.push({ width, height, words, text: text.replaceAll('\u200B', '') })
    }
    return pages
  } finally {
    await document.loadingTask.destroy()
  }
}
