/** Tables as files for a spreadsheet. Words that people wrote stay words there, whatever they begin with. */
import type { Cell, Table } from '@flashboard/shared/files/tables'

/** So that Excel reads it as UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF'
/** What a spreadsheet takes for a formula, after blanks and controls that it skips, and in full width. */
const LIKE_A_FORMULA = /^[\s\p{Cc}]*[=+\-@|＝＋－＠]|^[\t\r\n]/u
/** What a workbook's XML may not have. */
const NO_XML = /[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu

export async function csvOf({ head, rows }: Table): Promise<string> {
  const { unparse } = await import('papaparse')
  return `${BYTE_ORDER_MARK}${unparse([head, ...rows], { escapeFormulae: LIKE_A_FORMULA })}\r\n`
}

/** A worksheet a table. */
export async function workbookOf(tables: readonly Table[]): Promise<Blob> {
  const { default: writeWorkbook } = await import('write-excel-file/browser')
  const sheets = tables.map(({ title, head, rows }) => ({
    sheet: title,
    stickyRowsCount: 1,
    data: [
      head.map((value) => ({ value, fontWeight: 'bold' as const })),
      ...rows.map((row) => row.map(inWorkbook)),
    ],
  }))
  return await writeWorkbook(sheets).toBlob()
}

/** Only a cell that is said to be a formula is one. */
function inWorkbook(value: Cell) {
  if (value === null) return null
  return typeof value === 'number'
    ? { value, type: Number }
    : { value: value.toWellFormed().replace(NO_XML, ''), type: String }
}
