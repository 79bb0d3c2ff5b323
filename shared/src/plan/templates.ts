/** What a new plan starts from. */
import type { Template } from '../wire/http.ts'
import type { EventFacts } from './event-facts.ts'
import { playbookSeed } from './playbook-template.ts'
import { sampleSeed } from './sample-plan.ts'
import type { PlanSeed } from './schema.ts'

const seeds: Record<Template, (event: EventFacts) => PlanSeed> = {
  playbook: playbookSeed,
  sample: sampleSeed,
  blank: blankSeed,
}

/** A template's seed for one event; every instant in it is counted from the launch or the end. */
export function planSeed(template: Template, event: EventFacts): PlanSeed {
  return seeds[template](event)
}

function blankSeed({ name, launchAt, endsAt, timeZone, currency }: EventFacts): PlanSeed {
  return { event: { name, launchAt, endsAt, timeZone, currency } }
}
