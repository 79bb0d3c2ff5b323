import type { PlanEvent } from '@flashboard/shared/log/events'
import { messageType } from '@flashboard/shared/wire/messages'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Page, TestDevice } from '../support/test-device.ts'
import { openTestServer } from '../support/test-server.ts'

/** Follows the log as a page does: asks after each sync for what it has not got. */
function followLog({ provider }: Page): PlanEvent[] {
  const log: PlanEvent[] = []
  provider.messageHandlers[messageType.log] = (_encoder, decoder) => {
    log.push(...(JSON.parse(decoding.readVarString(decoder)) as PlanEvent[]))
  }
  const ask = () =>
    provider.ws?.send(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, messageType.log)
        encoding.writeVarUint(encoder, log.at(-1)?.seq ?? 0)
      }),
    )
  provider.on('sync', (isSynced) => isSynced && ask())
  ask()
  return log
}

const seqsOf = (log: readonly PlanEvent[]) => log.map(({ seq }) => seq)

test('[L1] a page hears of each decision once and in order, over a restart of the server too', async () => {
  const server = await openTestServer()
  const ada = await TestDevice.signIn(server.url, 'Ada')
  const planId = await ada.makePlan({ template: 'blank' })
  const page = await ada.opened(planId, { isFlashboard: true })
  const log = followLog(page)
  await eventually(() => seqsOf(log)).toEqual([1, 2, 3])

  const ben = await TestDevice.signIn(server.url, 'Ben')
  await ben.join(planId, ada)
  await ben.opened(planId)
  await eventually(() => log.at(-1)).toMatchObject({
    seq: 5,
    kind: 'personJoined',
    name: 'Ben',
    role: 'editor',
  })
  page.doc.getMap('link').set('bitrateKbps', 6_000)
  page.doc.getMap('link').set('backupKbps', 9_000)
  await eventually(() => log.at(-1)).toMatchObject({
    seq: 6,
    kind: 'requirementTurned',
    requirement: 'backup-link',
    isMet: true,
    actor: { name: 'Ada' },
  })

  const { databasePath, port } = server
  await server.stop()
  page.doc.getMap('link').set('backupKbps', 0)
  const again = await openTestServer({ databasePath, port })
  await eventually(() => log.at(-1)).toMatchObject({ seq: 7, requirement: 'backup-link', isMet: false })
  expect(seqsOf(log)).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect((await ada.at(again.url).read(`plans/${planId}/log?after=4`)).events).toEqual(log.slice(4))
})
