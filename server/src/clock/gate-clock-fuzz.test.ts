/** Whatever people and time do, and however often the server is killed: the log says what full history says. */
import { gates } from '@flashboard/shared/readiness/gates'
import { judge, requirementDueAt } from '@flashboard/shared/readiness/judge'
import type { Plan } from '@flashboard/shared/plan/schema'
import { HOUR_MS } from '@flashboard/shared/plan/time'
import { expect, test } from 'vitest'
import { seededRandom } from '../../../tests/support/seeded-chance.ts'
import { LAUNCH_AT, storePlan } from '../../../tests/support/temporary-store.ts'
import { TestGates } from '../../../tests/support/test-gates.ts'

const START = LAUNCH_AT - 100 * HOUR_MS
/** Those that the random edits turn. */
const TURNING = ['backup-link', 'preorder-terms', 'segments-sized', 'cap-covered']

interface Moment {
  at: number
  plan: Plan
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
  let ada = await at.join(stored)
  let clientId = 101
  const past: Moment[] = [{ at: 1, plan: ada.plan.read() }]

  const edits: [of: string, edit: () => void][] = [
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
      edit()
      past.push({ at: at.clock.now(), plan: ada.plan.read() })
      // Past the queue's own interval, so that the next edit is on disk at once, too.
      at.clock.advance(16 + upTo(50))
    } else if (chance < 0.93) {
      await at.reach(at.clock.now() + upTo(12) * HOUR_MS)
    } else {
      await at.kill()
      at = await at.again(at.clock.now() + upTo(12) * HOUR_MS)
      ada = await at.join(stored, clientId++)
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
  expect(at.complaints).toEqual([])
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1))
  const passed = log.flatMap((event) =>
    event.kind === 'deadlinePassed' ? [`${event.gate} ${event.dueAt}`] : [],
  )
  expect(new Set(passed).size).toBe(passed.length)
  // The edits were worth judging.
  expect(log.some((event) => event.kind === 'requirementTurned' && TURNING.includes(event.requirement))).toBe(
    true,
  )
})
