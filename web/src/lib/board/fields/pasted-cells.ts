/** Cells of a spreadsheet on the clipboard: rows of texts, as they stand there, empty rows left out. */
export function pastedCells(event: ClipboardEvent): string[][] {
  const text = event.clipboardData?.getData('text/plain') ?? ''
  return text
    .split(/\r\n|\r|\n/)
    .map((row) => row.split('\t').map((cell) => cell.trim()))
    .filter((row) => row.some((cell) => cell !== ''))
}

/**
 * Why a paste is not taken by a field for one value; nothing where it is. A browser would run the digits of several
 * cells together.
 */
export function refusalOfPaste(event: ClipboardEvent, label: string): string | undefined {
  const cells = pastedCells(event)
    .flat()
    .filter((cell) => cell !== '').length
  if (cells <= 1) return undefined
  event.preventDefault()
  return `The clipboard holds ${cells} cells, and ${label} takes one: nothing was pasted.`
}
