/**
 * Where a person is told of a plan: their own choice, which the server holds and nobody else sees. What is asked
 * throws a RequestError where it is refused; what was chosen before is kept then.
 */
import type { AlertKind } from '@flashboard/shared/log/alerts'
import type { AlertsAnswer, NewTargetRequest, Target } from '@flashboard/shared/wire/alerts'
import { createContext } from 'svelte'
import { answerOf, api } from '#lib/plan/api.ts'

const alerts = api.plans[':id'].alerts
const targets = alerts.targets

export class MyAlerts {
  readonly #id: string
  #answer = $state.raw<AlertsAnswer>()
  #asked = 0
  #answered = 0

  constructor(planId: string) {
    this.#id = planId
  }

  /** `undefined` until the server has answered. */
  get answer(): AlertsAnswer | undefined {
    return this.#answer
  }

  targets(via: Target['via']): Target[] {
    return this.#answer?.targets.filter((target) => target.via === via) ?? []
  }

  load = async (): Promise<void> => {
    const asked = ++this.#asked
    const answer = await answerOf(alerts.$get({ param: { id: this.#id } }))
    // An answer that was overtaken by a later one is of before.
    if (asked < this.#answered) return
    this.#answered = asked
    this.#answer = answer
  }

  /** @returns the new feed's path, which is not told again. */
  async makeFeed(): Promise<string> {
    const { path } = await answerOf(alerts.feed.$post({ param: { id: this.#id } }))
    await this.#look()
    return path
  }

  async endFeed(): Promise<void> {
    await answerOf(alerts.feed.$delete({ param: { id: this.#id } }))
    await this.#look()
  }

  /** @returns what a signed webhook is signed with, which is not told again. */
  async add(json: NewTargetRequest): Promise<string | undefined> {
    const { secret } = await answerOf(targets.$post({ param: { id: this.#id }, json }))
    await this.#look()
    return secret
  }

  async changeKinds(target: string, kinds: AlertKind[]): Promise<void> {
    await answerOf(targets[':target'].$patch({ param: this.#of(target), json: { kinds } }))
    await this.#look()
  }

  async remove(target: string): Promise<void> {
    await answerOf(targets[':target'].$delete({ param: this.#of(target) }))
    await this.#look()
  }

  async sendCode(target: string): Promise<void> {
    await answerOf(targets[':target'].code.$post({ param: this.#of(target) }))
  }

  async confirm(target: string, code: string): Promise<void> {
    await answerOf(targets[':target'].confirm.$post({ param: this.#of(target), json: { code } }))
    await this.#look()
  }

  /** @returns why the message did not arrive; `null` when it did. */
  async test(target: string): Promise<string | null> {
    const { error } = await answerOf(targets[':target'].test.$post({ param: this.#of(target) }))
    await this.#look()
    return error
  }

  /** After something was done: that stays done, with what was told of it, where this finds no answer. */
  async #look(): Promise<void> {
    await this.load().catch(() => {})
  }

  #of(target: string): { id: string; target: string } {
    return { id: this.#id, target }
  }
}

export const [useMyAlerts, provideMyAlerts] = createContext<MyAlerts>()
