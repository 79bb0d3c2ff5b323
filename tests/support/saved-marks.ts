/** The page's side of "saved up to here": asks, and hears the answers. */
import { messageType } from '@flashboard/shared/wire/messages'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Page } from './test-device.ts'

/** @param onSaved hears each mark with the plan's seq. */
export function hearSaved({ provider }: Page, onSaved: (mark: number, seq: number) => void): void {
  provider.messageHandlers[messageType.saved] = (_encoder, decoder) => {
    onSaved(decoding.readVarUint(decoder), decoding.readVarUint(decoder))
  }
}

export function askSaved({ provider }: Page, mark: number): void {
  provider.ws?.send(
    encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, messageType.saved)
      encoding.writeVarUint(encoder, mark)
    }),
  )
}

/** Resolves once everything that the page has sent so far is on the server's disk. */
export async function saved(page: Page): Promise<number> {
  return await new Promise((resolve) => {
    hearSaved(page, (_mark, seq) => resolve(seq))
    askSaved(page, 1)
  })
}
