import { isDeepStrictEqual } from 'node:util'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { eventually } from '../support/eventually.ts'
import { randomEditor } from '../support/random-edits.ts'
import { askSaved, hearSaved, saved } from '../support/saved-marks.ts'
import { seededChance } from '../support/seeded-chance.ts'
import { type Page, TestDevice } from '../support/test-device.ts'
import { openTestServer } from '../support/test-server.ts'

const planOf = ({ doc }: Page) => new PlanDoc(doc, seededChance(0)).read()
const haveTheSame = ([one, two]: readonly [Page, Page]) =>
  isDeepStrictEqual(Y.encodeStateVector(one.doc), Y.encodeStateVector(two.doc)) &&
  isDeepStrictEqual(planOf(one), planOf(two))
const namesAt = (page: Page) =>
  [...page.provider.awareness.getStates().values()].map((state) => state['name']).sort()
const soon = () => new Promise((resolve) => setImmediate(resolve))

test.each([1, 2, 3])('stock clients that edit at once end up with the same plan (seed %i)', async (seed) => {
  const { url } = await openTestServer()
  const ada = await TestDevice.signIn(url, 'Ada')
  const ben = await TestDevice.signIn(url, 'Ben')
  const planId = await ada.makePlan({ template: 'sample' })
  await ben.join(planId, ada)
  const pages = [await ada.opened(planId), await ben.opened(planId)] as const
  const editors = pages.map(({ doc }, i) => randomEditor(doc, seed * 10 + i))
  for (let i = 0; i < 150; i++) {
    for (const edit of editors) edit()
    if (i % 7 === 0) await soon()
  }
  await eventually(() => haveTheSame(pages)).toBe(true)
  expect(planOf(pages[0])).toEqual(planOf(pages[1]))

  const late = await ben.opened(planId)
  expect(planOf(late)).toEqual(planOf(pages[0]))
  const { plan, leftOut } = await ada.read(`plans/${planId}`)
  expect(leftOut).toBe(0)
  expect(plan).toEqual(JSON.parse(JSON.stringify(planOf(late))))
})

test('[W4] work done while away arrives when the page is back, typing on while it connects', async () => {
  const { url } = await openTestServer()
  const ada = await TestDevice.signIn(url, 'Ada')
  const planId = await ada.makePlan()
  const page = await ada.opened(planId, { isFlashboard: true })
  const other = await ada.opened(planId)
  const closings: (number | undefined)[] = []
  page.provider.on('connection-close', (event) => void closings.push(event?.code))

  page.provider.disconnect()
  const edit = randomEditor(page.doc, 5)
  for (let i = 0; i < 30; i++) edit()
  const inStep = new Promise<void>((resolve) => page.provider.once('sync', () => resolve()))
  page.provider.on('status', ({ status }) => {
    // The moment when an edit is sent although the server does not know what it builds on.
    if (status === 'connected') page.doc.getMap('offer').set('priceMinor', 4_242)
  })
  page.provider.connect()
  await inStep
  await saved(page)

  expect((await ada.read(`plans/${planId}`)).plan.offer.priceMinor).toBe(4_242)
  await eventually(() => planOf(other)).toEqual(planOf(page))
  expect(closings).toEqual([undefined])
})

test('[W4] a page is told "saved" when its edits can be read over HTTP', async () => {
  const { url } = await openTestServer()
  const ada = await TestDevice.signIn(url, 'Ada')
  const planId = await ada.makePlan()
  const page = await ada.opened(planId, { isFlashboard: true })
  const heard: number[][] = []
  const done = new Promise<void>((resolve) =>
    hearSaved(page, (mark, seq) => {
      heard.push([mark, seq])
      if (mark === 2) resolve()
    }),
  )
  page.doc.getMap('offer').set('priceMinor', 1)
  askSaved(page, 1)
  page.doc.getMap('offer').set('priceMinor', 2)
  askSaved(page, 2)
  await done
  expect(heard.map(([mark]) => mark)).toEqual([1, 2])
  expect(heard[1]![1]).toBe(3)
  expect(await ada.read(`plans/${planId}`)).toMatchObject({ seq: 3, plan: { offer: { priceMinor: 2 } } })
})

test('[P1] [P2] people on a plan see each other, and see who leaves', async () => {
  const { url } = await openTestServer()
  const ada = await TestDevice.signIn(url, 'Ada')
  const ben = await TestDevice.signIn(url, 'Ben')
  const planId = await ada.makePlan()
  await ben.join(planId, ada)
  const [one, two] = [await ada.opened(planId), await ben.opened(planId)]
  one.provider.awareness.setLocalState({ name: 'Ada' })
  two.provider.awareness.setLocalState({ name: 'Ben' })
  await eventually(() => namesAt(one)).toEqual(['Ada', 'Ben'])
  await eventually(() => namesAt(two)).toEqual(['Ada', 'Ben'])
  one.close()
  await eventually(() => namesAt(two)).toEqual(['Ben'])
})
