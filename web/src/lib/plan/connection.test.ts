import { PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import { messageType } from '@flashboard/shared/wire/messages'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { afterEach, expect, test, vi } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { EditLedger } from './edit-ledger.ts'

const fake = vi.hoisted(() => ({ providers: [] as Provider[] }))

/** What a connection sees of y-websocket's provider. */
interface Provider {
  ws: { readyState: number; send: (data: Uint8Array) => void }
  messageHandlers: ((encoder: unknown, decoder: decoding.Decoder) => void)[]
  listeners: Map<string, (...said: unknown[]) => void>
}

vi.mock('y-websocket', () => ({
  WebsocketProvider: class {
    ws = { readyState: WebSocket.OPEN, send: vi.fn() }
    messageHandlers = [() => {}]
    listeners = new Map<string, (...said: unknown[]) => void>()
    constructor() {
      fake.providers.push(this)
    }
    on(name: string, listener: (...said: unknown[]) => void) {
      this.listeners.set(name, listener)
    }
    destroy() {}
  },
}))
vi.mock('./lifeline.ts', () => ({
  CountingSocket: WebSocket,
  Lifeline: class {
    destroy() {}
  },
}))

/** A page that is in step with the server. */
async function online() {
  // What the compiler makes of runes is not asked here.
  vi.stubGlobal('$state', { raw: (value: unknown) => value })
  vi.stubGlobal('location', { protocol: 'https:', host: 'flashboard.test' })
  const { Connection } = await import('./connection.svelte.ts')
  const keeper = { keep: vi.fn(), keepEdit: vi.fn(), saved: vi.fn() }
  const doc = new Y.Doc()
  const awareness = new Awareness(doc)
  const connection = new Connection('plan', doc, awareness, new EditLedger(keeper), { keepFact: vi.fn() })
  const provider = fake.providers.at(-1)!
  provider.listeners.get('sync')!(true)
  const sent: Uint8Array[] = []
  provider.ws.send = (data) => sent.push(data)
  return {
    connection,
    keeper,
    /** What the server sends of the plan. */
    hear: (update: Uint8Array) => Y.applyUpdate(doc, update, provider),
    marksSent: () =>
      sent.flatMap((data) => {
        const decoder = decoding.createDecoder(data)
        return decoding.readVarUint(decoder) === messageType.saved ? decoding.readVarUint(decoder) : []
      }),
    answer: (mark: number) => {
      const encoder = encoding.createEncoder()
      encoding.writeVarUint(encoder, mark)
      provider.messageHandlers[messageType.saved]!(
        undefined,
        decoding.createDecoder(encoding.toUint8Array(encoder)),
      )
    },
    end: () => {
      connection.destroy()
      awareness.destroy()
    },
  }
}

afterEach(() => void vi.unstubAllGlobals())

test('[C2] what another tab left and the server has sent already is asked for, and counts until it is answered', async () => {
  const { connection, keeper, hear, marksSent, answer, end } = await online()
  const other = new Y.Doc()
  other.getMap('offer').set('price', 1)
  const update = Y.encodeStateAsUpdate(other)
  hear(update)
  const left = { update, schemaVersion: PLAN_SCHEMA_VERSION, key: 7 }
  connection.found([], [left])
  expect([connection.unsaved, connection.isSaved]).toEqual([1, false])
  await Promise.resolve()
  expect(marksSent()).toEqual([1])
  answer(1)
  expect([connection.unsaved, connection.isSaved]).toEqual([0, true])
  expect(keeper.saved.mock.calls).toEqual([[[left]]])
  end()
})
