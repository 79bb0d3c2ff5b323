/** Bytes on their way, of which only so many go on as it is told: all, until it is narrowed. */
import { Transform, type TransformCallback } from 'node:stream'

export class Sluice extends Transform {
  #allowance = Infinity
  #waiting: { rest: Buffer; done: TransformCallback } | undefined

  narrow(): void {
    this.#allowance = 0
  }

  carry(bytes: number): void {
    this.#allowance += bytes
    const { rest, done } = this.#waiting ?? {}
    this.#waiting = undefined
    if (rest && done) this.#pass(rest, done)
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.#pass(chunk, done)
  }

  #pass(chunk: Buffer, done: TransformCallback): void {
    const passing = Math.min(chunk.length, this.#allowance)
    this.#allowance -= passing
    if (passing > 0) this.push(chunk.subarray(0, passing))
    if (passing === chunk.length) done()
    else this.#waiting = { rest: chunk.subarray(passing), done }
  }
}
