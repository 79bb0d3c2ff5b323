/** What a new plan starts from. */
import type { Template } from '../wire/http.ts'
import type { EventFacts } from './event-facts.ts'
import { playbookSeed } from './playbook-template.ts'
import { sampleSeed } from './sample-plan.ts'
import type { PlanSeed } from './schema.ts'

const seeds: Record<Template, (event: EventFacts, madeAt?: number) => PlanSeed> = {
  playbook: playbookSeed,
  sample: sampleSeed,
  blank: blankSeed,
}

/**
 * A template's seed for one event; every instant in it is counted from the launch or the end.
 * @param madeAt UTC ms, where the plan is made then: nothing in it was done later.
 */
export function planSeed(template: Template, event: EventFacts, madeAt?: number): PlanSeed {
  return seeds[template](event, madeAt)
}

function blankSeed({ name, launchAt, endsAt, timeZone, currency }: EventFacts): PlanSeed {
  return { event: { name, launchAt, endsAt, timeZone, currency } }
}
