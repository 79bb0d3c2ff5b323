/**
 * Who is in the plan and which invitations are open, as the server has it. What is asked throws a RequestError where
 * it is refused; what was there before stays then.
 */
import type { Role } from '@flashboard/shared/access/roles'
import type { PeopleAnswer } from '@flashboard/shared/wire/access'
import { createContext } from 'svelte'
import { answerOf, api } from '#lib/plan/api.ts'

const plans = api.plans[':id']

export class PlanPeople {
  readonly #id: string
  #answer = $state.raw<PeopleAnswer>()

  constructor(planId: string) {
    this.#id = planId
  }

  /** `undefined` until the server has answered. */
  get answer(): PeopleAnswer | undefined {
    return this.#answer
  }

  load = async (): Promise<void> => {
    this.#answer = await answerOf(plans.people.$get({ param: { id: this.#id } }))
  }

  async changeRole(person: string, role: Role): Promise<void> {
    await answerOf(plans.people[':person'].$patch({ param: { id: this.#id, person }, json: { role } }))
    await this.#look()
  }

  async remove(person: string): Promise<void> {
    await answerOf(plans.people[':person'].$delete({ param: { id: this.#id, person } }))
    await this.#look()
  }

  /** @returns the link, which is not told again. */
  async invite(json: { role: Role; days: number; uses: number }): Promise<string> {
    const { secret } = await answerOf(plans.invitations.$post({ param: { id: this.#id }, json }))
    await this.#look()
    return `${location.origin}/join#${secret}`
  }

  async revoke(invitation: string): Promise<void> {
    await answerOf(plans.invitations[':invitation'].$delete({ param: { id: this.#id, invitation } }))
    await this.#look()
  }

  /** After something was done: that stays done where this finds no answer. */
  async #look(): Promise<void> {
    await this.load().catch(() => {})
  }
}

export const [usePlanPeople, providePlanPeople] = createContext<PlanPeople>()
