/** The files in a ZIP archive, as text, by name. */
import { inflateRawSync } from 'node:zlib'

const DIRECTORY_ENTRY = 0x02014b50
const DEFLATED = 8

export function unzipped(archive: Buffer): Map<string, string> {
  const files = new Map<string, string>()
  // The archive's end tells where its directory is.
  const end = archive.lastIndexOf('PK\u0005\u0006', undefined, 'latin1')
  let at = archive.readUInt32LE(end + 16)
  while (archive.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const method = archive.readUInt16LE(at + 10)
    const size = archive.readUInt32LE(at + 20)
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      archive.readUInt16LE(at + field),
    )
    const head = archive.readUInt32LE(at + 42)
    const from = head + 30 + archive.readUInt16LE(head + 26) + archive.readUInt16LE(head + 28)
    const content = archive.subarray(from, from + size)
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength!)
    files.set(name, (method === DEFLATED ? inflateRawSync(content) : content).toString('utf8'))
    at += 46 + nameLength! + extraLength! + commentLength!
  }
  return files
}
