/** How this page stands with the server, in a word or two: the head and the clock say the same. */
import type { ConnectionState } from '#lib/plan/connection.svelte.ts'

export function connectionTurn(state: ConnectionState): string {
  // The server is there, and said why not now.
  if (state.name === 'offline' && state.message) return 'Trying again'
  return { online: 'Connected', connecting: 'Connecting', offline: 'Offline', refused: 'Not connected' }[
    state.name
  ]
}
