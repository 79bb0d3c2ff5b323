/** A file's name for `filename*` in a Content-Disposition, as RFC 8187 has it: what it allows beyond letters, encoded. */
export function encodedFileName(name: string): string {
  return `UTF-8''${encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )}`
}
