/** The suite's `test`: a real server for each worker, and people who come to it. */
import { type BrowserContextOptions, type Page, test as base } from '@playwright/test'
import type { RunningServer } from '@flashboard/server/main'
import { type Cable, layCable } from './cable.ts'
import { type ChildServer, startChildServer } from './child-server.ts'
import { startPageServer } from './page-server.ts'

export { expect } from '@playwright/test'

/** Where a person comes to, when it is not the worker's server; and how their browser is set. */
interface Arrival extends BrowserContextOptions {
  baseURL?: string
}

interface Fixtures {
  /** A device of its own, on an empty page: nobody has said a name there. */
  newcomer: (arrival?: Arrival) => Promise<Page>
  /** A device whose person has said their name. */
  person: (name: string, arrival?: Arrival) => Promise<Page>
  /** A wire to the worker's server that the test can cut. */
  cable: Cable
  /** A server of the test's own that it can kill. */
  child: ChildServer
}

export const test = base.extend<Fixtures, { server: RunningServer }>({
  server: [
    async ({}, use) => {
      const server = await startPageServer()
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
  baseURL: ({ server }, use) => use(server.url),
  newcomer: async ({ browser, baseURL }, use) => {
    const open: Page[] = []
    await use(async (arrival = {}) => {
      const context = await browser.newContext({ ...(baseURL === undefined ? {} : { baseURL }), ...arrival })
      const page = await context.newPage()
      open.push(page)
      return page
    })
    for (const page of open) await page.context().close()
  },
  person: async ({ newcomer }, use) => {
    await use(async (name, arrival) => {
      const page = await newcomer(arrival)
      await page.request.post('/api/session', { data: { name }, failOnStatusCode: true })
      return page
    })
  },
  cable: async ({ server }, use) => {
    const cable = await layCable(server.url)
    await use(cable)
    await cable.cut()
  },
  child: async ({}, use) => {
    const child = await startChildServer()
    await use(child)
    await child.remove()
  },
})
