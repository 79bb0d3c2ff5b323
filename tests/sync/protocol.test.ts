/** docs/protocol.md, whose examples are read here as the server and a page read them. */
import { readFileSync } from 'node:fs'
import * as messages from '@flashboard/server/sync/messages'
import { messageType } from '@flashboard/shared/wire/messages'
import * as decoding from 'lib0/decoding'
import { expect, test } from 'vitest'
import { applyAwarenessUpdate, Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'

interface Example {
  from: string
  bytes: Uint8Array
  says: Record<string, unknown> & { kind: string }
}

const page = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8')

const examples = [...page.matchAll(/^```bytes (\w+)\n([\s\S]*?)^= (.*)\n```$/gm)].map(
  ([, from, lines, says]): Example => ({
    from: from!,
    bytes: Uint8Array.from(lines!.match(/^(?:[0-9a-f]{2} ?)+(?= |$)/gm)!.flatMap(hexBytes)),
    says: JSON.parse(says!) as Example['says'],
  }),
)

function hexBytes(line: string): number[] {
  return line
    .trim()
    .split(' ')
    .map((byte) => Number.parseInt(byte, 16))
}

/** With its bytes as plain arrays, as the page has them. */
const plain = (said: object) =>
  Object.fromEntries(
    Object.entries(said).map(([key, value]) => [key, value instanceof Uint8Array ? [...value] : value]),
  )

/** What the server says in our own types, as a page reads it. */
function readOwn(bytes: Uint8Array): object {
  const decoder = decoding.createDecoder(bytes)
  const type = decoding.readVarUint(decoder)
  const read = () => {
    switch (type) {
      case messageType.saved:
        return { kind: 'saved', mark: decoding.readVarUint(decoder), seq: decoding.readVarUint(decoder) }
      case messageType.clock:
        return {
          kind: 'clock',
          pageTime: decoding.readFloat64(decoder),
          serverTime: decoding.readFloat64(decoder),
        }
      case messageType.log:
        return { kind: 'log', events: JSON.parse(decoding.readVarString(decoder)) as unknown }
      case messageType.epoch:
        return { kind: 'epoch', epoch: decoding.readVarUint(decoder) }
      case messageType.role:
        return { kind: 'role', role: decoding.readVarString(decoder) }
      default:
        throw new RangeError(`${type} is none of ours`)
    }
  }
  const said = read()
  expect(decoding.hasContent(decoder)).toBe(false)
  return said
}

/** The same, as the server writes it. */
function writtenByServer({ kind, ...said }: Example['says']): Uint8Array {
  const { mark, seq, pageTime, serverTime, epoch } = said as Record<string, number>
  if (kind === 'saved') return messages.saved(mark!, seq!)
  if (kind === 'clock') return messages.clock(pageTime!, serverTime!)
  if (kind === 'epoch') return messages.epoch(epoch!)
  if (kind === 'role') return messages.role(String(said['role']))
  if (kind === 'log') return messages.log(said['events'] as [])
  const bytes = Uint8Array.from(Object.values(said)[0] as number[])
  if (kind === 'step1') return messages.step1(bytes)
  if (kind === 'step2') return messages.step2(bytes)
  return kind === 'update' ? messages.update(bytes) : messages.awareness(bytes)
}

test('every type that goes over a socket has its example, in each direction', () => {
  const told = examples.map(({ from, bytes }) => `${bytes[0]} ${from}`)
  const { auth, ...spoken } = messageType
  expect(new Set(examples.map(({ bytes }) => bytes[0]))).toEqual(new Set(Object.values(spoken)))
  for (const type of [100, 101, 102]) {
    expect(told).toEqual(expect.arrayContaining([`${type} client`, `${type} server`]))
  }
  expect(() => messages.readMessage(Uint8Array.of(auth))).toThrow(RangeError)
})

test.each(examples)(
  '$says.kind, from $from: the bytes on the page are what they are said to be',
  (example) => {
    const { from, bytes, says } = example
    if (from !== 'server') expect(plain(messages.readMessage(bytes))).toEqual(says)
    if (from === 'server') expect(readOwn(bytes)).toEqual(says)
    if (from !== 'client') expect([...writtenByServer(says)]).toEqual([...bytes])
  },
)

test('the state on the page is a whole awareness update', () => {
  const { says } = examples.find((one) => one.says.kind === 'awareness')!
  const doc = new Y.Doc()
  const awareness = new Awareness(doc)
  applyAwarenessUpdate(awareness, Uint8Array.from(says['states'] as number[]), 'test')
  expect(awareness.getStates().get(7)).toEqual({ field: null })
  doc.destroy()
})

test('the update on the page sets the price that it is said to set', () => {
  const { says } = examples.find((one) => one.says.kind === 'step2')!
  const { says: before } = examples.find((one) => one.says.kind === 'step1')!
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Uint8Array.from(says['update'] as number[]))
  expect(doc.getMap('offer').toJSON()).toEqual({ priceMinor: 18_500 })
  expect([...Y.encodeStateVector(doc)]).toEqual(before['stateVector'])
})
