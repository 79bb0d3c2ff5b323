import type { Context } from 'hono'
import { encodedFileName } from './file-name.ts'

/**
 * Has the answer kept as a JSON file.
 * @param name as `fileName` makes it.
 */
export function asDownload(c: Context, name: string): void {
  c.header('Content-Type', 'application/json; charset=utf-8')
  c.header('Content-Disposition', `attachment; filename="export.json"; filename*=${encodedFileName(name)}`)
}
