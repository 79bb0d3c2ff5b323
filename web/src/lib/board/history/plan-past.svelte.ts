/**
 * A plan's past as the server tells it: its named versions and its moments, as far back as was asked. What is asked
 * throws a RequestError where it is refused; what was told before stays.
 */
import type { Plan } from '@flashboard/shared/plan/schema'
import type {
  MomentAnswer,
  TakeBackAnswer,
  VersionAnswer,
  VersionsAnswer,
} from '@flashboard/shared/wire/versions'
import { createContext } from 'svelte'
import { answerOf, api } from '#lib/plan/api.ts'

const versions = api.plans[':id'].versions

/** A state of the plan that somebody chose: after an edit, and what to compare it with. */
export interface Chosen {
  seq: number
  /** The last edit before its moment; the server finds it where this is not said. */
  since?: number
}

export type Version = Omit<VersionAnswer, 'plan'> & { plan: Plan }

export class PlanPast {
  readonly #id: string
  #latest = $state.raw<VersionsAnswer>()
  /** The latest first. */
  #moments = $state.raw<readonly MomentAnswer[]>([])
  #before = $state.raw<number | null>(null)

  constructor(planId: string) {
    this.#id = planId
  }

  /** Whether the server has answered yet. */
  get isHere(): boolean {
    return this.#latest !== undefined
  }

  get versions(): VersionsAnswer['versions'] {
    return this.#latest?.versions ?? []
  }

  get moments(): readonly MomentAnswer[] {
    return this.#moments
  }

  get hasEarlier(): boolean {
    return this.#before !== null
  }

  /** The number of the plan's last edit, when it was last asked for. */
  get seq(): number {
    return this.#latest?.seq ?? 0
  }

  nameOf(seq: number): string | undefined {
    return this.versions.find(({ updateSeq }) => updateSeq === seq)?.name
  }

  isRestore(seq: number): boolean {
    return this.moments.some(({ toSeq, restored }) => toSeq === seq && restored !== undefined)
  }

  /** Asks for the latest; what is further back stays. */
  load = async (): Promise<void> => {
    const answer = await answerOf(versions.$get({ param: { id: this.#id }, query: {} }))
    if (answer.seq < this.seq) return
    const first = answer.moments.at(-1)?.fromSeq ?? 0
    const earlier = this.#moments.filter(({ toSeq }) => toSeq < first)
    // Only where they meet: with more new ones than come at once, those between are asked for again.
    const isWhole = earlier[0]?.toSeq === first - 1
    this.#latest = answer
    this.#moments = isWhole ? [...answer.moments, ...earlier] : answer.moments
    if (!isWhole) this.#before = answer.before
  }

  loadEarlier = async (): Promise<void> => {
    if (this.#before === null) return
    const query = { before: String(this.#before) }
    const answer = await answerOf(versions.$get({ param: { id: this.#id }, query }))
    this.#moments = [...this.#moments, ...answer.moments]
    this.#before = answer.before
  }

  async version({ seq, since }: Chosen): Promise<Version> {
    const query = since === undefined ? {} : { since: String(since) }
    const param = { id: this.#id, seq: String(seq) }
    return (await answerOf(versions[':seq'].$get({ param, query }))) as unknown as Version
  }

  /** What is different now from what it was after an edit. */
  async sinceThen(seq: number): Promise<Version> {
    await this.load()
    return await this.version({ seq: this.seq, since: seq })
  }

  /** @param seq of what is meant; the plan as it is now where there is none. */
  async name(name: string, seq?: number): Promise<void> {
    const json = { name, ...(seq !== undefined && { seq }) }
    await answerOf(versions.$post({ param: { id: this.#id }, json }))
    await this.#look()
  }

  /** @returns the number of its edit, by which it is taken back; nothing where nothing differed. */
  async restore(seq: number): Promise<number | undefined> {
    const param = { id: this.#id }
    const answer = await answerOf(api.plans[':id'].restore.$post({ param, json: { seq } }))
    await this.#look()
    return answer.beforeSeq === null ? undefined : answer.seq
  }

  /** @param seq the edit of a restore. */
  async takeBack(seq: number): Promise<TakeBackAnswer> {
    const param = { id: this.#id }
    const answer = await answerOf(api.plans[':id']['take-back'].$post({ param, json: { seq } }))
    await this.#look()
    return answer
  }

  /** After something was done: that stays done, where this finds no answer. */
  async #look(): Promise<void> {
    await this.load().catch(() => {})
  }
}

export const [usePlanPast, providePlanPast] = createContext<PlanPast>()
