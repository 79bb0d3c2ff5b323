/** Whatever people and time do, and however often the server is killed: the log says what full history says. */
import type { PlanEvent } from '@flashboard/shared/log/events'
import { changesOf, factsAt, proofsIn } from '@flashboard/shared/readiness/evidence'
import { expiriesOf, expiryIn } from '@flashboard/shared/readiness/expiry'
import { gates } from '@flashboard/shared/readiness/gates'
import { judge, requirementDueAt } from '@flashboard/shared/readiness/judge'
import type { Plan } from '@flashboard/shared/plan/schema'
import { HOUR_MS } from '@flashboard/shared/plan/time'
import { expect, test } from 'vitest'
import { seededRandom } from '../../../tests/support/seeded-chance.ts'
import { addMember, LAUNCH_AT, storePlan } from '../../../tests/support/temporary-store.ts'
import { TestGates } from '../../../tests/support/test-gates.ts'

const START = LAUNCH_AT - 100 * HOUR_MS
/** Those that the random edits turn. */
const TURNING = ['backup-link', 'preorder-terms', 'segments-sized', 'cap-covered']

interface Moment {
  at: number
  plan: Plan
  by: string
}

/** Who made which fact of which evidence stale, and when, likewise. */
function naiveCauses(past: readonly Moment[]): string[] {
  const causes = new Map<string, string>()
  for (const { plan, at, by } of past) {
    const now = new Set(
      proofsIn(plan).flatMap((proof) =>
        changesOf(proof).map(({ fact }) => `${proof.path} of ${proof.evidence.at}: ${fact}`),
      ),
    )
    for (const known of causes.keys()) if (!now.has(known)) causes.delete(known)
    for (const fact of now) if (!causes.has(fact)) causes.set(fact, `${fact} by ${by} at ${at}`)
  }
  return [...causes.values()].sort()
}

function loggedCauses(plan: Plan, log: readonly PlanEvent[]): string[] {
  const expiries = expiriesOf(log)
  return proofsIn(plan)
    .flatMap(({ path, evidence: { at: provenAt } }) =>
      [...expiryIn(expiries, path, provenAt)].map(
        ([fact, { by, at }]) => `${path} of ${provenAt}: ${fact} by ${by?.name} at ${at}`,
      ),
    )
    .sort()
}

/** By going through all that ever was on disk, without a log. */
function naiveState(id: string, past: readonly Moment[], now: number): string {
  const gate = gates.find(({ requirements }) => requirements.some((each) => each.id === id))!
  const requirement = gate.requirements.find((each) => each.id === id)!
  const truths = past.map(({ at, plan }) => {
    if (requirement.applies?.(plan) === false) return { at, truth: 'doesNotApply' }
    const isMet = requirement.check(plan, requirementDueAt(requirement, gate, plan)).length === 0
    return { at, truth: isMet ? 'met' : 'unmet' }
  })
  const dueAt = requirementDueAt(requirement, gate, past.at(-1)!.plan)
  const { truth } = truths.at(-1)!
  if (truth === 'doesNotApply') return truth
  if (truth === 'unmet') {
    return now > dueAt ? 'missed' : now >= dueAt - gate.atRiskMs ? 'atRisk' : 'open'
  }
  if (now <= dueAt) return 'met'
  const before = truths.filter(({ at }) => at <= dueAt)
  const after = truths.filter(({ at }) => at > dueAt)
  if (before.length === 0 || before.at(-1)!.truth === 'unmet') {
    return `metLate ${after.find((each) => each.truth === 'met')!.at - dueAt}`
  }
  return after.some((each) => each.truth === 'unmet') ? 'reopened' : 'met'
}

test.each(Array.from({ length: 12 }, (_, seed) => seed + 1))('seed %i', async (seed) => {
  const random = seededRandom(seed)
  const upTo = (end: number) => Math.floor(random() * end)
  let at = await TestGates.open(START)
  const stored = await storePlan(at.store)
  const { planId } = stored
  await addMember(at.store, planId, { id: 'ben', name: 'Ben' })
  let clientId = 101
  const join = async () => ({
    Ada: await at.join(stored, clientId++),
    Ben: await at.join({ planId, personId: 'ben' }, clientId++),
  })
  let both = await join()
  let ada = both.Ada
  ada.edit((plan) => plan.add('hubs'))
  ada.edit((plan) => plan.add('skus'))
  const [hubId, skuId] = [ada.plan.get('hubs')[0]!.id, ada.plan.get('skus')[0]!.id]
  const past: Moment[] = [{ at: 1, plan: ada.plan.read(), by: 'Ada' }]
  const prove = (path: string) => {
    const tested = factsAt(path, ada.plan.read())
    ada.set(path, { at: at.clock.now(), by: 'Somebody', tested })
  }

  const edits: [of: string, edit: () => void][] = [
    ['price', () => ada.set('offer/priceMinor', upTo(3))],
    ['cap', () => ada.set('event/hardCap', upTo(2))],
    ['movement', () => ada.edit((plan) => plan.add('movements', { hubId, skuId, delta: upTo(3) - 1 }))],
    ['received', () => ada.set(`skus/${skuId}/received`, upTo(2))],
    ['overlay', () => prove('offer/overlayTest')],
    ['count', () => prove(`stock/${hubId}/${skuId}/counted`)],
    ['audit', () => prove(`skus/${skuId}/audited`)],
    ['link', () => ada.set('link/bitrateKbps', 6_000)],
    ['link', () => ada.set('link/backupKbps', upTo(2) * 9_000)],
    ['preorders', () => ada.set('offer/preorderQuota', upTo(2))],
    ['preorders', () => ada.set('offer/consentTest', upTo(2) ? { at: 1, by: 'Ada' } : null)],
    [
      'preorders',
      () => ada.edit((plan) => [plan.set('offer/termsLink', 'x'), plan.set('offer/termsVersion', '1')]),
    ],
    ['preorders', () => ada.edit((plan) => plan.add('tiers', { opensAt: LAUNCH_AT - upTo(60) * HOUR_MS }))],
    ['launch', () => ada.set('event/launchAt', LAUNCH_AT + (upTo(80) - 30) * HOUR_MS)],
    [
      'segments',
      () => ada.edit((plan) => plan.add('segments', { size: upTo(2), signals: ['orders', 'rsvps'] })),
    ],
  ]
  // What is made and taken back within one pause in the typing is not judged, so here nothing is.
  const sincePause = new Set<string>()
  for (let act = 0; act < 60; act++) {
    const chance = random()
    if (chance < 0.65) {
      const [of, edit] = edits[upTo(edits.length)]!
      if (sincePause.has(of)) {
        await at.pause()
        sincePause.clear()
      }
      sincePause.add(of)
      const by = upTo(2) ? 'Ada' : 'Ben'
      ada = both[by]
      // What the other wrote meanwhile is here before the next edit.
      ada.page.flush()
      edit()
      past.push({ at: at.clock.now(), plan: ada.plan.read(), by })
      // Past the queue's own interval, so that the next edit is on disk at once, too.
      at.clock.advance(16 + upTo(50))
    } else if (chance < 0.93) {
      await at.reach(at.clock.now() + upTo(12) * HOUR_MS)
    } else {
      await at.kill()
      at = await at.again(at.clock.now() + upTo(12) * HOUR_MS)
      both = await join()
      sincePause.clear()
    }
  }
  await at.pause()

  const now = at.clock.now()
  const log = await at.log(planId)
  const standings = judge(past.at(-1)!.plan, now, log).flatMap(({ requirements }) => requirements)
  for (const { id, state, lateByMs } of standings) {
    const said = state === 'metLate' ? `${state} ${lateByMs}` : state
    expect.soft(`${id} ${said}`).toBe(`${id} ${naiveState(id, past, now)}`)
  }
  expect.soft(loggedCauses(past.at(-1)!.plan, log)).toEqual(naiveCauses(past))
  expect(at.complaints).toEqual([])
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1))
  const passed = log.flatMap((event) =>
    event.kind === 'deadlinePassed' ? [`${event.gate} ${event.dueAt}`] : [],
  )
  expect(new Set(passed).size).toBe(passed.length)
  // The edits were worth judging.
  expect(log.some(({ kind }) => kind === 'evidenceExpired')).toBe(true)
  expect(log.some((event) => event.kind === 'requirementTurned' && TURNING.includes(event.requirement))).toBe(
    true,
  )
})
