/** An OpenID Connect provider on this machine: whoever comes is signed in there already, as whom the test says. */
import { type MutableToken, OAuth2Server } from 'oauth2-mock-server'
import { atEnd } from './at-end.ts'

export const client = { clientId: 'flashboard', clientSecret: 'theOperatorAloneHasThis', name: 'Acme' }

export class TestProvider {
  readonly #server: OAuth2Server
  /** As an operator sets it. */
  readonly settings: typeof client & { issuer: string }
  /** Of whoever signs in next. */
  account: Record<string, unknown> = { sub: 'ada-1', name: 'Ada', email: 'ada@example.org' }
  /** What else a token says, true or not. */
  lies: Record<string, unknown> = {}
  /** With what the provider sends people back instead. */
  refusal: Record<string, string> | undefined
  /** What happens elsewhere while it is asked who has come. */
  meanwhile = () => {}
  /** What came to its token endpoint as `Authorization`. */
  readonly credentials: (string | undefined)[] = []

  private constructor(server: OAuth2Server) {
    this.#server = server
    this.settings = { ...client, issuer: server.issuer.url! }
  }

  static async open(): Promise<TestProvider> {
    const server = new OAuth2Server()
    await server.issuer.keys.generate('RS256')
    await server.start(0, '127.0.0.1')
    const provider = new TestProvider(server)
    server.service.on('beforeTokenSigning', (token: MutableToken, request) => {
      provider.meanwhile()
      provider.credentials.push(request.headers.authorization)
      Object.assign(token.payload, provider.account, provider.lies)
    })
    server.service.on('beforeAuthorizeRedirect', ({ url }) => {
      if (!provider.refusal) return
      url.searchParams.delete('code')
      for (const [name, value] of Object.entries(provider.refusal)) url.searchParams.set(name, value)
    })
    atEnd(() => provider.close())
    return provider
  }

  /** Gone, or away for a while. */
  async close(): Promise<void> {
    if (this.#server.listening) await this.#server.stop()
  }

  async comeBack(): Promise<void> {
    await this.#server.start(Number(new URL(this.settings.issuer).port), '127.0.0.1')
  }
}
