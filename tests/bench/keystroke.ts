/**
 * What a keystroke on the board waits for, in a real browser on the built page: until this device's disk has it, with a
 * connection and without one, and until the page says that the server's disk has it.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { assertPageBuilt } from '@flashboard/server/build-page'
import { DAY_MS } from '@flashboard/shared/plan/time'
import { expect, type Page } from '@playwright/test'
import { WebSocketServer } from 'ws'
import { field, panel } from '../e2e/board.ts'
import { startChildServer } from '../e2e/child-server.ts'
import { openBrowser } from '../e2e/mortal-browser.ts'
import { temporaryFolder } from '../e2e/page-server.ts'
import { savedState } from '../e2e/plans.ts'
import { printMachine, printTimings, type Timing, timingOf } from './measure.ts'

const KEYS = 200
/** The first of them are not counted: the page and the server are still warming up. */
const WARM_UP_KEYS = 20
/** About as somebody types; everything of the key before is over by then. */
const KEY_EVERY_MS = 100
/** As many bytes as an edit of one letter has. */
const EDIT_BYTES = 40

/**
 * From a key's own time stamp on: when the first transaction after it is begun and done, when the edit is given to the
 * socket, and when the page says "Saved" again.
 */
const METER = `
  globalThis.meter = { begun: [], disk: [], sent: [], saved: [] }
  let pressedAt, unsentSince, unsavedSince
  addEventListener('keydown', ({ timeStamp }) => (pressedAt = unsentSince = unsavedSince = timeStamp), { capture: true })
  const begin = IDBDatabase.prototype.transaction
  IDBDatabase.prototype.transaction = function (...asked) {
    const transaction = begin.apply(this, asked)
    if (asked[1] !== 'readwrite' || pressedAt === undefined) return transaction
    const from = pressedAt
    pressedAt = undefined
    meter.begun.push(performance.now() - from)
    transaction.addEventListener('complete', () => meter.disk.push(performance.now() - from))
    return transaction
  }
  const { send } = WebSocket.prototype
  WebSocket.prototype.send = function (frame) {
    if (unsentSince !== undefined) meter.sent.push(performance.now() - unsentSince)
    unsentSince = undefined
    return send.call(this, frame)
  }
  const state = document.querySelector('header .saved')
  new MutationObserver(() => {
    if (state.textContent !== 'Saved' || unsavedSince === undefined) return
    meter.saved.push(performance.now() - unsavedSince)
    unsavedSince = undefined
  }).observe(state, { childList: true, characterData: true, subtree: true })
`

/** Bare puts of as many bytes into a database of their own, each when the one before is done. */
const barePuts = (durability: string) => `(async () => {
  const request = indexedDB.open('floor ${durability}')
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore('rows', { autoIncrement: true }))
  await new Promise((resolve) => request.addEventListener('success', resolve))
  const took = []
  for (let i = 0; i < ${KEYS}; i++) {
    await new Promise((resolve) => setTimeout(resolve, ${KEY_EVERY_MS / 4}))
    const from = performance.now()
    const transaction = request.result.transaction('rows', 'readwrite', { durability: '${durability}' })
    transaction.objectStore('rows').add(new Uint8Array(${EDIT_BYTES}))
    transaction.commit()
    await new Promise((resolve) => transaction.addEventListener('complete', resolve))
    took.push(performance.now() - from)
  }
  return took
})()`

/** As many bytes to a server that sends them back, and knows nothing. */
const bareEchoes = `(async () => {
  const socket = new WebSocket(location.href.replace('http', 'ws'))
  await new Promise((resolve) => socket.addEventListener('open', resolve))
  const took = []
  for (let i = 0; i < ${KEYS}; i++) {
    await new Promise((resolve) => setTimeout(resolve, ${KEY_EVERY_MS / 4}))
    const from = performance.now()
    socket.send(new Uint8Array(${EDIT_BYTES}))
    await new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }))
    took.push(performance.now() - from)
  }
  return took
})()`

export async function benchKeystroke(): Promise<void> {
  assertPageBuilt()
  printMachine()
  const profile = temporaryFolder()
  const server = await startChildServer()
  const browser = await openBrowser(profile.path)
  const { page } = browser
  try {
    await page.goto(server.url)
    const id = await planOf(page, server.url)
    await page.goto(`${server.url}plans/${id}`)
    await expect(savedState(page)).toHaveText('Saved')
    await page.evaluate(METER)
    const online = await typed(page)
    const relaxed = timingOf('floor: a bare put', await page.evaluate<number[]>(barePuts('relaxed')))

    const echo = await pingPong(page)

    await server.kill()
    await expect(savedState(page)).toHaveText(/^Offline/)
    const offline = await typed(page)
    const strict = timingOf('floor: a bare put', await page.evaluate<number[]>(barePuts('strict')))

    print('this device’s disk, with a connection', [
      timingOf('a key', online.disk),
      timingOf('of that until the page writes it', online.begun),
      relaxed,
    ])
    print('this device’s disk, without one', [
      timingOf('a key', offline.disk),
      timingOf('of that until the page writes it', offline.begun),
      strict,
    ])
    print('the server’s disk, and the page says “Saved”', [
      timingOf('a key', online.saved),
      timingOf('of that until the page sends it', online.sent),
      echo,
    ])
  } finally {
    await browser.quit()
    await server.remove()
    profile.remove()
  }
}

/** By somebody who has said their name there. @returns its id. */
async function planOf({ request }: Page, url: string): Promise<string> {
  await request.post(`${url}api/session`, { data: { name: 'Ada' }, failOnStatusCode: true })
  const about = { template: 'playbook', name: 'Drop', timeZone: 'UTC', currency: 'EUR' }
  const data = { ...about, launchAt: Date.now() + 10 * DAY_MS }
  const response = await request.post(`${url}api/plans`, { data, failOnStatusCode: true })
  return ((await response.json()) as { id: string }).id
}

function print(where: string, timings: readonly Timing[]): void {
  process.stdout.write(`\nFrom a key until it is on ${where}: ${KEYS} keys\n`)
  printTimings(timings)
}

/** Milliseconds from a key on, by what the meter looks at. */
type Metered = Record<'begun' | 'disk' | 'sent' | 'saved', number[]>

async function typed(page: Page): Promise<Metered> {
  await field(panel(page, 'Offer'), 'Story').focus()
  for (let key = -WARM_UP_KEYS; key < KEYS; key++) {
    if (key === 0) await page.evaluate('for (const took of Object.values(meter)) took.length = 0')
    await page.keyboard.press('abcdefghij'[Math.abs(key) % 10]!)
    await pause(KEY_EVERY_MS)
  }
  return await page.evaluate('structuredClone(meter)')
}

/** From a page of its own: the board's policy lets it write to nobody else. */
async function pingPong(page: Page): Promise<Timing> {
  const http = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/html')
    answer.end('<!doctype html>')
  })
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false })
  sockets.on('connection', (socket) => socket.on('message', (bytes) => socket.send(bytes as Buffer)))
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const other = await page.context().newPage()
  try {
    await other.goto(`http://127.0.0.1:${(http.address() as AddressInfo).port}/`)
    return timingOf('floor: there and back over a socket', await other.evaluate<number[]>(bareEchoes))
  } finally {
    await other.close()
    for (const socket of sockets.clients) socket.terminate()
    http.close()
  }
}
