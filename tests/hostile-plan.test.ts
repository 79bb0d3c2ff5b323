/**
 * Documents as no page writes them, but well formed: random values under random keys, through the guard
 * into a plan. Whatever it lets in, the plan can be read, judged, counted, sent and edited.
 */
import { judgeUpdate } from '@flashboard/server/sync/guard'
import { buffer, bufferSentence, skuBufferSentence } from '@flashboard/shared/figures/buffer'
import { forecast } from '@flashboard/shared/figures/forecast'
import { margin } from '@flashboard/shared/figures/margin'
import { guardHolds, guardSentence, oversellGuard } from '@flashboard/shared/figures/oversell-guard'
import { cueNow, runOfShow } from '@flashboard/shared/figures/run-of-show'
import { sellThrough } from '@flashboard/shared/figures/sell-through'
import { stockLines, totalOf } from '@flashboard/shared/figures/stock'
import { supportLoad } from '@flashboard/shared/figures/support-load'
import { readEvents } from '@flashboard/shared/log/events'
import type { Field } from '@flashboard/shared/plan/fields'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { type CollectionName, collections, type Plan } from '@flashboard/shared/plan/schema'
import { planSeed } from '@flashboard/shared/plan/templates'
import { expiriesOf, staleEvidence } from '@flashboard/shared/readiness/expiry'
import { judge, lastTurn, worstGate } from '@flashboard/shared/readiness/judge'
import { numbered } from '@flashboard/shared/readiness/test-log'
import { eventsSince, isJudged } from '@flashboard/shared/readiness/turning'
import { planAnswer, readinessAnswer } from '@flashboard/shared/wire/http'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { seededChance, seededRandom } from './support/seeded-chance.ts'
import { LAUNCH_AT } from './support/temporary-store.ts'

const SEEDS = 150
const EDITS = 60

/** Seeds that failed once, and what was wrong. */
const regressions: Readonly<Record<string, number>> = {}

const names = Object.keys(collections) as CollectionName[]
const about = { name: 'Drop', launchAt: LAUNCH_AT, endsAt: LAUNCH_AT + 1, timeZone: 'UTC', currency: 'EUR' }

function samplePlan(): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 1
  new PlanDoc(doc, seededChance(1)).fill(planSeed('sample', about))
  return Y.encodeStateAsUpdate(doc)
}

const sample = samplePlan()

class Hostile {
  readonly #random: () => number
  #doc = new Y.Doc()
  #updates: Uint8Array[] = []

  constructor(seed: number) {
    this.#random = seededRandom(seed)
  }

  /** Begins from `doc`, as another client: after a refusal, what it had made is not built upon. */
  begin(doc: Y.Doc, clientId: number): void {
    this.#doc = new Y.Doc()
    this.#doc.clientID = clientId
    Y.applyUpdate(this.#doc, Y.encodeStateAsUpdate(doc))
    this.#doc.on('update', (update: Uint8Array) => this.#updates.push(update))
  }

  edit(): Uint8Array[] {
    this.#updates = []
    this.#doc.transact(() => this.#change())
    return this.#updates
  }

  #change(): void {
    const name = this.#pick([...names, 'meta'])
    const root = this.#doc.getMap<unknown>(name)
    const held = [...root.values()].filter((value): value is Y.Map<unknown> => value instanceof Y.Map)
    const place = held.length > 0 && this.#random() < 0.6 ? this.#pick(held) : root
    const what = this.#random()
    if (what < 0.1) place.delete(this.#pick([...place.keys(), 'nothing']))
    else if (what < 0.2) this.#insertIntoText(place)
    else if (what < 0.25) place.set(this.#key(name), this.#entity(0))
    else place.set(this.#key(name), this.#value(0))
  }

  /** Embeds and marks where only letters belong. */
  #insertIntoText(place: Y.Map<unknown>): void {
    const texts = [...place.values()].filter((value) => value instanceof Y.Text)
    if (texts.length === 0) return
    const text = this.#pick(texts)
    const at = this.#below(text.length + 1)
    const what = this.#random()
    if (what < 0.5) text.insert(at, this.#pick(['\ud83e', '\ud800', '\u0000', 'x'.repeat(30_000)]))
    else if (what < 0.8) text.insertEmbed(at, this.#random() < 0.5 ? new Y.Map() : { a: 1 })
    else text.setAttribute('a', this.#value(3))
  }

  #key(name: string): string {
    const fields = Object.entries((collections as Record<string, { fields: object }>)[name]?.fields ?? {})
    const [key, field] = (fields.length > 0 ? this.#pick(fields) : ['schemaVersion', {}]) as [string, Field]
    const id = () => this.#pick([...this.#ids(), '__proto__', 'constructor', '', 'x'.repeat(500)])
    return this.#pick([
      key,
      key,
      `${id()}/${id()}/${key}`,
      `${id()}/${id()}/${key}`,
      `${key}/${this.#pick([...Object.keys(field.options ?? {}), id()])}`,
      'order',
      id(),
    ])
  }

  #ids(): string[] {
    return ['hubs', 'skus', 'segments', 'bundles'].flatMap((name) => [...this.#doc.getMap(name).keys()])
  }

  #entity(depth: number): Y.Map<unknown> {
    const entity = new Y.Map<unknown>()
    for (let i = this.#below(6); i > 0; i--) entity.set(this.#key(this.#pick(names)), this.#value(depth + 1))
    return entity
  }

  #value(depth: number): unknown {
    const whole = [0, -1, 1, 0.5, -0, 10_000_000, 2 ** 53, 1e300, NaN, Infinity, -Infinity, LAUNCH_AT]
    const instants = [LAUNCH_AT - 1, 8.64e15, 8.64e15 + 1, 4_102_444_800_000]
    const words = ['', 'a0', 'a', 'zz', 'Z'.repeat(300), 'UTC', 'EUR', 'XXX', 'PT', '__proto__', '\ud800']
    const flat = [...whole, ...instants, ...words, ...this.#ids(), true, false, null, undefined, 10n ** 17n]
    const what = this.#random()
    if (depth > 4 || what < 0.6) return this.#pick(flat)
    if (what < 0.7) return new Y.Text(this.#pick(words))
    if (what < 0.8) return this.#entity(depth)
    if (what < 0.85) return this.#pick([[], [[1]], {}, { at: 1 }, [null]])
    const at: unknown = this.#pick(flat)
    return { at, by: this.#pick(words), tested: { [this.#pick(words)]: this.#pick(['1', at]) } }
  }

  #below(end: number): number {
    return Math.floor(this.#random() * end)
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#below(from.length)]!
  }
}

/** What passed the guard of one hostile client's edits, as the server would have it. */
function attacked(seed: number): { doc: Y.Doc; passed: number } {
  const hostile = new Hostile(seed)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, sample)
  hostile.begin(doc, 50)
  let passed = 0
  for (let i = 0; i < EDITS; i++) {
    for (const update of hostile.edit()) {
      const { kind } = judgeUpdate(update, doc)
      if (kind === 'refused') hostile.begin(doc, 51 + i)
      if (kind !== 'new') break
      passed++
      Y.applyUpdate(doc, update)
    }
  }
  return { doc, passed }
}

function everyFigure(plan: Plan): unknown {
  const guard = oversellGuard(plan)
  const held = buffer(plan)
  const times = [-1, 0, LAUNCH_AT, plan.event.launchAt]
  return [
    guard,
    guardHolds(guard),
    guardSentence(guard),
    held,
    bufferSentence(held),
    held.bySku.map(skuBufferSentence),
    forecast(plan),
    margin(plan),
    sellThrough(plan),
    supportLoad(plan),
    totalOf(stockLines(plan)),
    times.map((now) => [cueNow(runOfShow(plan), now), lastTurn(plan, now), worstGate(judge(plan, now))]),
  ]
}

const runs = [
  ...Array.from({ length: SEEDS }, (_, i) => [`seed ${i + 1}`, i + 1] as const),
  ...Object.entries(regressions),
]

test.each(runs)('a plan that a hostile client wrote into reads, counts and takes edits: %s', (_, seed) => {
  const { doc } = attacked(seed)
  const plan = new PlanDoc(doc, seededChance(seed))
  const { leftOut } = plan
  const read = plan.read()
  const gates = judge(read, LAUNCH_AT)
  expect(JSON.stringify([read, everyFigure(read)])).toBeTypeOf('string')
  const answer = { id: 'a', role: 'editor', seq: 2, leftOut, plan: JSON.parse(JSON.stringify(read)) }
  expect(planAnswer.parse(answer).plan).toEqual(JSON.parse(JSON.stringify(read)))
  // A launch that does not parse reads as 1970, and gates before that are no instants of the wire.
  if (read.event.launchAt >= LAUNCH_AT) {
    expect(readinessAnswer.safeParse({ now: 0, gates }).error).toBeUndefined()
  }

  const step = { plan: read, at: 1, actor: null, updateSeq: 1 }
  const log = numbered(eventsSince([], undefined, [step], 1))
  expect(readEvents(log)).toEqual(log)
  expect(isJudged(log, read)).toBe(true)
  expect(staleEvidence(read, expiriesOf(log)).size).toBeLessThan(100)

  const loaded = new Y.Doc()
  Y.applyUpdate(loaded, Y.encodeStateAsUpdate(doc))
  const again = new PlanDoc(loaded, seededChance(seed))
  expect([again.leftOut, again.read()]).toEqual([leftOut, read])

  for (const name of names.filter((each) => collections[each].form === 'list')) {
    const ids = plan.get(name as 'hubs').map(({ id }) => id)
    if (ids.length > 0) plan.move(name as 'hubs', ids[0]!, ids.length - 1)
    const added = plan.add(name as 'hubs')
    expect(plan.get(name as 'hubs').at(-1)!.id).toBe(added)
  }
  plan.shiftDates(1)
  expect(plan.set('event/hardCap', 7) && plan.get('event').hardCap).toBe(7)
})

test('much of it passes the guard', () => {
  expect(attacked(1).passed).toBeGreaterThan(10)
})
