import { expect, test } from 'vitest'
import { openTestApp } from '../../../tests/support/test-app.ts'
import * as members from '../store/members.ts'
import { deciding } from './plan-door.ts'

test('[A2] nothing is decided for a session that has ended since it was asked who comes', async () => {
  const { device, store, clock } = await openTestApp()
  const ada = await device().sayName('Ada')
  const id = await ada.makePlan()
  const { person } = (await ada.ask('GET', '/api/session')).body
  const keyId = (await ada.ask('GET', '/api/you/devices')).body.devices[0].id
  const plan = (await members.standingOf(store.db, id, person.id))!
  const decide = () => deciding({ db: store.db, clock }, { plan, person, keyId }, 'own', async () => 'done')
  expect(await decide()).toBe('done')
  await ada.ask('DELETE', '/api/session')
  await expect(decide()).rejects.toMatchObject({ code: 'no_session' })
})
