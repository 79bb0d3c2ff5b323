/** One person's device against a running server: a session over HTTP, and pages over stock providers. */
import { PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import { DAY_MS } from '@flashboard/shared/plan/time'
import { messageType, PAGE_PARAMETER } from '@flashboard/shared/wire/messages'
import type { Role } from '@flashboard/shared/access/roles'
import type { CreatePlanRequest } from '@flashboard/shared/wire/http'
import { atEnd } from './at-end.ts'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

export interface Page {
  doc: Y.Doc
  provider: WebsocketProvider
  /** As if the tab were closed. */
  close: () => void
}

export class TestDevice {
  readonly url: string
  readonly cookie: string

  private constructor(url: string, cookie: string) {
    this.url = url
    this.cookie = cookie
  }

  static async signIn(url: string, name: string): Promise<TestDevice> {
    const response = await fetch(`${url}api/session`, post({ name }))
    return new TestDevice(url, response.headers.get('set-cookie')!.split(';')[0]!)
  }

  /** The same session on a server that was started again elsewhere. */
  at(url: string): TestDevice {
    return new TestDevice(url, this.cookie)
  }

  /** Joins a plan as a lead of it has invited to. */
  async join(planId: string, lead: TestDevice, role: Role = 'editor'): Promise<this> {
    const { secret } = await lead.post(`plans/${planId}/invitations`, { role, days: 7, uses: 1 })
    await this.post('invitations/accept', { secret })
    return this
  }

  async makePlan(changes: Partial<CreatePlanRequest> = {}): Promise<string> {
    const launchAt = Date.now() + 10 * DAY_MS
    const plan = {
      template: 'playbook',
      name: 'Drop',
      launchAt,
      timeZone: 'UTC',
      currency: 'EUR',
      ...changes,
    }
    return (await this.#json('api/plans', post(plan))).id
  }

  /** A path under `/api/`. */
  async read(path: string): Promise<any> {
    return await this.#json(`api/${path}`, {})
  }

  /** A path under `/api/`. */
  async post(path: string, json: unknown): Promise<any> {
    return await this.#json(`api/${path}`, post(json))
  }

  /** A request to a path under `/api/`. */
  async ask(method: string, path: string, headers: Record<string, string> = {}): Promise<Response> {
    return await fetch(`${this.url}api/${path}`, { method, headers: { cookie: this.cookie, ...headers } })
  }

  /** A PATCH to a path under `/api/`. */
  async patch(path: string, json: unknown): Promise<Response> {
    const init = { ...post(json), method: 'PATCH' }
    return await fetch(`${this.url}api/${path}`, {
      ...init,
      headers: { ...init.headers, cookie: this.cookie },
    })
  }

  /** Opens a plan in a stock client; as Flashboard's own page where `isFlashboard`. */
  open(planId: string, { isFlashboard = false } = {}): Page {
    const doc = new Y.Doc()
    const provider = new WebsocketProvider(`${this.url.replace('http', 'ws')}sync`, planId, doc, {
      WebSocketPolyfill: this.socketClass() as unknown as typeof globalThis.WebSocket,
      disableBc: true,
      params: isFlashboard ? { [PAGE_PARAMETER]: String(PLAN_SCHEMA_VERSION) } : {},
    })
    // What comes unasked: a provider complains of types that it does not know.
    if (isFlashboard) {
      provider.messageHandlers[messageType.epoch] = () => {}
      provider.messageHandlers[messageType.role] = () => {}
    }
    // It says goodbye when the process ends, which is after every test; and Node warns of more than ten who want to.
    const { _exitHandler: sayGoodbye } = provider
    process.off('exit', sayGoodbye)
    const close = () => {
      provider.destroy()
      doc.destroy()
      forget()
    }
    const forget = atEnd(close)
    return { doc, provider, close }
  }

  /** Opens a plan and waits until it is in step. */
  async opened(planId: string, options?: { isFlashboard?: boolean }): Promise<Page> {
    const page = this.open(planId, options)
    if (!page.provider.synced) {
      await new Promise<void>((resolve) => page.provider.once('sync', () => resolve()))
    }
    return page
  }

  /** A WebSocket that sends this device's cookie, as a browser does. */
  socketClass() {
    const { cookie } = this
    return class extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols, { headers: { cookie } })
      }
    }
  }

  async #json(path: string, init: RequestInit): Promise<any> {
    const headers = { ...(init.headers as Record<string, string>), cookie: this.cookie }
    const response = await fetch(this.url + path, { ...init, headers })
    return await response.json()
  }
}

function post(json: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) }
}
