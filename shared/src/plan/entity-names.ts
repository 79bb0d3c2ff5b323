/** What the entities and cells of a plan are called where a sentence or a label names them. */
import type { Entity } from './changes.ts'
import type { Field } from './fields.ts'
import { formatCountry, formatSigned, named, skuName } from './format.ts'
import { collections, type GridName, hubModes, type ListName, type Plan, type Sku } from './schema.ts'

/** "Porto", "Unnamed hub": by the first line that people write of such a one, except where that is no name. */
export function entityName(list: ListName, entity: Entity, plan: Plan): string {
  const { one, fields } = collections[list] as { one: string; fields: Record<string, Field> }
  if (list === 'skus') return skuName(entity as unknown as Sku)
  if (list === 'destinations') return named(entity.country ? formatCountry(String(entity.country)) : '', one)
  if (list === 'movements') {
    const { delta, skuId, hubId } = entity as unknown as Plan['movements'][number]
    return `${formatSigned(delta)} of ${nameById('skus', skuId, plan)} at ${nameById('hubs', hubId, plan)}`
  }
  const naming = Object.keys(fields).find((key) => fields[key]!.kind === 'line')
  return named(naming === undefined ? '' : String(entity[naming]), one)
}

/** "Hub Porto", "Unnamed hub". */
export function entityTitle(list: ListName, entity: Entity, plan: Plan): string {
  const { one } = collections[list]
  const name = entityName(list, entity, plan)
  return name === named('', one) ? name : `${one.charAt(0).toUpperCase()}${one.slice(1)} ${name}`
}

/** "Porto, M38 sand". */
export function cellName(grid: GridName, ids: readonly string[], plan: Plan): string {
  return collections[grid].keys
    .map((key, index) => {
      const id = ids[index]!
      return key === 'mode' ? modeName(id) : nameById(keyLists[key], id, plan)
    })
    .join(', ')
}

const keyLists = { hubId: 'hubs', skuId: 'skus', bundleId: 'bundles' } as const

function modeName(mode: string): string {
  return Object.hasOwn(hubModes, mode) ? hubModes[mode as keyof typeof hubModes] : mode
}

/** By its name in this plan; one that is gone from it still is one of its kind. */
export function nameById(list: ListName, id: string | null, plan: Plan): string {
  const entity = (plan[list] as readonly Entity[]).find((each) => each.id === id)
  return entity ? entityName(list, entity, plan) : `a ${collections[list].one} that was removed`
}
