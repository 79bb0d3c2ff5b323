/** Finds sockets whose other end is gone without a word: a phone that lost its network, a closed lid. */

/** An end that has nothing else to say answers each ping: three of these are 15 s. */
export const PING_INTERVAL_MS = 5_000
/** So many intervals in a row without a byte, and it is gone: the first may have had only the end of what it said. */
const SILENT_MAX = 2

/** What the heartbeat needs of a socket. */
export interface Pinged {
  ping: () => void
  /** Ends it at once; a farewell would wait for an answer that never comes. */
  terminate: () => void
}

/** What lies under a socket: on a slow line an answer waits behind all that is being sent, and that is a sign of life too. */
interface Wire {
  readonly bytesRead: number
}

interface Ticking {
  every: (ms: number, run: () => void) => () => void
}

interface Watched {
  wire: Wire
  /** By the last beat. */
  bytesRead: number
  /** For how many beats that has stayed the same. */
  silent: number
}

export class Heartbeat {
  readonly #watched = new Map<Pinged, Watched>()
  readonly #cancel: () => void

  constructor(timers: Ticking) {
    this.#cancel = timers.every(PING_INTERVAL_MS, () => this.#beat())
  }

  watch(socket: Pinged, wire: Wire): void {
    this.#watched.set(socket, { wire, bytesRead: wire.bytesRead, silent: 0 })
  }

  forget(socket: Pinged): void {
    this.#watched.delete(socket)
  }

  stop(): void {
    this.#cancel()
  }

  #beat(): void {
    for (const [socket, watched] of this.#watched) {
      const { bytesRead } = watched.wire
      watched.silent = bytesRead === watched.bytesRead ? watched.silent + 1 : 0
      watched.bytesRead = bytesRead
      if (watched.silent < SILENT_MAX) socket.ping()
      else {
        this.#watched.delete(socket)
        socket.terminate()
      }
    }
  }
}
