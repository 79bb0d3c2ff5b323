/** The doors, from outside: over real HTTP and real sockets. */
import { closeReason } from '@flashboard/shared/wire/close-codes'
import { expect, test } from 'vitest'
import { type Page, TestDevice } from '../support/test-device.ts'
import { openTestServer } from '../support/test-server.ts'

async function withPlan() {
  const server = await openTestServer()
  const ada = await TestDevice.signIn(server.url, 'Ada')
  return { ...server, ada, planId: await ada.makePlan() }
}

/** The reason for which a page is sent away, once it is. */
function sentAway({ provider }: Page) {
  return new Promise((resolve) => provider.on('closed', ({ code }) => resolve(closeReason(code))))
}

test.each(['session', 'you/devices/this'])(
  '[A2] DELETE /api/%s closes what the device has open',
  async (path) => {
    const { url, ada, planId } = await withPlan()
    const ben = await TestDevice.signIn(url, 'Ben')
    const [page, bens] = [await ada.opened(planId), await ben.opened(planId)]
    const { devices } = await ada.read('you/devices')
    const gone = sentAway(page)
    const answer = await ada.ask('DELETE', path.replace('this', devices[0].id))
    expect(answer.status).toBe(204)
    expect(await gone).toBe('noSession')
    expect(await sentAway(ada.open(planId))).toBe('noSession')
    expect(bens.provider.wsconnected).toBe(true)
  },
)
