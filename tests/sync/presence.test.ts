import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Page, TestDevice } from '../support/test-device.ts'
import { openTestServer } from '../support/test-server.ts'

const usersAt = ({ provider, doc }: Page) =>
  [...provider.awareness.getStates()].flatMap(([id, { user }]) => (id === doc.clientID ? [] : [user]))

test('[P4] a stock client shows itself by the name that the server knows, and keeps its colour', async () => {
  const { url } = await openTestServer()
  const [ada, eve] = await Promise.all(['Ada', 'Eve'].map((name) => TestDevice.signIn(url, name)))
  const planId = await ada!.makePlan()
  await eve!.join(planId, ada!)
  const [adas, eves] = [await ada!.opened(planId), await eve!.opened(planId)]
  const { person } = await eve!.read('session')
  eves.provider.awareness.setLocalStateField('user', { name: 'Ada', color: '#30bced' })
  await eventually(() => usersAt(adas)).toEqual([{ ...person, color: '#30bced' }])
  await eve!.post('session', { name: 'Evelyn' })
  await eventually(() => usersAt(adas)).toEqual([{ id: person.id, name: 'Evelyn', color: '#30bced' }])
  expect(eves.provider.shouldConnect).toBe(true)
})
