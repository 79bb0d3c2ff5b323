/** What is not the same in two states of a plan, as places and values; differences.ts has it in words. */
import { fieldPath } from './field-path.ts'
import { longestRising } from './longest-rising.ts'
import { isSameValue } from './same-value.ts'
import {
  type CollectionName,
  collections,
  type GridName,
  type ListName,
  type Plan,
  type RecordName,
} from './schema.ts'
import { type Section, sectionNames, sections } from './sections.ts'

export type Values = Readonly<Record<string, unknown>>
export type Entity = Values & { readonly id: string }

interface Place {
  section: Section
  /** A field's; for one of a list that came, went or moved, `hubs/<id>`. */
  path: string
}

export type Change = Place &
  (
    | { kind: 'added' | 'removed'; list: ListName; entity: Entity }
    /** Counted from 0, among those that are in both. */
    | { kind: 'moved'; list: ListName; entity: Entity; from: number; to: number }
    | { kind: 'changed'; at: Holder; field: string; was: unknown; is: unknown }
  )

/** What a field belongs to. */
type Holder =
  | { form: 'record'; collection: RecordName }
  | { form: 'list'; collection: ListName; entity: Entity }
  | { form: 'grid'; collection: GridName; ids: readonly [string, string] }

/** By section, in the order of the board; a collection that is the same object in both costs nothing. */
export function changesBetween(was: Plan, is: Plan): Change[] {
  return sectionNames.flatMap((section) =>
    sections[section].holds.flatMap((name: CollectionName) =>
      was[name] === is[name] ? [] : [...changesIn(section, name, was[name], is[name])],
    ),
  )
}

function* changesIn(section: Section, name: CollectionName, was: unknown, is: unknown): Generator<Change> {
  const { form } = collections[name]
  if (form === 'record') {
    const at: Holder = { form, collection: name as RecordName }
    yield* fieldsChanged(section, at, [], was as Values, is as Values)
  } else if (form === 'list') {
    yield* listChanges(section, name as ListName, was as readonly Entity[], is as readonly Entity[])
  } else yield* gridChanges(section, name as GridName, was as readonly Values[], is as readonly Values[])
}

function* fieldsChanged(
  section: Section,
  at: Holder,
  ids: readonly string[],
  was: Values,
  is: Values,
): Generator<Change> {
  for (const field of Object.keys(collections[at.collection].fields)) {
    if (isSameValue(was[field], is[field])) continue
    const path = fieldPath(at.collection, ...ids, field)
    yield { kind: 'changed', section, path, at, field, was: was[field], is: is[field] }
  }
}

function* listChanges(
  section: Section,
  list: ListName,
  was: readonly Entity[],
  is: readonly Entity[],
): Generator<Change> {
  const before = new Map(was.map((entity) => [entity.id, entity]))
  const after = new Map(is.map((entity) => [entity.id, entity]))
  const placed = (entity: Entity) => ({ section, list, entity, path: `${list}/${entity.id}` })
  for (const entity of was) if (!after.has(entity.id)) yield { kind: 'removed', ...placed(entity) }
  for (const entity of is) {
    const earlier = before.get(entity.id)
    if (!earlier) yield { kind: 'added', ...placed(entity) }
    else
      yield* fieldsChanged(section, { form: 'list', collection: list, entity }, [entity.id], earlier, entity)
  }
  const places = new Map(was.filter(({ id }) => after.has(id)).map(({ id }, index) => [id, index]))
  const stayed = is.filter(({ id }) => before.has(id))
  const rising = longestRising(stayed, ({ id }) => places.get(id)!)
  for (const [to, entity] of stayed.entries()) {
    if (!rising.has(entity)) yield { kind: 'moved', ...placed(entity), from: places.get(entity.id)!, to }
  }
}

function* gridChanges(
  section: Section,
  grid: GridName,
  was: readonly Values[],
  is: readonly Values[],
): Generator<Change> {
  const [keyA, keyB] = collections[grid].keys
  const idsOf = (cell: Values) => [String(cell[keyA]), String(cell[keyB])] as const
  const byIds = (cells: readonly Values[]) => new Map(cells.map((cell) => [idsOf(cell).join('/'), cell]))
  const [before, after] = [byIds(was), byIds(is)]
  for (const [at, cell] of new Map([...before, ...after])) {
    const ids = idsOf(cell)
    const holder: Holder = { form: 'grid', collection: grid, ids }
    const [earlier, later] = [before.get(at) ?? emptyCell(grid), after.get(at) ?? emptyCell(grid)]
    yield* fieldsChanged(section, holder, ids, earlier, later)
  }
}

/** A cell that nobody wrote in reads as one that was emptied. */
function emptyCell(grid: GridName): Values {
  const fields = Object.entries(collections[grid].fields)
  return Object.fromEntries(fields.map(([key, { empty }]) => [key, empty]))
}
