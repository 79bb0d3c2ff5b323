/** What the gates cost: one judgement of a full plan, and a start with many plans that wait for a deadline. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cryptoChance, newId } from '@flashboard/server/chance'
import { systemClock } from '@flashboard/server/clock/clock'
import { GateClock } from '@flashboard/server/clock/gate-clock'
import { openStore, type Store } from '@flashboard/server/store/database'
import { updateLog } from '@flashboard/server/store/updates'
import { PlanReader } from '@flashboard/server/sync/plan-reader'
import { RoomRegistry } from '@flashboard/server/sync/room-registry'
import { DAY_MS, HOUR_MS } from '@flashboard/shared/plan/time'
import { judge } from '@flashboard/shared/readiness/judge'
import * as Y from 'yjs'
import { countItems, fullDoc, LAUNCH_AT, longLog, sampleDoc } from './full-plan.ts'
import { milliseconds, printMachine, printTable, printTimings, timeInTurns, timeOnce } from './measure.ts'

const ITEMS = 200
const EVENTS = 1_000
const RUNS = 3_000
const PLANS = 10_000
const DAYS = 30

export async function benchGates(): Promise<void> {
  printMachine()
  benchJudge()
  await benchStart()
}

function benchJudge(): void {
  const plan = fullDoc(ITEMS).read()
  const log = longLog(EVENTS)
  const now = LAUNCH_AT - 30 * HOUR_MS
  process.stdout.write(`\nJudging a plan of ${countItems(plan)} items (goal: p50 of 1 ms or less)\n`)
  printTimings(
    timeInTurns(RUNS, {
      'judge, no log': () => judge(plan, now),
      [`judge, ${EVENTS} events`]: () => judge(plan, now, log),
      'floor: the plan as JSON': () => JSON.stringify(plan),
    }),
  )
}

async function benchStart(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'flashboard-bench-'))
  const path = join(folder, 'plans.sqlite')
  try {
    const store = await openStore(path)
    fillStore(store, Date.now())
    await store.close()
    process.stdout.write(`\nStart with ${PLANS} plans due within a month (goal: 2 s or less)\n`)
    const all = await startGates(path)
    const judged = await startGates(path)
    const floor = await timeOnce(async () => {
      const opened = await openStore(path)
      opened.sqlite.prepare('select id, seq, judged_seq, next_turn_at from plans').all()
      await opened.close()
    })
    const row = (what: string, { ms, timers }: Start) => [
      what,
      milliseconds(ms),
      String(timers),
      `${(ms / floor).toFixed(1)}×`,
    ]
    printTable(
      ['', 'ms', 'timers', 'of the floor'],
      [
        row('all judged before', judged),
        row('none judged before', all),
        row('floor: open, and read the table of plans', { ms: floor, timers: 0 }),
      ],
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Start {
  ms: number
  /** How many timers are set once nothing is left to judge. */
  timers: number
}

/** The rows that making them one by one would leave, in one transaction: a launch each day of the month. */
function fillStore({ sqlite }: Store, now: number): void {
  const person = newId()
  const contents = Array.from({ length: DAYS }, (_, day) =>
    Buffer.from(Y.encodeStateAsUpdate(sampleDoc(now + (day + 1) * DAY_MS).doc)),
  )
  sqlite.transaction(() => {
    sqlite.prepare('insert into people (id, name, created_at) values (?, ?, ?)').run(person, 'Ana', now)
    const plan = sqlite.prepare('insert into plans (id, created_by, created_at, seq) values (?, ?, ?, 1)')
    const update = sqlite.prepare(
      'insert into updates (plan_id, seq, person_id, at, bytes) values (?, 1, ?, ?, ?)',
    )
    for (let index = 0; index < PLANS; index++) {
      const id = newId()
      plan.run(id, person, now)
      update.run(id, person, now, contents[index % DAYS])
    }
  })()
}

/** As a server starts: the store opens, and every plan that nobody judged is judged. */
async function startGates(path: string): Promise<Start> {
  let timers = 0
  let store: Store | undefined
  let gates: GateClock | undefined
  let rooms: RoomRegistry | undefined
  const clock = {
    ...systemClock,
    after: (ms: number, run: () => void) => {
      timers++
      const callOff = systemClock.after(ms, run)
      return () => {
        timers--
        callOff()
      }
    },
  }
  const complain = (error: unknown, what: string) => {
    throw new Error(what, { cause: error })
  }
  const ms = await timeOnce(async () => {
    store = await openStore(path)
    const { db } = store
    rooms = new RoomRegistry({
      db,
      log: updateLog(store),
      timers: clock,
      complain,
      changed: () => {},
      compact: async () => undefined,
    })
    const plans = new PlanReader({ db, rooms, chance: cryptoChance })
    const logGrew = (planId: string) => rooms?.tellLog(planId)
    gates = new GateClock({ db, rooms, plans, clock, chance: cryptoChance, logGrew, complain })
    gates.start()
    await gates.settled()
  })
  const waiting = timers
  await gates?.stop()
  await rooms?.stop()
  await store?.close()
  return { ms, timers: waiting }
}
