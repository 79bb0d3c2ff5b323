/** For tests: a small plan for launch day, and a run that commands are given to, as the server would. */
import type { Actor, NewEvent, PlanEvent } from '../log/events.ts'
import { event, LAUNCH_AT, planOf } from '../plan/test-plan.ts'
import { MINUTE_MS } from '../plan/time.ts'
import type { Plan } from '../plan/schema.ts'
import { decide, type RunCommand } from './commands.ts'
import type { Facts } from './decision.ts'
import { runOf } from './run.ts'
import { salesOf } from './sales.ts'

export const [lea, sam, uma]: readonly [Actor, Actor, Actor] = [
  { personId: 'lea', name: 'Lea' },
  { personId: 'sam', name: 'Sam' },
  { personId: 'uma', name: 'Uma' },
]

/** Cues a to d at T−10, T−5, T+0 and (hard) T+10, five minutes each; 20 and 10 straps at two hubs, cap 40. */
export const runPlan: Plan = planOf({
  event: { ...event, hardCap: 40, capIncludesPreorders: true },
  consoles: [
    { id: 'stream', name: 'Stream' },
    { id: 'stock', name: 'Stock' },
  ],
  offer: { preorderQuota: 10 },
  hubs: [
    { id: 'porto', name: 'Porto' },
    { id: 'lisbon', name: 'Lisbon' },
  ],
  skus: [
    { id: 'moss', name: 'Moss', code: 'M-1' },
    { id: 'rust', name: 'Rust', code: 'R-1' },
  ],
  bundles: [{ id: 'pair', name: 'Pair' }],
  bundleItems: [
    { bundleId: 'pair', skuId: 'moss', quantity: 1 },
    { bundleId: 'pair', skuId: 'rust', quantity: 2 },
  ],
  stock: [{ hubId: 'porto', skuId: 'moss', buffer: 3 }],
  movements: [
    { id: 'm1', hubId: 'porto', skuId: 'moss', delta: 20 },
    { id: 'm2', hubId: 'lisbon', skuId: 'rust', delta: 10 },
  ],
  cues: [
    { id: 'a', callOut: 'Sound check', offsetMs: -10 * MINUTE_MS, durationSeconds: 300, owner: 'Sam' },
    { id: 'b', callOut: 'Overlay on', offsetMs: -5 * MINUTE_MS, durationSeconds: 300 },
    { id: 'c', callOut: 'Public opens', offsetMs: 0, durationSeconds: 300 },
    { id: 'd', callOut: 'Partner joins', hardAt: LAUNCH_AT + 10 * MINUTE_MS, durationSeconds: 300 },
  ],
})

export class TestRun {
  log: PlanEvent[] = []
  now = LAUNCH_AT - 12 * MINUTE_MS
  plan = runPlan
  missed: string[] = []
  isCallerHere = true
  /** Leads; everybody else edits. */
  leads = new Set(['lea'])

  /** @returns the refusal; nothing where it was done. */
  do(actor: Actor, command: RunCommand): string | undefined {
    const facts: Facts = {
      now: this.now,
      actor,
      isLead: this.leads.has(actor.personId),
      plan: this.plan,
      missed: this.missed,
      isCallerHere: this.isCallerHere,
      hands: [lea, sam, uma],
    }
    const decision = decide({ run: this.run, sales: salesOf(this.log) }, command, facts)
    if (typeof decision === 'string') return decision
    for (const event of decision) {
      const stamped = { ...event, at: this.now, actor } as NewEvent
      this.log.push({ ...stamped, seq: this.log.length + 1 } as PlanEvent)
    }
    return undefined
  }

  /** Lets time pass. */
  after(minutes: number): this {
    this.now += minutes * MINUTE_MS
    return this
  }

  get run() {
    return runOf(this.log)
  }
}
