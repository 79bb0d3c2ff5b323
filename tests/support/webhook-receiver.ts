/** A real receiver of webhooks on this machine; gone when the test is over. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
  json: any
}

/** What it does with a request: answers with a status, or what a test makes of it. */
type Reaction = number | ((response: ServerResponse) => void)

export class WebhookReceiver {
  readonly received: Received[] = []
  /** The next reactions, one a request; after these it answers 204. */
  reactions: Reaction[] = []
  readonly #server: Server
  #waiting: (() => void)[] = []

  private constructor(server: Server) {
    this.#server = server
  }

  static async open(): Promise<WebhookReceiver> {
    const server = createServer()
    const receiver = new WebhookReceiver(server)
    server.on('request', async (request, response) => {
      const body = await text(request)
      const { url: path = '', headers } = request
      receiver.received.push({ path, headers, body, json: JSON.parse(body) })
      const reaction = receiver.reactions.shift() ?? 204
      if (typeof reaction === 'number') response.writeHead(reaction).end()
      else reaction(response)
      for (const go of receiver.#waiting.splice(0)) go()
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    return receiver
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hooks/a-long-secret`
  }

  get texts(): string[] {
    return this.received.map(({ json }) => json.text ?? json.data.text)
  }

  /** Resolves once so many requests have come. */
  async heard(count: number): Promise<void> {
    while (this.received.length < count) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }
}
