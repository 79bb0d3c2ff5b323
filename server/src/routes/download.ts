import { oneLine } from '@flashboard/shared/plan/format'
import type { Context } from 'hono'

/** Has the answer kept as a JSON file of that name. */
export function asDownload(c: Context, name: string): void {
  const plain = oneLine(name)
    .replace(/[/\\:*?"<>|]/g, '-')
    .toWellFormed()
  c.header('Content-Type', 'application/json; charset=utf-8')
  c.header('Content-Disposition', `attachment; filename="export.json"; filename*=UTF-8''${encoded(plain)}`)
}

/** What RFC 8187 allows beyond letters. */
const encoded = (name: string) =>
  encodeURIComponent(name).replace(/['()*]/g, (each) => `%${each.charCodeAt(0).toString(16)}`)
