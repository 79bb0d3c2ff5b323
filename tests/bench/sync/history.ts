/** A long past of one plan: twenty people who type and fill fields in turns. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as Y from 'yjs'
import { seededRandom } from '../../support/seeded-chance.ts'
import type { History } from './host.ts'
import { marker } from './marker.ts'

const PEOPLE = 20
const ENTITIES = 50
const FIELDS = 10

/**
 * Writes the past of so many operations into `folder`, the same on every run; the last holds the marker 0.
 * People take turns at every operation, so little of what they type grows together: the harder case.
 */
export function makeHistory(folder: string, operations: number): History {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const random = seededRandom(1)
  const any = (count: number) => Math.floor(random() * count)
  doc.clientID = 1
  const entities = makeEntities(doc)
  while (updates.length < operations - 1) {
    doc.clientID = 1 + any(PEOPLE)
    const { fields, notes } = entities[any(ENTITIES)]!
    if (random() < 0.5) notes.insert(notes.length, 'abcdefghijklmnop '[any(17)]!)
    else fields.set(`field${any(FIELDS)}`, any(1_000))
  }
  doc.getMap('event').set('last', marker(0))
  const history = {
    updatesPath: join(folder, `updates-${operations}`),
    statePath: join(folder, `state-${operations}`),
  }
  writeFileSync(history.updatesPath, Buffer.concat(updates.flatMap((update) => [lengthOf(update), update])))
  writeFileSync(history.statePath, Y.encodeStateAsUpdate(doc))
  doc.destroy()
  return history
}

function makeEntities(doc: Y.Doc) {
  return doc.transact(() =>
    Array.from({ length: ENTITIES }, (_, index) => {
      const fields = new Y.Map<unknown>()
      const notes = new Y.Text()
      doc.getMap('segments').set(`entity${index}`, fields)
      fields.set('notes', notes)
      return { fields, notes }
    }),
  )
}

function lengthOf(update: Uint8Array): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(update.length)
  return bytes
}

export function readUpdates(file: Buffer): Uint8Array[] {
  const updates: Uint8Array[] = []
  for (let at = 0; at < file.length;) {
    const end = at + 4 + file.readUInt32BE(at)
    updates.push(file.subarray(at + 4, end))
    at = end
  }
  return updates
}
