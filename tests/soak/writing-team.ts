/** People who write into a plan from several pages, and what they were told is saved or were shown of others. */
import { askSaved, hearSaved } from '../support/saved-marks.ts'
import { type Page, TestDevice } from '../support/test-device.ts'

/** How many edits a page is ahead of what it was told is saved. */
const AHEAD = 5
const PAGES_A_PERSON = 5

export class WritingTeam {
  readonly #people: TestDevice[]
  readonly planId: string

  private constructor(people: TestDevice[], planId: string) {
    this.#people = people
    this.planId = planId
  }

  /** On a new plan; as many people as it takes for so many pages. */
  static async meet(url: string, pages: number): Promise<WritingTeam> {
    const [lead, ...others] = await Promise.all(
      Array.from({ length: Math.ceil(pages / PAGES_A_PERSON) }, (_, n) =>
        TestDevice.signIn(url, `Person ${n}`),
      ),
    )
    const team = new WritingTeam([lead!, ...others], '')
    return await team.onNewPlan()
  }

  /** The same people on a plan of their own that nobody has written to. */
  async onNewPlan(): Promise<WritingTeam> {
    const [lead, ...others] = this.#people
    const planId = await lead!.makePlan()
    for (const other of others) await other.join(planId, lead!)
    return new WritingTeam(this.#people, planId)
  }

  /** The same people on a server that was started again. */
  at(url: string): WritingTeam {
    return new WritingTeam(
      this.#people.map((person) => person.at(url)),
      this.planId,
    )
  }

  get lead(): TestDevice {
    return this.#people[0]!
  }

  async open(pages: number): Promise<Page[]> {
    const open = (n: number) =>
      this.#people[n % this.#people.length]!.opened(this.planId, { isFlashboard: true })
    return await Promise.all(Array.from({ length: pages }, (_, n) => open(n)))
  }
}

/** Edits are numbered entries in a collection of the plan, so that a lost one has a name. */
export const entriesOf = ({ doc }: Page) => doc.getMap<number>('movements')

/**
 * From now on all write without a pause, each a few edits ahead of what it was told is saved.
 * @param promised gets the names of the edits that were acknowledged or seen by another; told each time.
 * @returns how to have them stop.
 */
export function writeOn(
  pages: readonly Page[],
  prefix: string,
  promised: { add: (name: string) => void },
): () => void {
  let isWriting = true
  pages.forEach((page, writer) => {
    const nameOf = (edit: number) => `${prefix}-${writer}-${edit}`
    let edit = 0
    const write = () => {
      if (!isWriting) return
      entriesOf(page).set(nameOf(edit), edit)
      askSaved(page, edit++)
    }
    hearSaved(page, (mark) => {
      promised.add(nameOf(mark))
      write()
    })
    entriesOf(page).observe(({ keysChanged }, { origin }) => {
      if (origin === page.provider) for (const name of keysChanged) promised.add(name)
    })
    // Cut off, it has lost its questions: it asks anew when it is back.
    page.provider.on('sync', (isSynced) => {
      if (isSynced) write()
    })
    for (let ahead = 0; ahead < AHEAD; ahead++) write()
  })
  return () => void (isWriting = false)
}

/** Resolves when so many are promised. */
export class Promised {
  readonly names = new Set<string>()
  #awaited: { count: number; resolve: () => void } | undefined

  add(name: string): void {
    this.names.add(name)
    if (this.names.size >= (this.#awaited?.count ?? Infinity)) this.#awaited!.resolve()
  }

  async reaches(count: number): Promise<void> {
    if (this.names.size < count) await new Promise<void>((resolve) => (this.#awaited = { count, resolve }))
  }

  missingOn(page: Page): string[] {
    return [...this.names].filter((name) => !entriesOf(page).has(name))
  }
}
