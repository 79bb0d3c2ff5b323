import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { closeCodes } from '@flashboard/shared/wire/close-codes'
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { randomEditor } from '../support/random-edits.ts'
import { seededChance } from '../support/seeded-chance.ts'
import { type Page, TestDevice } from '../support/test-device.ts'
import { openTestServer } from '../support/test-server.ts'

const planOf = ({ doc }: Page) => new PlanDoc(doc, seededChance(0)).read()

test('[R4] a stop in the middle of edits loses nothing, and pages come back by themselves', async () => {
  const server = await openTestServer()
  const ada = await TestDevice.signIn(server.url, 'Ada')
  const planId = await ada.makePlan()
  const page = await ada.opened(planId)
  const code = new Promise((resolve) =>
    page.provider.once('connection-close', (event) => resolve(event?.code)),
  )
  const edit = randomEditor(page.doc, 11)
  for (let i = 0; i < 50; i++) edit()
  await server.stop()
  expect(await code).toBe(closeCodes.stopping.code)

  for (let i = 0; i < 10; i++) edit()
  const { databasePath, port } = server
  const again = await openTestServer({ databasePath, port })
  const other = await ada.at(again.url).opened(planId)
  await eventually(() => planOf(other)).toEqual(planOf(page))
})

test('sessions, plans and roles are there after a restart', async () => {
  const server = await openTestServer()
  const ada = await TestDevice.signIn(server.url, 'Ada')
  const planId = await ada.makePlan({ name: 'Kept' })
  const before = await ada.read(`plans/${planId}`)
  await server.stop()
  const { url } = await openTestServer({ databasePath: server.databasePath })
  expect((await ada.at(url).read('session')).person.name).toBe('Ada')
  expect(await ada.at(url).read(`plans/${planId}`)).toEqual(before)
})

test('an upgrade to anything but a socket is answered, and holds up no stop', async () => {
  const { port, stop } = await openTestServer()
  const upgrade = request({
    port,
    path: '/api/health',
    headers: { connection: 'upgrade', upgrade: 'h2c' },
  }).end()
  const [answer] = (await once(upgrade, 'response')) as [IncomingMessage]
  expect(answer.statusCode).toBe(200)
  await stop()
})

test('[R4] a stopped server no longer listens', async () => {
  const server = await openTestServer()
  await server.stop()
  await expect(fetch(server.url)).rejects.toThrow('fetch failed')
})
