/** A whole session of stock y-websocket clients, which know nothing of our own types. */
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Page, TestDevice } from '../support/test-device.ts'
import { openTestServer } from '../support/test-server.ts'

/** What y-websocket speaks: sync, awareness, auth, query awareness. */
const STOCK_TYPES = [0, 1, 2, 3]

const offerOf = ({ doc }: Page) => doc.getMap('offer').toJSON()
const write = ({ doc }: Page, key: string, value: number) => doc.getMap('offer').set(key, value)
const namesAt = ({ provider }: Page) =>
  [...provider.awareness.getStates().values()].flatMap(({ user }) => (user ? [user.name] : [])).toSorted()
/** Somewhere else in the plan: stock clients that were cut off see each other again with the next change of a state. */
const showAgain = ({ provider }: Page, cursor: number) =>
  provider.awareness.setLocalStateField('cursor', cursor)

/** Which types of message a client hears, over all of its sockets. */
function typesHeard({ provider }: Page): Set<number> {
  const heard = new Set<number>()
  const listen = () =>
    provider.ws!.addEventListener('message', ({ data }) => heard.add(new Uint8Array(data as ArrayBuffer)[0]!))
  if (provider.wsconnected) listen()
  provider.on('status', ({ status }) => status === 'connected' && listen())
  return heard
}

test('stock clients sync, write both ways, see each other, go offline, and outlive a restart', async () => {
  const server = await openTestServer()
  const [ada, ben] = await Promise.all(['Ada', 'Ben'].map((name) => TestDevice.signIn(server.url, name)))
  const planId = await ada!.makePlan({ template: 'sample' })
  await ben!.join(planId, ada!)
  const [adas, bens] = await Promise.all([ada!.opened(planId), ben!.opened(planId)])
  const heard = [adas, bens].map(typesHeard)
  const refusals: unknown[] = []
  for (const { provider } of [adas, bens]) provider.on('closed', (event) => refusals.push(event))

  expect(offerOf(adas)).toEqual(offerOf(bens))
  expect(offerOf(adas)).toEqual(expect.objectContaining({ priceMinor: expect.any(Number) }))

  write(adas, 'priceMinor', 18_500)
  await eventually(() => offerOf(bens)).toMatchObject({ priceMinor: 18_500 })
  write(bens, 'unitCostMinor', 6_100)
  await eventually(() => offerOf(adas)).toMatchObject({ unitCostMinor: 6_100 })

  adas.provider.awareness.setLocalStateField('user', { name: 'Ada' })
  bens.provider.awareness.setLocalStateField('user', { name: 'Ben' })
  for (const page of [adas, bens]) await eventually(() => namesAt(page)).toEqual(['Ada', 'Ben'])

  bens.provider.disconnect()
  await eventually(() => namesAt(adas)).toEqual(['Ada'])
  write(bens, 'priceMinor', 19_000)
  write(adas, 'unitCostMinor', 6_200)
  bens.provider.connect()
  for (const page of [adas, bens]) showAgain(page, 1)
  for (const page of [adas, bens]) {
    await eventually(() => offerOf(page)).toMatchObject({ priceMinor: 19_000, unitCostMinor: 6_200 })
    await eventually(() => namesAt(page)).toEqual(['Ada', 'Ben'])
  }

  await server.stop()
  for (const { provider } of [adas, bens]) await eventually(() => provider.wsconnected).toBe(false)
  write(adas, 'priceMinor', 20_000)
  write(bens, 'unitCostMinor', 6_300)
  const again = await openTestServer({ databasePath: server.databasePath, port: server.port })
  for (const page of [adas, bens]) showAgain(page, 2)
  for (const page of [adas, bens]) {
    await eventually(() => offerOf(page)).toMatchObject({ priceMinor: 20_000, unitCostMinor: 6_300 })
    await eventually(() => namesAt(page)).toEqual(['Ada', 'Ben'])
  }
  const { plan } = await ada!.at(again.url).read(`plans/${planId}`)
  expect(plan.offer).toMatchObject({ priceMinor: 20_000, unitCostMinor: 6_300 })

  expect(refusals).toEqual([])
  for (const types of heard) {
    expect(types.size).toBeGreaterThan(1)
    expect(STOCK_TYPES).toEqual(expect.arrayContaining([...types]))
  }
})
