import { oneLine } from '@flashboard/shared/plan/format'
import type { Context } from 'hono'
import { encodedFileName } from './file-name.ts'

/** Has the answer kept as a JSON file of that name. */
export function asDownload(c: Context, name: string): void {
  const plain = oneLine(name)
    .replace(/[/\\:*?"<>|]/g, '-')
    .toWellFormed()
  c.header('Content-Type', 'application/json; charset=utf-8')
  c.header('Content-Disposition', `attachment; filename="export.json"; filename*=${encodedFileName(plain)}`)
}
