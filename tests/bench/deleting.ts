/** What it costs that what is deleted is written over, in the file too (`secure_delete`), against a database without it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '@flashboard/server/chance'
import { openStore, type Store } from '@flashboard/server/store/database'
import * as deletedPlans from '@flashboard/server/store/deleted-plans'
import * as people from '@flashboard/server/store/people'
import * as plans from '@flashboard/server/store/plans'
import { emptyWriteAheadLog, purge } from '@flashboard/server/store/purge'
import * as snapshots from '@flashboard/server/store/snapshots'
import { updateLog } from '@flashboard/server/store/updates'
import { RESTORABLE_MS } from '@flashboard/shared/access/deletion'
import { milliseconds, printMachine, printTable, timeOnce, timingOf } from './measure.ts'

const EDIT_BYTES = 50
/** A plan of a season. */
const SNAPSHOT_BYTES = 88_000
const EDITS_OF_PLAN = 1_000
const ADA = { id: 'ada', name: 'Ada' }

/** How often each is timed, after a tenth as often untimed. */
const RUNS = { edit: 2_000, snapshot: 500, purge: 60 }

export async function benchDeleting(): Promise<void> {
  printMachine()
  const folder = mkdtempSync(join(tmpdir(), 'flashboard-bench-'))
  try {
    const sides = [await Side.open(join(folder, 'on.sqlite')), await Side.open(join(folder, 'off.sqlite'))]
    sides[1]!.store.sqlite.pragma('secure_delete = OFF')
    const rows = [
      await inTurns('an edit, on disk', RUNS.edit, sides, (side) => side.edit()),
      await inTurns('a snapshot in place of another, 88 KB', RUNS.snapshot, sides, (side) => side.snapshot()),
      await inTurns(`a plan of ${EDITS_OF_PLAN} edits deleted for good`, RUNS.purge, sides, (side) =>
        side.purge(),
      ),
    ]
    printTable(['', 'p50 ms', 'p99 ms', 'p50 without', 'p99 without', 'p50, with/without'], rows)
    for (const { store } of sides) await store.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

class Side {
  readonly store: Store
  readonly #planId: string
  readonly #append: ReturnType<typeof updateLog>['append']
  #seq = 1

  private constructor(store: Store, planId: string) {
    this.store = store
    this.#planId = planId
    this.#append = updateLog(store).append
  }

  static async open(path: string): Promise<Side> {
    const store = await openStore(path)
    await people.create(store.db, ADA, 1)
    return new Side(store, await newPlan(store))
  }

  edit(): Promise<number> {
    return timeOnce(async () => this.#write(this.#planId, 1))
  }

  snapshot(): Promise<number> {
    return timeOnce(() => this.#keepSnapshot(this.#planId))
  }

  async purge(): Promise<number> {
    const planId = await newPlan(this.store)
    this.#write(planId, EDITS_OF_PLAN)
    await this.#keepSnapshot(planId)
    await deletedPlans.remove(this.store.db, { planId, by: ADA, at: 1 })
    await emptyWriteAheadLog(this.store.db)
    return await timeOnce(async () => {
      await purge(this.store.db, planId, 1 + RESTORABLE_MS)
      await emptyWriteAheadLog(this.store.db)
    })
  }

  #write(planId: string, count: number): void {
    const edit = { planId, personId: ADA.id, at: 1, bytes: new Uint8Array(EDIT_BYTES).fill(7) }
    this.#append(Array.from({ length: count }, () => edit))
  }

  async #keepSnapshot(planId: string): Promise<void> {
    const bytes = new Uint8Array(SNAPSHOT_BYTES).fill(++this.#seq)
    await snapshots.keep(this.store.db, planId, { seq: this.#seq, bytes, stateVector: Uint8Array.of(0) })
  }
}

async function newPlan({ db }: Store): Promise<string> {
  const id = newId()
  await plans.create(db, {
    id,
    createdBy: ADA,
    createdAt: 1,
    template: 'blank',
    content: Uint8Array.of(0, 0),
  })
  return id
}

/** One side and then the other, so that a slow moment of the machine falls on both. */
async function inTurns(
  what: string,
  runs: number,
  sides: readonly Side[],
  run: (side: Side) => Promise<number>,
): Promise<string[]> {
  const took = sides.map(() => [] as number[])
  for (let turn = -runs / 10; turn < runs; turn++) {
    for (const [index, side] of sides.entries()) {
      const ms = await run(side)
      if (turn >= 0) took[index]!.push(ms)
    }
  }
  const [on, off] = took.map((each) => timingOf(what, each))
  const figures = [on!.p50, on!.p99, off!.p50, off!.p99].map(milliseconds)
  return [what, ...figures, `${(on!.p50 / off!.p50).toFixed(2)}×`]
}
