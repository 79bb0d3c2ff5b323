import { setImmediate as untilIdle } from 'node:timers/promises'
import type { EventOf, PlanEvent } from '@flashboard/shared/log/events'
import { HOUR_MS } from '@flashboard/shared/plan/time'
import { describe, expect, test } from 'vitest'
import {
  addMember,
  LAUNCH_AT,
  openTemporaryStore,
  storePlan,
} from '../../../tests/support/temporary-store.ts'
import { type Editor, TestGates } from '../../../tests/support/test-gates.ts'
import { INTERVAL_MAX_MS } from '../sync/load.ts'
import { PAUSE_MAX_MS, PAUSE_MS } from './gate-clock.ts'

const START = LAUNCH_AT - 100 * HOUR_MS
const DUE_AT = LAUNCH_AT - 24 * HOUR_MS

async function open(now = START) {
  const at = await TestGates.open(now)
  const stored = await storePlan(at.store)
  at.gates.changed(stored.planId)
  await at.pause()
  return { at, ...stored, ada: await at.join(stored) }
}

function makeLinkGood(editor: Editor): void {
  editor.edit((plan) => {
    plan.set('link/bitrateKbps', 6_000)
    plan.set('link/backupKbps', 9_000)
  })
}

const turnsOf = (log: readonly PlanEvent[], requirement = 'backup-link') =>
  log.filter(
    (event): event is EventOf<'requirementTurned'> =>
      event.kind === 'requirementTurned' && event.requirement === requirement,
  )
const expiredIn = (log: readonly PlanEvent[]) =>
  log.filter((event): event is EventOf<'evidenceExpired'> => event.kind === 'evidenceExpired')
const passedIn = (log: readonly PlanEvent[]) =>
  log.filter((event): event is EventOf<'deadlinePassed'> => event.kind === 'deadlinePassed')

describe('after an edit', () => {
  test('[L2] the plan is judged once the typing pauses, by the receipt of the edit that turned it', async () => {
    const { at, planId, personId, ada } = await open()
    makeLinkGood(ada)
    const receivedAt = at.clock.now()
    await at.reach(receivedAt + PAUSE_MS - 1)
    expect(turnsOf(await at.log(planId))).toEqual([])
    await at.reach(receivedAt + PAUSE_MS)
    expect(turnsOf(await at.log(planId))).toMatchObject([
      { at: receivedAt, isMet: true, updateSeq: await at.seq(planId), actor: { personId, name: 'Ada' } },
    ])
  })

  test('[L2] half typed is no turn: the pause begins anew with every edit, and is not waited for for ever', async () => {
    const { at, planId, ada } = await open()
    const from = at.clock.now()
    makeLinkGood(ada)
    while (at.clock.now() < from + PAUSE_MAX_MS - PAUSE_MS / 2) {
      await at.reach(at.clock.now() + PAUSE_MS / 2)
      expect(turnsOf(await at.log(planId))).toEqual([])
      ada.set('offer/priceMinor', at.clock.now() - from)
    }
    await at.reach(from + PAUSE_MAX_MS + PAUSE_MS / 2)
    expect(turnsOf(await at.log(planId))).toMatchObject([{ at: from, isMet: true }])
  })

  test('[L4] of several people, the turn is his whose edit it was', async () => {
    const { at, planId, ada } = await open()
    await addMember(at.store, planId, { id: 'ben', name: 'Ben' })
    const ben = await at.join({ planId, personId: 'ben' }, 200)
    ada.set('link/bitrateKbps', 6_000)
    ben.set('link/backupKbps', 9_000)
    ada.page.flush()
    ada.set('offer/priceMinor', 1)
    await at.pause()
    const [turn] = turnsOf(await at.log(planId))
    expect(turn).toMatchObject({ actor: { personId: 'ben', name: 'Ben' }, updateSeq: 3 })
  })

  test('that brings work done offline, the log says when it was claimed', async () => {
    const { at, planId, ada } = await open()
    const buyLink = 'https://shop.example/buy'
    ada.set('offer/buyLink', buyLink)
    await at.pause()
    const claimedAt = at.clock.now()
    await at.reach(DUE_AT + HOUR_MS)
    ada.set('offer/overlayTest', { at: claimedAt, by: 'Ada', tested: { price: '', cap: '', buyLink } })
    await at.pause()
    const standing = await at.standing(planId, 'overlay-tested')
    expect(standing).toMatchObject({ state: 'metLate', lateByMs: HOUR_MS })
    expect(standing.history).toMatchObject([{ claimedAt, truth: 'met', at: DUE_AT + HOUR_MS }])
  })

  test('that turns nothing, the log says nothing', async () => {
    const { at, planId, ada } = await open()
    const before = await at.log(planId)
    ada.set('offer/priceMinor', 1)
    await at.pause()
    expect(await at.log(planId)).toEqual(before)
  })

  test('[L4] made and taken back within one pause is no turn', async () => {
    const { at, planId, ada } = await open()
    makeLinkGood(ada)
    at.clock.advance(INTERVAL_MAX_MS)
    ada.set('link/backupKbps', 0)
    await at.pause()
    expect(turnsOf(await at.log(planId))).toEqual([])
    expect(await at.seq(planId)).toBe(3)
  })

  test('that moves the launch, the log says so', async () => {
    const { at, planId, ada } = await open()
    const to = LAUNCH_AT + HOUR_MS
    ada.set('event/launchAt', to)
    await at.pause()
    expect((await at.log(planId)).at(-1)).toMatchObject({ kind: 'launchMoved', from: LAUNCH_AT, to })
    await at.reach(LAUNCH_AT - 72 * HOUR_MS + 1)
    expect(passedIn(await at.log(planId))).toEqual([])
    await at.reach(to - 72 * HOUR_MS + 1)
    expect(passedIn(await at.log(planId))).toMatchObject([{ gate: 'h72', dueAt: to - 72 * HOUR_MS }])
  })
})

describe('evidence', () => {
  const overlayTest = (provenAt: number, price: string) => ({
    at: provenAt,
    by: 'Ada',
    tested: { price, cap: '', buyLink: '' },
  })

  async function withTest() {
    const opened = await open()
    const { at, ada, planId } = opened
    ada.set('offer/overlayTest', overlayTest(at.clock.now(), ''))
    await at.pause()
    await addMember(at.store, planId, { id: 'ben', name: 'Ben' })
    return { ...opened, ben: await at.join({ planId, personId: 'ben' }, 200) }
  }

  test('[L5] is made stale by his edit who made it, of several judged together', async () => {
    const { at, planId, ada, ben } = await withTest()
    ada.set('offer/story', 'Soon')
    ben.page.flush()
    const receivedAt = at.clock.now()
    ben.set('offer/priceMinor', 100)
    ada.page.flush()
    ada.set('offer/story', 'Now')
    await at.pause()
    expect(expiredIn(await at.log(planId))).toMatchObject([
      {
        at: receivedAt,
        actor: { personId: 'ben', name: 'Ben' },
        path: 'offer/overlayTest',
        stale: ['price'],
      },
    ])
    const { findings } = await at.standing(planId, 'overlay-tested')
    expect(findings).toContainEqual({
      text: 'The price has changed since the overlay test: not set then, €1.00 now.',
      path: 'offer/overlayTest',
      changed: { by: { personId: 'ben', name: 'Ben' }, at: receivedAt },
    })
  })

  test('[L5] is good again by the undo, though the requirement stays unmet for another reason', async () => {
    const { at, planId, ada, ben } = await withTest()
    ben.set('offer/priceMinor', 100)
    await at.pause()
    ada.page.flush()
    ada.set('offer/priceMinor', null)
    await at.pause()
    expect(expiredIn(await at.log(planId))).toMatchObject([
      { actor: { name: 'Ben' }, stale: ['price'] },
      { actor: { name: 'Ada' }, stale: [] },
    ])
  })

  test('[L3] [L5] made stale as a server is killed is the edit’s all the same, once', async () => {
    const { at, planId, ben } = await withTest()
    const receivedAt = at.clock.now()
    ben.set('offer/priceMinor', 100)
    await at.kill()
    const again = await at.again(receivedAt + HOUR_MS)
    const log = await again.log(planId)
    expect(expiredIn(log)).toMatchObject([{ at: receivedAt, actor: { name: 'Ben' }, stale: ['price'] }])
    await again.kill()
    const third = await at.again(receivedAt + 2 * HOUR_MS)
    expect(expiredIn(await third.log(planId))).toEqual(expiredIn(log))
  })

  test('[L5] stale before this version looked is nobody’s, least of all of who edits next', async () => {
    const { at, planId, ben } = await withTest()
    ben.set('offer/priceMinor', 100)
    await at.pause()
    at.store.sqlite.exec(`delete from plan_events where kind = 'evidenceExpired'`)
    ben.set('offer/story', 'Soon')
    await at.pause()
    expect(expiredIn(await at.log(planId))).toMatchObject([{ actor: null, stale: ['price'] }])
  })

  test.each([
    { whose: 'one person’s own', alone: true, named: { name: 'Ben' } },
    { whose: 'several people’s', alone: false, named: null },
  ])('[L5] in a backlog too long to look at each edit: $whose', async ({ alone, named }) => {
    const { at, planId, ada, ben } = await withTest()
    for (let round = 0; round < 121; round++) {
      const [one, other] = round % 2 && !alone ? [ada, ben] : [ben, ada]
      if (round === 60) one.set('offer/priceMinor', 100)
      else one.set('offer/story', `${round}`)
      other.page.flush()
    }
    await at.pause()
    expect(expiredIn(await at.log(planId))).toMatchObject([{ actor: named, stale: ['price'] }])
  })
})

describe('at a deadline', () => {
  test('[L2] the gate is judged with nobody’s page open', async () => {
    const { at, planId, ada } = await open()
    ada.page.leave()
    await at.reach(LAUNCH_AT - 72 * HOUR_MS)
    expect(passedIn(await at.log(planId))).toEqual([])
    await at.reach(LAUNCH_AT - 72 * HOUR_MS + 1)
    const [passed] = passedIn(await at.log(planId))
    expect(passed).toMatchObject({ gate: 'h72', actor: null, at: LAUNCH_AT - 72 * HOUR_MS })
    expect(passed?.unmet).toEqual(['rsvp-confirmed', 'tiers-set', 'segments-sized'])
    expect(await at.standing(planId, 'tiers-set')).toMatchObject({ state: 'missed' })
  })

  test('[L2] the pause in the typing is not waited for, and what came in time counts', async () => {
    const { at, planId, ada } = await open()
    await at.reach(DUE_AT - 10)
    makeLinkGood(ada)
    await at.reach(DUE_AT + 1)
    const log = await at.log(planId)
    expect(turnsOf(log)).toMatchObject([{ at: DUE_AT - 10, isMet: true }])
    expect(passedIn(log).at(-1)?.unmet).not.toContain('backup-link')
    expect(await at.standing(planId, 'backup-link')).toMatchObject({ state: 'met' })
  })

  test('[L2] what was received by then counts though it is not on disk yet', async () => {
    const { at, planId, ada } = await open()
    await at.reach(DUE_AT)
    ada.set('link/bitrateKbps', 6_000)
    ada.plan.set('link/backupKbps', 9_000)
    ada.page.flush()
    const judged = at.reach(DUE_AT + 1)
    await untilIdle()
    expect(passedIn(await at.log(planId)).map(({ gate }) => gate)).toEqual(['h72', 'h48'])
    at.clock.advance(INTERVAL_MAX_MS)
    await judged
    expect(await at.standing(planId, 'backup-link')).toMatchObject({ state: 'met' })
    expect(turnsOf(await at.log(planId))).toMatchObject([{ at: DUE_AT }])
  })

  test('[L2] edits on both sides of it that are judged together fall on their own sides', async () => {
    const { at, planId, ada } = await open()
    await at.reach(DUE_AT - 1)
    makeLinkGood(ada)
    at.clock.advance(3)
    ada.set('link/backupKbps', 0)
    await at.pause()
    expect(turnsOf(await at.log(planId))).toMatchObject([
      { at: DUE_AT - 1, isMet: true },
      { at: DUE_AT + 2, isMet: false },
    ])
    ada.set('link/backupKbps', 9_000)
    await at.pause()
    expect(await at.standing(planId, 'backup-link')).toMatchObject({ state: 'reopened' })
  })

  test('a plan that cannot be read holds up no other, and is tried again', async () => {
    const at = await TestGates.open(START)
    const [damaged, sound] = [await storePlan(at.store), await storePlan(at.store)]
    const [row] = at.store.sqlite
      .prepare<[string], { bytes: Buffer }>('select bytes from updates where plan_id = ?')
      .all(damaged.planId)
    const write = at.store.sqlite.prepare('update updates set bytes = ? where plan_id = ?')
    write.run(Buffer.of(7), damaged.planId)
    for (const { planId } of [damaged, sound]) at.gates.changed(planId)
    await at.pause()
    await at.reach(LAUNCH_AT - 72 * HOUR_MS + 1)
    expect(passedIn(await at.log(sound.planId))).toHaveLength(1)
    expect(at.complaints).toContain(`plan ${damaged.planId} could not be judged`)
    write.run(row!.bytes, damaged.planId)
    await at.reach(LAUNCH_AT - 71 * HOUR_MS)
    expect(passedIn(await at.log(damaged.planId))).toMatchObject([{ gate: 'h72' }])
  })
})

describe('a server killed', () => {
  test('[L3] across a deadline judges it once, as of the deadline, and says when it did', async () => {
    const { at, planId, ada } = await open()
    makeLinkGood(ada)
    await at.pause()
    await at.kill()
    const startedAt = DUE_AT + 3 * HOUR_MS
    const again = await at.again(startedAt)
    const log = await again.log(planId)
    expect(passedIn(log)).toMatchObject([
      { gate: 'h72', at: LAUNCH_AT - 72 * HOUR_MS, judgedAt: startedAt },
      { gate: 'h48', at: LAUNCH_AT - 48 * HOUR_MS, judgedAt: startedAt },
      { gate: 'h24', at: DUE_AT, judgedAt: startedAt },
    ])
    expect(passedIn(log).at(-1)?.unmet).not.toContain('backup-link')
    expect(await again.standing(planId, 'backup-link')).toMatchObject({ state: 'met' })
    await again.kill()
    const third = await at.again(startedAt + HOUR_MS)
    expect(await third.log(planId)).toEqual(log)
  })

  test('[L3] between the commit of an edit and its judgement judges it on start, as of its receipt', async () => {
    const { at, planId, ada } = await open()
    await at.reach(DUE_AT - 5)
    makeLinkGood(ada)
    await at.kill()
    const again = await at.again(DUE_AT + HOUR_MS)
    expect(turnsOf(await again.log(planId))).toMatchObject([{ at: DUE_AT - 5, isMet: true }])
    expect(await again.standing(planId, 'backup-link')).toMatchObject({ state: 'met' })
  })

  test('goes on with its deadlines after the start', async () => {
    const { at, planId } = await open()
    await at.kill()
    const again = await at.again(START + HOUR_MS)
    await again.reach(LAUNCH_AT)
    expect(passedIn(await again.log(planId)).map(({ gate }) => gate)).toEqual(['h72', 'h48', 'h24'])
  })
})

test('a plan from before there was a log is judged on start, from its first update on', async () => {
  const store = await openTemporaryStore()
  const { planId } = await storePlan(store)
  store.sqlite.exec(`delete from plan_events; update plans set log_seq = 0`)
  const path = store.sqlite.name
  await store.close()
  const at = await TestGates.open(START, path)
  const log = await at.log(planId)
  expect(log.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual(['1 requirementTurned', '2 requirementTurned'])
  await at.reach(LAUNCH_AT - 72 * HOUR_MS + 1)
  expect(passedIn(await at.log(planId))).toHaveLength(1)
})

test('[L3] a stopped clock judges nothing any more, and its plans are judged on the next start', async () => {
  const { at, planId, ada } = await open()
  makeLinkGood(ada)
  await at.gates.stop()
  await at.pause()
  expect(turnsOf(await at.log(planId))).toEqual([])
  const again = await at.again(at.clock.now())
  expect(turnsOf(await again.log(planId))).toHaveLength(1)
})
