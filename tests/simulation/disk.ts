/**
 * The server's disk: a real SQLite file, and what is left of it when the power goes.
 *
 * A crash leaves the next process a copy of the files. After `kill -9` that is all of them: what was written is the
 * system's to keep. After a power cut it is what SQLite had synced, by its documentation: with `synchronous = FULL`
 * every commit's part of the write-ahead log, with less only what a checkpoint has brought into the file itself.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Store, openStore } from '@flashboard/server/store/database'
import * as people from '@flashboard/server/store/people'
import * as plans from '@flashboard/server/store/plans'
import { addMember, blankContent, MEMORY } from '../support/temporary-store.ts'

export const PLAN = 'plan'
const PEOPLE = 6
export const personOf = (index: number) => ({ id: `person-${index}`, name: `Person ${index}` })

const FULL = 2

export class Disk {
  readonly #folder: string
  #count = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Where the database is now; every crash moves it on. */
  get path(): string {
    return join(this.#folder, `${this.#count}.sqlite`)
  }

  get backupPath(): string {
    return join(this.#folder, 'backup.sqlite')
  }

  dropBackup(): void {
    rmSync(this.backupPath, { force: true })
  }

  /** What a process that has `store` open leaves behind when it is killed, or the power goes. */
  crash(store: Store, kind: 'kill' | 'power'): void {
    const from = this.path
    const isSynced = (store.sqlite.pragma('synchronous', { simple: true }) as number) >= FULL
    this.#count++
    copyFileSync(from, this.path)
    if (existsSync(`${from}-wal`) && (kind === 'kill' || isSynced))
      copyFileSync(`${from}-wal`, `${this.path}-wal`)
    store.sqlite.close()
  }
}

/** Disks that all begin with one blank plan and its people. */
export class Disks {
  readonly #folder = mkdtempSync(join(MEMORY, 'flashboard-simulation-'))
  readonly #template = join(this.#folder, 'template.sqlite')
  #count = 0

  static async make(): Promise<Disks> {
    const disks = new Disks()
    const store = await openStore(disks.#template)
    await people.create(store.db, personOf(0), 1)
    const plan = { id: PLAN, createdBy: personOf(0), createdAt: 1, template: 'blank' }
    await plans.create(store.db, { ...plan, content: blankContent() })
    for (let index = 1; index < PEOPLE; index++) await addMember(store, PLAN, personOf(index))
    await store.close()
    return disks
  }

  /** A disk of its own for a run; removed by `dispose`. */
  provide(): { disk: Disk; dispose: () => void } {
    const folder = mkdtempSync(join(this.#folder, `${this.#count++}-`))
    const disk = new Disk(folder)
    copyFileSync(this.#template, disk.path)
    return { disk, dispose: () => rmSync(folder, { recursive: true, force: true }) }
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
