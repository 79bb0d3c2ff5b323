/**
 * The server's time on this machine. Of all answers the one with the shortest round trip says the most,
 * so its offset is kept until a better one comes or it is too old to trust.
 */
const TRUSTED_FOR_MS = 10 * 60_000

export class ServerClock {
  #offsetMs = 0
  #roundTripMs = Infinity
  #measuredAt = -Infinity

  /** @param sentAt this machine's time when it asked (ms). @param receivedAt and when the answer came. */
  learn(sentAt: number, serverTime: number, receivedAt: number): void {
    const roundTripMs = receivedAt - sentAt
    const isStale = receivedAt - this.#measuredAt > TRUSTED_FOR_MS
    if (roundTripMs < 0 || (roundTripMs > this.#roundTripMs && !isStale)) return
    this.#roundTripMs = roundTripMs
    this.#measuredAt = receivedAt
    // Whole, as instants are everywhere: Temporal throws on a half.
    this.#offsetMs = Math.round(serverTime + roundTripMs / 2 - receivedAt)
  }

  /** How far the server is ahead of this machine, in ms; negative when it is behind. */
  get offsetMs(): number {
    return this.#offsetMs
  }

  /** Whether the server has been asked at all. */
  get isSet(): boolean {
    return this.#measuredAt > -Infinity
  }

  now(): number {
    return Date.now() + this.#offsetMs
  }
}
