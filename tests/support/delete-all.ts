import type { FieldPath } from '@flashboard/shared/plan/field-path'
import type { Field } from '@flashboard/shared/plan/fields'
import type { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import {
  type CollectionName,
  collections,
  type GridName,
  type ListName,
} from '@flashboard/shared/plan/schema'

/** Lists, records and cells alike: nothing is left that anybody wrote. */
export function deleteAll(plan: PlanDoc): void {
  plan.change(() => {
    for (const name of Object.keys(collections) as CollectionName[]) {
      const { form, fields } = collections[name] as { form: string; fields: Record<string, Field> }
      if (form === 'list') for (const { id } of plan.get(name as ListName)) plan.remove(name as ListName, id)
      else
        for (const holder of holdersOf(plan, name)) {
          for (const [key, field] of Object.entries(fields)) plan.set(`${holder}/${key}`, field.empty)
        }
    }
  })
}

function holdersOf(plan: PlanDoc, name: CollectionName): FieldPath[] {
  const collection = collections[name]
  if (collection.form !== 'grid') return [name]
  const cells = plan.get(name as GridName) as readonly Record<string, unknown>[]
  return cells.map((cell) => [name, ...collection.keys.map((key) => cell[key])].join('/'))
}
