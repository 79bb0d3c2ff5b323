import { rights } from '@flashboard/shared/access/roles'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { MINUTE_MS } from '@flashboard/shared/plan/time'
import { logAnswer } from '@flashboard/shared/wire/http'
import { versionAnswer, versionsAnswer } from '@flashboard/shared/wire/versions'
import { describe, expect, test } from 'vitest'
import { RoomClient } from '../../../tests/support/room-client.ts'
import { seededChance } from '../../../tests/support/seeded-chance.ts'
import { type Device, openTestApp } from '../../../tests/support/test-app.ts'
import { through } from '../../../tests/support/through.ts'
import * as Y from 'yjs'
import * as snapshots from '../store/snapshots.ts'
import { updateLog } from '../store/updates.ts'
import { limits } from '../sync/limits.ts'
import { snapshotOf } from '../sync/snapshot-of.ts'
import { readStored } from '../sync/stored-plan.ts'

async function open() {
  const app = await openTestApp()
  const { clock, rooms, store } = app
  const [ada, ben] = [await app.device().sayName('Ada'), await app.device().sayName('Ben')]
  const id = await ada.makePlan({ template: 'blank' })
  let clientId = 50
  const personOf = async (device: Device) =>
    (await device.ask('GET', '/api/session')).body.person.id as string
  /** One edit of somebody's, on disk when it resolves; nobody stays in the room. */
  const edit = async (device: Device, write: (plan: PlanDoc) => void) => {
    const page = await new RoomClient(clientId++).join(rooms, id, { personId: await personOf(device) })
    page.flush()
    const plan = new PlanDoc(page.doc, seededChance(clientId))
    plan.change(() => write(plan))
    page.flush()
    clock.advance(50)
    page.leave()
  }
  const join = async (device: Device, role: string) => {
    const person = await personOf(device)
    store.sqlite
      .prepare('insert into members (plan_id, person_id, role, joined_at) values (?, ?, ?, 1)')
      .run(id, person, role)
  }
  const ask = async (device: Device, method: string, path: string, json?: unknown) =>
    await through(clock, device.ask(method, `/api/plans/${id}/${path}`, json))
  const versions = async (path = 'versions') => versionsAnswer.parse((await ask(ada, 'GET', path)).body)
  const version = async (path: string) =>
    versionAnswer.parse((await ask(ada, 'GET', `versions/${path}`)).body)
  const plan = async () => (await ada.ask('GET', `/api/plans/${id}`)).body.plan
  /** What the log says of the plan's past; the gates turn by themselves. */
  const log = async () =>
    logAnswer
      .parse((await ask(ada, 'GET', 'log')).body)
      .events.filter(({ kind }) => kind === 'versionNamed' || kind === 'restored')
  await join(ben, 'editor')
  return { ...app, ada, ben, id, edit, join, ask, versions, version, plan, log }
}

/** A plan that Ada made, then priced, then Ben named an hour later. */
async function edited() {
  const at = await open()
  at.clock.advance(60 * MINUTE_MS)
  await at.edit(at.ada, (plan) => plan.set('offer/priceMinor', 18_500))
  await at.edit(at.ada, (plan) => plan.add('hubs', { name: 'Porto' }))
  at.clock.advance(60 * MINUTE_MS)
  await at.edit(at.ben, (plan) => plan.set('offer/priceMinor', 19_000))
  return at
}

describe('GET /api/plans/:id/versions', () => {
  test('[H1] tells the moments, the latest first, with who and when', async () => {
    const { versions, clock } = await edited()
    const answer = await versions()
    expect(answer).toMatchObject({
      seq: 4,
      versions: [],
      before: null,
      moments: [
        { fromSeq: 4, toSeq: 4, people: [{ name: 'Ben' }] },
        { fromSeq: 2, toSeq: 3, people: [{ name: 'Ada' }] },
        { fromSeq: 1, toSeq: 1, people: [{ name: 'Ada' }] },
      ],
    })
    expect(answer.moments[0]!.to).toBeGreaterThan(clock.now() - MINUTE_MS)
  })

  test('[H1] comes in pages, which leave nothing out and tell nothing twice', async () => {
    const { edit, ada, clock, versions } = await open()
    for (let count = 0; count < 230; count++) {
      clock.advance(10 * MINUTE_MS)
      await edit(ada, (plan) => plan.set('offer/priceMinor', count))
    }
    const seqs: number[] = []
    let before: number | null = null
    let pages = 0
    do {
      const answer = await versions(before === null ? 'versions' : `versions?before=${before}`)
      expect(answer.moments.length).toBeLessThanOrEqual(100)
      seqs.push(...answer.moments.map(({ toSeq }) => toSeq))
      before = answer.before
      pages++
    } while (before !== null)
    expect(pages).toBe(3)
    expect(seqs).toEqual(Array.from({ length: 231 }, (_, i) => 231 - i))
  })

  test.each(['-1', 'last'])('refuses to begin before %s', async (before) => {
    const { ask, ada } = await open()
    expect(await ask(ada, 'GET', `versions?before=${before}`)).toMatchObject({ status: 400 })
  })
})

describe('GET /api/plans/:id/versions/:seq', () => {
  test('[H2] is the plan as it was, and what its moment changed, by whom', async () => {
    const { version } = await edited()
    const then = await version('3')
    expect(then).toMatchObject({ seq: 3, since: 1, by: { name: 'Ada' }, more: 0 })
    expect(then.plan).toMatchObject({ offer: { priceMinor: 18_500 }, hubs: [{ name: 'Porto' }] })
    expect(then.changes).toMatchObject([
      {
        section: 'offer',
        path: 'offer/priceMinor',
        label: 'Price',
        was: null,
        is: '€185.00',
        by: { name: 'Ada' },
      },
      { section: 'stock', kind: 'added', label: 'Hub Porto', by: { name: 'Ada' } },
    ])
  })

  test('[H2] or what changed since another edit, each by who changed it last', async () => {
    const { version } = await edited()
    const { changes, since } = await version('4?since=1')
    expect(since).toBe(1)
    expect(changes.map(({ label, was, is, by }) => [label, was, is, by?.name])).toEqual([
      ['Price', null, '€190.00', 'Ben'],
      ['Hub Porto', null, null, 'Ada'],
    ])
    const all = await version('2?since=0')
    expect(all.changes.map(({ label }) => label)).toContain('Launch')
  })

  test('[H2] reads what lies before the snapshot and behind it alike', async () => {
    const { version, store, id } = await edited()
    const before = await version('3')
    await snapshots.keep(store.db, id, snapshotOf(await readStored(store.db, id)))
    expect(await version('3')).toEqual(before)
    expect((await version('4')).plan).toMatchObject({ offer: { priceMinor: 19_000 } })
  })

  test.each(['0', '5', '4?since=9', 'now'])('there is no %s', async (path) => {
    const { ask, ada } = await edited()
    expect(await ask(ada, 'GET', `versions/${path}`)).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    })
  })
})

describe('a name', () => {
  test('[H1] is given to the plan as it is, or to what it was, and told to everybody', async () => {
    const { ask, ada, ben, versions, log } = await edited()
    expect(await ask(ben, 'POST', 'versions', { name: ' Before the shoot ' })).toMatchObject({
      status: 201,
      body: { updateSeq: 4 },
    })
    expect((await ask(ada, 'POST', 'versions', { name: 'As made', seq: 1 })).status).toBe(201)
    expect((await versions()).versions).toMatchObject([
      { name: 'Before the shoot', updateSeq: 4, by: { name: 'Ben' } },
      { name: 'As made', updateSeq: 1, by: { name: 'Ada' } },
    ])
    expect((await log()).at(-1)).toMatchObject({ kind: 'versionNamed', name: 'As made', updateSeq: 1 })
  })

  test.each([{ name: '' }, { name: 'x'.repeat(81) }, { name: 'a\u0000b' }, {}, { name: 'x', seq: 1.5 }])(
    '%j is refused',
    async (json) => {
      const { ask, ada, versions } = await open()
      expect(await ask(ada, 'POST', 'versions', json)).toMatchObject({ status: 400 })
      expect((await versions()).versions).toEqual([])
    },
  )

  test('[G8] of a plan that is full is refused, and says what to do', async () => {
    const { ask, ada, id, store, log } = await edited()
    const filling = new Y.Doc()
    filling.transact(() => {
      for (let i = 0; i < limits.structsOfPlan; i++) filling.getMap('hubs').set(`k${i}`, i)
    })
    const personId = (await ada.ask('GET', '/api/session')).body.person.id as string
    updateLog(store).append([{ planId: id, personId, at: 1, bytes: Y.encodeStateAsUpdate(filling) }])
    expect(await ask(ada, 'POST', 'restore', { seq: 2 })).toMatchObject({
      status: 413,
      body: { code: 'too_large', message: expect.stringContaining('Nothing was restored') },
    })
    expect(await log()).toEqual([])
  })

  test('of an edit that there is not is refused', async () => {
    const { ask, ada } = await open()
    expect(await ask(ada, 'POST', 'versions', { name: 'x', seq: 7 })).toMatchObject({ status: 404 })
  })
})

describe('POST /api/plans/:id/restore', () => {
  test('[H3] [H4] sets the plan back, says so in the log, and keeps all that was', async () => {
    const { ask, ada, ben, plan, version, versions, log } = await edited()
    const past = (await version('1')).plan
    await ask(ada, 'POST', 'versions', { name: 'As made', seq: 1 })
    expect(await ask(ben, 'POST', 'restore', { seq: 1 })).toMatchObject({
      status: 200,
      body: { seq: 5, beforeSeq: 4 },
    })
    expect(await plan()).toEqual(past)
    expect((await log()).at(-1)).toMatchObject({
      kind: 'restored',
      actor: { name: 'Ben' },
      toSeq: 1,
      name: 'As made',
      beforeSeq: 4,
      updateSeq: 5,
    })
    expect((await versions()).moments[0]).toMatchObject({
      fromSeq: 5,
      toSeq: 5,
      restored: { toSeq: 1, name: 'As made' },
    })
    expect((await version('4')).plan).toMatchObject({ offer: { priceMinor: 19_000 } })

    // Back again.
    expect(await ask(ben, 'POST', 'restore', { seq: 4 })).toMatchObject({ body: { seq: 6, beforeSeq: 5 } })
    expect(await plan()).toEqual((await version('4')).plan)
  })

  test('[H4] of what is already so changes nothing, and logs nothing', async () => {
    const { ask, ada, log } = await edited()
    expect(await ask(ada, 'POST', 'restore', { seq: 4 })).toMatchObject({
      status: 200,
      body: { seq: 4, beforeSeq: null },
    })
    expect(await log()).toEqual([])
  })

  test('[H4] that the disk refuses is told, and nothing is logged', async () => {
    const { ask, ada, store, log, plan } = await edited()
    store.sqlite.exec(
      `create trigger full before insert on updates begin select raise(abort, 'disk full'); end`,
    )
    expect(await ask(ada, 'POST', 'restore', { seq: 1 })).toMatchObject({
      status: 503,
      body: { code: 'not_saved', message: expect.stringContaining('Nothing was restored') },
    })
    expect(await log()).toEqual([])
    expect(await plan()).toMatchObject({ offer: { priceMinor: 19_000 } })
  })

  test('[H4] that its log does not take is told, and nothing is restored', async () => {
    const { ask, ada, store, versions, plan } = await edited()
    store.sqlite.exec(
      `create trigger deaf before insert on plan_events begin select raise(abort, 'disk full'); end`,
    )
    expect(await ask(ada, 'POST', 'restore', { seq: 1 })).toMatchObject({ status: 503 })
    expect((await versions()).seq).toBe(4)
    expect(await plan()).toMatchObject({ offer: { priceMinor: 19_000 } })
  })

  test('[H4] [U2] for which there is no allowance left is told, and nothing is restored', async () => {
    const { ask, ada, ben, edit, rooms, id, versions } = await edited()
    const adaId = (await ada.ask('GET', '/api/session')).body.person.id as string
    await edit(ben, (plan) => {
      while (rooms.find(id)!.allowanceOf(adaId).keptBytes.take(1_000_000));
      plan.set('offer/priceMinor', 20_000)
    })
    const before = (await versions()).seq
    expect(await ask(ada, 'POST', 'restore', { seq: 1 })).toMatchObject({
      status: 429,
      body: { code: 'too_many', message: expect.stringContaining('Nothing was restored') },
    })
    expect((await versions()).seq).toBe(before)
  })

  test('[H4] [H6] is taken back, and what others did since stays', async () => {
    const { ask, ada, ben, edit, plan, version, versions, log } = await edited()
    const { seq } = (await ask(ada, 'POST', 'restore', { seq: 1 })).body
    await edit(ben, (plan) => {
      plan.set('offer/preorderQuota', 45)
      plan.set('offer/priceMinor', 21_000)
    })
    expect(await ask(ada, 'POST', 'take-back', { seq })).toMatchObject({
      status: 200,
      body: { seq: seq + 2, beforeSeq: seq + 1, stays: ['Price'] },
    })
    expect(await plan()).toMatchObject({
      offer: { priceMinor: 21_000, preorderQuota: 45 },
      hubs: [{ name: 'Porto' }],
    })
    expect((await log()).at(-1)).toMatchObject({ kind: 'restored', takesBack: seq, toSeq: seq - 1 })
    expect((await versions()).moments[0]).toMatchObject({ toSeq: seq + 2, restored: { takesBack: seq } })
    // Nothing of it is left to be taken back; and taking that back is the restore again.
    expect((await ask(ada, 'POST', 'take-back', { seq })).body).toMatchObject({ beforeSeq: null })
    expect((await ask(ada, 'POST', 'take-back', { seq: seq + 2 })).body).toMatchObject({ stays: [] })
    expect(await plan()).toEqual((await version(`${seq + 1}`)).plan)
  })

  test('what is no restore is not taken back', async () => {
    const { ask, ada, log } = await edited()
    for (const seq of [3, 9]) {
      expect(await ask(ada, 'POST', 'take-back', { seq })).toMatchObject({ status: 404 })
    }
    expect(await ask(ada, 'POST', 'take-back', { seq: 'last' })).toMatchObject({ status: 400 })
    expect(await log()).toEqual([])
  })

  test('of an edit that there is not is refused', async () => {
    const { ask, ada } = await open()
    expect(await ask(ada, 'POST', 'restore', { seq: 2 })).toMatchObject({ status: 404 })
    expect(await ask(ada, 'POST', 'restore', { seq: 0 })).toMatchObject({ status: 400 })
  })
})

describe('[H5] who may', () => {
  const asked = [
    ['GET', 'versions', undefined],
    ['GET', 'versions/2', undefined],
    ['POST', 'versions', { name: 'x' }],
    ['POST', 'restore', { seq: 1 }],
    ['POST', 'take-back', { seq: 1 }],
  ] as const

  test.each(asked)('to somebody who is not in the plan, and to nobody: %s %s', async (method, path, json) => {
    const { ask, device } = await edited()
    const cleo = await device().sayName('Cleo')
    expect(await ask(cleo, method, path, json)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect(await ask(device(), method, path, json)).toMatchObject({ status: 401 })
  })

  test.each(asked)('a viewer reads, and changes nothing: %s %s', async (method, path, json) => {
    const { ask, device, join, log, plan } = await edited()
    const cleo = await device().sayName('Cleo')
    await join(cleo, 'viewer')
    const before = [await log(), await plan()]
    const answer = await ask(cleo, method, path, json)
    if (method === 'GET') expect(answer.status).toBe(200)
    else {
      expect(answer).toMatchObject({
        status: 403,
        body: {
          code: 'not_allowed',
          message: `${rights.edit} Nothing was changed.`,
        },
      })
    }
    expect([await log(), await plan()]).toEqual(before)
  })
})
