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
    if (roundTripMs < 0) return
    // Whole, as instants are everywhere: Temporal throws on a half.
    const offsetMs = Math.round(serverTime + roundTripMs / 2 - receivedAt)
    const isStale = receivedAt - this.#measuredAt > TRUSTED_FOR_MS
    // Two honest measurements lie within their round trips of each other; else this machine's clock was set.
    const isContradicted = Math.abs(offsetMs - this.#offsetMs) > (roundTripMs + this.#roundTripMs) / 2 + 1
    if (roundTripMs > this.#roundTripMs && !isStale && !isContradicted) return
    this.#roundTripMs = roundTripMs
    this.#measuredAt = receivedAt
    this.#offsetMs = offsetMs
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
