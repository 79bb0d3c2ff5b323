/** Plans for tests: plain snapshots, as a document with the same content would read. */
import { HOUR_MS, MINUTE_MS } from './time.ts'
import type { Field } from './fields.ts'
import type { Evidence, Stamp } from './readers.ts'
import {
  collections,
  type CollectionName,
  type ListName,
  type Plan,
  type PlanSeed,
  type RecordName,
} from './schema.ts'

/** Thu 26 Nov 2026, 19:00 in Lisbon. */
export const LAUNCH_AT = Date.UTC(2026, 10, 26, 19)

export const event = {
  name: 'Meridian 38',
  launchAt: LAUNCH_AT,
  endsAt: LAUNCH_AT + 90 * MINUTE_MS,
  timeZone: 'Europe/Lisbon',
  currency: 'EUR',
} satisfies PlanSeed['event']

/** Signed so long before the launch. */
export function signed(hoursBefore: number, by = 'Ana'): Stamp {
  return { at: LAUNCH_AT - hoursBefore * HOUR_MS, by }
}

export function evidence(hoursBefore: number, tested: Record<string, string>): Evidence {
  return { ...signed(hoursBefore), tested }
}

/** A plan with the event above and nothing else in it. */
export function emptyPlan(): Plan {
  return planOf({})
}

/** The plan that a seed reads as: what it leaves out is empty. */
export function planOf(seed: PlanSeed): Plan {
  const seeded: PlanSeed = { ...seed, event: { ...event, ...seed.event } }
  const names = Object.keys(collections) as CollectionName[]
  return Object.fromEntries(
    names.map((name) => {
      const { form, fields } = collections[name] as { form: string; fields: Record<string, Field> }
      const empty = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.empty]))
      const values = seeded[name] as unknown
      return [
        name,
        form === 'record'
          ? { ...empty, ...(values as object) }
          : ((values ?? []) as object[]).map((entity) => ({ ...empty, ...entity })),
      ]
    }),
  ) as unknown as Plan
}

/** The plan with some of a record's fields as given. */
export function withFields<N extends RecordName>(plan: Plan, name: N, values: Partial<Plan[N]>): Plan {
  return { ...plan, [name]: { ...plan[name], ...values } }
}

/** The plan with some fields of one entity as given. */
export function withEntity<N extends ListName>(
  plan: Plan,
  name: N,
  id: string,
  values: Partial<Plan[N][number]>,
): Plan {
  const entities: readonly { id: string }[] = plan[name]
  if (!entities.some((entity) => entity.id === id)) throw new RangeError(`No ${id} in ${name}`)
  return {
    ...plan,
    [name]: entities.map((entity) => (entity.id === id ? { ...entity, ...values } : entity)),
  }
}

export function withoutEntity(plan: Plan, name: ListName, id: string): Plan {
  const entities: readonly { id: string }[] = plan[name]
  if (!entities.some((entity) => entity.id === id)) throw new RangeError(`No ${id} in ${name}`)
  return { ...plan, [name]: entities.filter((entity) => entity.id !== id) }
}
