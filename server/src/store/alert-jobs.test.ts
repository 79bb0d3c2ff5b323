import type { Alert } from '@flashboard/shared/log/alerts'
import { expect, test } from 'vitest'
import { TestCourier } from '../../../tests/support/test-courier.ts'
import * as alertJobs from './alert-jobs.ts'
import * as alertTargets from './alert-targets.ts'

const alert = (seq: number): Alert => ({
  seq,
  at: 1,
  kind: 'missed',
  plan: 'Drop',
  text: 'Drop: missed',
  requirements: [],
})

async function open() {
  const at = await TestCourier.open()
  const owner = await at.storePlan()
  const id = await at.addTarget(owner, { address: 'http://127.0.0.1:9/' })
  await at.append(owner.planId, at.moved(1), at.moved(2))
  const { db } = at.store
  const [target] = (await alertJobs.targetsBehind(db, owner.planId, 9)) as [alertJobs.BehindTarget]
  return { at, db, target, id, ...owner }
}

test('what is behind is known, until it is dealt with', async () => {
  const { db, target, planId } = await open()
  expect(await alertJobs.plansBehind(db)).toEqual([planId])
  expect(target).toMatchObject({ afterSeq: 1, logSeq: 3, isMembers: true })
  await alertJobs.keep(db, [{ target, alerts: [alert(2)] }], { seq: 3, now: 5 })
  expect(await alertJobs.plansBehind(db)).toEqual([])
  expect(await alertJobs.targetsBehind(db, planId, 9)).toEqual([])
})

test('an event is planned once, though two plan it at once', async () => {
  const { at, db, target } = await open()
  const planned = [{ target, alerts: [alert(2), alert(3)] }]
  await Promise.all([
    alertJobs.keep(db, planned, { seq: 3, now: 5 }),
    alertJobs.keep(db, planned, { seq: 3, now: 5 }),
  ])
  expect(at.jobCount).toBe(2)
})

test('a target that was removed meanwhile gets no jobs', async () => {
  const { at, db, target, id } = await open()
  await alertTargets.remove(db, id)
  await alertJobs.keep(db, [{ target, alerts: [alert(2)] }], { seq: 3, now: 5 })
  expect(at.jobCount).toBe(0)
})

test('a kind that its person put out meanwhile gets no job', async () => {
  const { at, db, target, id } = await open()
  await alertTargets.changeKinds(db, id, ['metLate'])
  const alerts = [alert(2), { ...alert(3), kind: 'metLate' } as const]
  await alertJobs.keep(db, [{ target, alerts }], { seq: 3, now: 5 })
  expect(at.jobCount).toBe(1)
  expect((await alertJobs.nextDue(db, 5, []))?.alert.seq).toBe(3)
})

test('the next due is the longest due, of targets that are not busy', async () => {
  const { at, db, target, id, planId, personId } = await open()
  const other = await at.addTarget({ planId, personId }, { address: 'http://127.0.0.1:9/' })
  await alertJobs.keep(db, [{ target, alerts: [alert(3), alert(2)] }], { seq: 3, now: 5 })
  expect(await alertJobs.nextDue(db, 4, [])).toBeUndefined()
  expect((await alertJobs.nextDue(db, 5, [other]))?.alert.seq).toBe(2)
  expect(await alertJobs.nextDue(db, 5, [id])).toBeUndefined()
  expect([await alertJobs.nextAt(db, []), await alertJobs.nextAt(db, [id])]).toEqual([5, undefined])
  const job = (await alertJobs.nextDue(db, 5, []))!
  await alertJobs.putOff(db, job, { now: 6, nextAt: 9, text: 'No.' })
  expect((await alertJobs.nextDue(db, 9, []))?.alert.seq).toBe(3)
  await alertJobs.arrived(db, (await alertJobs.nextDue(db, 9, []))!, 7)
  expect(await alertJobs.nextAt(db, [])).toBe(7)
  expect(await alertJobs.nextDue(db, 7, [])).toMatchObject({ alert: { seq: 2 }, attempts: 1 })
})

test('a code is tried so often, counted before anybody looks', async () => {
  const { db, id } = await open()
  expect(await alertTargets.tryCode(db, id, 2)).toBeUndefined()
  await alertTargets.putCode(db, id, 'hash', 5)
  const tries = await Promise.all([1, 2, 3].map(() => alertTargets.tryCode(db, id, 2)))
  expect(tries.map((each) => each?.attempt)).toEqual([1, 2, undefined])
})
