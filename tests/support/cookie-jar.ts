/** A browser as far as cookies and redirects go, over real HTTP. */
import { AppError } from '@flashboard/shared/wire/errors'

interface Answer {
  status: number
  body: any
}

export class CookieJar {
  readonly cookies = new Map<string, string>()
  readonly #url: string

  /** @param url of the server, ending in `/`. */
  constructor(url: string) {
    this.#url = url
  }

  /** A path under `/api/`. */
  async ask(method: string, path: string, json?: unknown): Promise<Answer> {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ')
    const response = await fetch(`${this.#url}api/${path}`, {
      method,
      headers: { cookie, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      if (/Max-Age=0/.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, pair.slice(name.length + 1))
    }
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
  }

  async named(name: string): Promise<this> {
    await this.ask('POST', 'session', { name })
    return this
  }

  async who(): Promise<{ id: string; name: string } | undefined> {
    return (await this.ask('GET', 'session')).body.person
  }

  /** Begins a sign-in and goes to the provider. @returns the address that it sends the browser back to. */
  async beAtProvider(): Promise<URL> {
    const { status, body } = await this.ask('POST', 'sign-in/team')
    if (status !== 200) throw new AppError(body.code, body.message)
    const answer = await fetch(body.address, { redirect: 'manual' })
    return new URL(answer.headers.get('location')!)
  }

  finish({ search: answer }: { search: string }): Promise<Answer> {
    return this.ask('POST', 'sign-in/team/finish', { answer })
  }

  async signIn(): Promise<Answer> {
    return await this.finish(await this.beAtProvider())
  }
}
