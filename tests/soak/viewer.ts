/**
 * Somebody who may only read sends whatever they like over real sockets: whole edits, forged, cut and oversized ones,
 * the deletion of everything, others' ids and presence, messages that nobody knows. Every table must stay as it is, byte
 * for byte; and then, while a lead works on the plan, it must become what the lead alone makes of it.
 *
 * A frame counts once the server has had it: after each the viewer asks for the time, and is answered or was sent away.
 */
import { setImmediate as untilOthersRan } from 'node:timers/promises'
import { documentOf, readStored } from '@flashboard/server/sync/stored-plan'
import { PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import { PAGE_PARAMETER } from '@flashboard/shared/wire/messages'
import * as Y from 'yjs'
import { seededRandom } from '../support/seeded-chance.ts'
import { openTemporaryStore } from '../support/temporary-store.ts'
import { type Page, TestDevice } from '../support/test-device.ts'
import { openTestServer } from '../support/test-server.ts'
import { ViewerFrames } from '../support/viewer-frames.ts'
import { Guest } from './guest.ts'
import type { Soak } from './soak.ts'

/** So many of one person, who is slowed down after some 60 that were refused. */
const FRAMES_EACH = 50
/** So many at a time. */
const LANES = 4
/** Of the frames, those that come while nobody else does anything. */
const ALONE = 0.7
const IDS_EACH = 3

export const viewer: Soak<{ frames: number }> = {
  promises: 'S6',
  title: 'Whatever somebody sends who may only read, over real sockets, changes nothing and stops nobody',
  full: { frames: 10_000 },
  short: { frames: 2_000 },

  async prove({ frames }, say) {
    const siege = await Siege.begin(frames)
    const before = siege.everything()
    await siege.storm(frames * ALONE)
    const changed = differing(before, siege.everything())
    say(`${siege.heard} frames, with nobody at work`)
    // Where they got through, there may be nothing left to work on.
    const work = changed.length === 0 ? siege.work() : async () => 0
    await siege.storm(frames * (1 - ALONE))
    const edits = await work()
    say(`${siege.heard} frames`)
    return [
      { what: 'frames that the server has had', value: siege.heard, atLeast: frames },
      { what: 'of them that closed their socket', value: siege.refused, atLeast: frames / 4 },
      { what: 'sockets closed without a reason of ours', value: siege.strange, atMost: 0 },
      { what: 'tables that changed', value: changed.length, atMost: 0 },
      { what: 'edits of the lead meanwhile, seen by another', value: edits, atLeast: 10 },
      { what: 'rows of anybody else', value: siege.foreignRows(), atMost: 0 },
      { what: 'plans other than the lead made it', value: (await siege.isTheLeads()) ? 0 : 1, atMost: 0 },
      { what: 'times a presence was not its person’s', value: siege.spoofed, atMost: 0 },
      { what: 'times who works on it was closed', value: siege.closed, atMost: 0 },
    ]
  },
}

class Siege {
  heard = 0
  refused = 0
  strange = 0
  spoofed = 0
  closed = 0
  readonly #planId: string
  readonly #url: string
  readonly #store: Awaited<ReturnType<typeof openTemporaryStore>>
  readonly #viewers: TestDevice[]
  readonly #lead: Page
  readonly #other: Page
  readonly #leadId: string
  /** The plan as it was, and what the lead made of it since. */
  readonly #expected: Y.Doc
  #next = 0

  private constructor(
    planId: string,
    leadId: string,
    store: Awaited<ReturnType<typeof openTemporaryStore>>,
    viewers: TestDevice[],
    [lead, other]: [Page, Page],
    expected: Y.Doc,
  ) {
    this.#planId = planId
    this.#leadId = leadId
    this.#url = `${viewers[0]!.url.replace('http', 'ws')}sync/${planId}?${PAGE_PARAMETER}=${PLAN_SCHEMA_VERSION}`
    this.#store = store
    this.#viewers = viewers
    this.#lead = lead
    this.#other = other
    this.#expected = expected
    lead.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== lead.provider) Y.applyUpdate(expected, update)
    })
    for (const { provider } of [lead, other]) provider.on('connection-close', () => void this.closed++)
    other.provider.awareness.on('change', () => this.#lookAtPresence())
  }

  static async begin(frames: number): Promise<Siege> {
    const { url, databasePath } = await openTestServer({ hasRateLimits: false })
    const ada = await TestDevice.signIn(url, 'Ada')
    const ben = await TestDevice.signIn(url, 'Ben')
    const planId = await ada.makePlan({ template: 'blank' })
    await ben.join(planId, ada)
    const viewers: TestDevice[] = []
    for (let sent = 0; sent < frames + LANES * FRAMES_EACH; sent += FRAMES_EACH) {
      const eve = await TestDevice.signIn(url, 'Eve')
      viewers.push(await eve.join(planId, ada, 'viewer'))
    }
    const pages: [Page, Page] = [await ada.opened(planId), await ben.opened(planId)]
    pages[0].provider.awareness.setLocalStateField('user', { name: 'Ada' })
    const store = await openTemporaryStore(databasePath)
    // From here on the server's own clock has nothing to write for days.
    const isJudged = store.sqlite.prepare('select 1 from plans where judged_seq = seq')
    while (isJudged.get() === undefined) await untilOthersRan()
    const { id } = (await ada.read('session')).person
    const expected = documentOf(await readStored(store.db, planId))
    return new Siege(planId, id, store, viewers, pages, expected)
  }

  /** So many frames more. */
  async storm(more: number): Promise<void> {
    const until = this.heard + more
    await Promise.all(
      Array.from({ length: LANES }, async (_, lane) => {
        const frames = new ViewerFrames(seededRandom(60 + lane))
        while (this.heard < until) await this.#send(frames, until)
      }),
    )
  }

  /** One viewer sends what it likes, and comes back when it is sent away. */
  async #send(frames: ViewerFrames, until: number): Promise<void> {
    const person = this.#next++ % this.#viewers.length
    const { doc } = this.#lead
    const target = { doc, otherClientId: doc.clientID }
    const ids = Array.from({ length: IDS_EACH }, (_, i) => 10_000_000 + person * IDS_EACH + i)
    const Socket = this.#viewers[person]!.socketClass()
    let guest: Guest | undefined
    for (let sent = 0; sent < FRAMES_EACH && this.heard < until; sent++) {
      guest ??= new Guest(new Socket(this.#url))
      const answer = await guest.say(frames.next(target, ids))
      if (answer === 'tooFast') break
      this.heard++
      if (answer === 'heard') continue
      this.refused++
      if (answer === undefined) this.strange++
      guest = undefined
    }
    guest?.leave()
  }

  /** The lead edits, one edit after the other as each is seen by somebody else. @returns how many, once called. */
  work(): () => Promise<number> {
    const over = new AbortController()
    const working = (async () => {
      let edits = 0
      for (; !over.signal.aborted; edits++) {
        const name = `Drop ${edits}`
        this.#lead.doc.getMap('event').set('name', name)
        await seen(this.#other.doc, () => this.#other.doc.getMap('event').get('name') === name)
      }
      return edits
    })()
    return async () => {
      over.abort()
      return await working
    }
  }

  /** Every row of every table, by the table's name. */
  everything(): Map<string, string> {
    const { sqlite } = this.#store
    const tables = sqlite
      .prepare<[], { name: string }>(`select name from sqlite_schema where type = 'table' order by name`)
      .all()
    return new Map(
      tables.map(({ name }) => [name, JSON.stringify(sqlite.prepare(`select * from "${name}"`).all())]),
    )
  }

  foreignRows(): number {
    return this.#store.sqlite
      .prepare<[string], { count: number }>('select count(*) as count from updates where person_id <> ?')
      .get(this.#leadId)!.count
  }

  async isTheLeads(): Promise<boolean> {
    const stored = documentOf(await readStored(this.#store.db, this.#planId))
    const [here, there] = [stored, this.#expected].map((doc) => Buffer.from(Y.encodeStateAsUpdate(doc)))
    return here!.equals(there!)
  }

  /** As somebody else sees it. */
  #lookAtPresence(): void {
    for (const [id, state] of this.#other.provider.awareness.getStates()) {
      const { user } = state as { user?: { id?: string; name?: string } }
      if (id === this.#other.doc.clientID) continue
      const isAda = id === this.#lead.doc.clientID
      if (user?.name !== (isAda ? 'Ada' : 'Eve') || isAda !== (user.id === this.#leadId)) this.spoofed++
    }
  }
}

/** Resolves once it is so. */
async function seen(doc: Y.Doc, isSo: () => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = () => {
      if (!isSo()) return
      doc.off('update', look)
      resolve()
    }
    doc.on('update', look)
    look()
  })
}

function differing(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...before.keys()].filter((table) => before.get(table) !== after.get(table))
}
