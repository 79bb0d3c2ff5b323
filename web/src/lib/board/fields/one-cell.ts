/** Cells of a spreadsheet that are pasted into one field: a browser would run their digits together. */

/** Why a paste is not taken by a field for one value; nothing where it is. */
export function refusalOfPaste(event: ClipboardEvent, label: string): string | undefined {
  const text = event.clipboardData?.getData('text/plain') ?? ''
  const cells = text.split(/[\t\r\n]+/).filter((cell) => cell.trim() !== '').length
  if (cells <= 1) return undefined
  event.preventDefault()
  return `The clipboard holds ${cells} cells, and ${label} takes one: nothing was pasted.`
}
