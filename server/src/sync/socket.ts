/** What a room needs of a socket: three members, so tests need no network. */
export interface Socket {
  send: (bytes: Uint8Array) => void
  close: (code: number, reason: string) => void
  /** Bytes given to `send` that have not left yet. */
  readonly bufferedAmount: number
}
