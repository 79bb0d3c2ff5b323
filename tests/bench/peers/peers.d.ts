/** As much of the other servers as the bench calls: they are installed only when it runs. */
declare module '@hocuspocus/server' {
  export class Server {
    constructor(settings: Record<string, unknown>)
    listen(): Promise<unknown>
    readonly address: { port: number }
    destroy(): Promise<unknown>
  }
}
declare module '@hocuspocus/extension-sqlite' {
  export const schema: string
  export const upsertQuery: string
  export const SQLite: new (settings: { database: string }) => object
}
declare module 'y-websocket/bin/utils' {
  import type { WebSocket } from 'ws'
  import type { IncomingMessage } from 'node:http'
  export function setupWSConnection(socket: WebSocket, request: IncomingMessage): void
  export function getPersistence(): { provider: import('y-leveldb').LeveldbPersistence } | null
}
declare module 'y-leveldb' {
  export class LeveldbPersistence {
    constructor(folder: string)
    storeUpdate(documentName: string, update: Uint8Array): Promise<number>
    destroy(): Promise<void>
  }
}
