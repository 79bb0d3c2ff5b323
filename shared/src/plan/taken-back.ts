/**
 * Taking back what was done to a plan, and nothing else: what others did since stays, where they did it in what was
 * done, too. Pure: three states in, one out.
 */
import { changesBetween, type Entity, type Values } from './changes.ts'
import { type Difference, differences } from './differences.ts'
import { type Field, mergesByKeystroke } from './fields.ts'
import { isSameValue } from './same-value.ts'
import { type CollectionName, collections, type Plan } from './schema.ts'
import { letterEdits } from './word-edits.ts'

type Fields = Readonly<Record<string, Field>>

/** A plan before something was done, after it, and now. */
export interface Doing {
  before: Plan
  after: Plan
  now: Plan
}

export interface TakenBack {
  plan: Plan
  /** What it is called of what was done and stays, because it was changed since. */
  stays: string[]
}

/**
 * A text is taken back word by word and a set member by member; any other value only where it still is as it was left,
 * an entity that came only where nobody has changed it since. Where nothing came since, it is `before` exactly.
 */
export function takenBack({ before, after, now }: Doing): TakenBack {
  const plan = { ...now } as Record<CollectionName, unknown>
  for (const name of Object.keys(collections) as CollectionName[]) {
    const states: States<unknown> = [before[name], after[name], now[name]]
    plan[name] = collectionBack(name, states)
  }
  const result = plan as unknown as Plan
  return { plan: result, stays: staying({ before, after, now }, result) }
}

/** Of what was done, that of which nothing was taken back. */
function staying({ before, after, now }: Doing, result: Plan): string[] {
  const placesIn = (was: Plan, is: Plan) => new Set(changesBetween(was, is).map(placeOf))
  const [done, back] = [placesIn(before, after), placesIn(now, result)]
  return differences(before, result, Infinity, 0)
    .differences.filter((change) => done.has(placeOf(change)) && !back.has(placeOf(change)))
    .map(({ label }) => label)
}

const placeOf = ({ kind, path }: Pick<Difference, 'kind' | 'path'>) =>
  kind === 'moved' ? `moved ${path}` : path

/** Before, after, and now. */
type States<T> = readonly [before: T, after: T, now: T]

function collectionBack(name: CollectionName, states: States<unknown>): unknown {
  const collection = collections[name]
  const fields: Fields = collection.fields
  if (collection.form === 'record') return fieldsBack(fields, states as States<Values>)
  if (collection.form === 'list') return listBack(fields, states as States<readonly Entity[]>)
  return gridBack(fields, collection.keys, states as States<readonly Values[]>)
}

function fieldsBack(fields: Fields, [before, after, now]: States<Values>): Values {
  const back = Object.entries(fields).map(([key, field]) => [
    key,
    valueBack(field, [before[key], after[key], now[key]]),
  ])
  return { ...now, ...Object.fromEntries(back) }
}

function valueBack(field: Field, [before, after, now]: States<unknown>): unknown {
  if (isSameValue(now, after)) return before
  if (isSameValue(before, after)) return now
  if (field.kind === 'set') return membersBack(field, [before, after, now] as States<readonly string[]>)
  if (mergesByKeystroke(field)) return textBack(field, [before, after, now] as States<string>)
  return now
}

function membersBack({ max }: Field, [before, after, now]: States<readonly string[]>): readonly string[] {
  const came = new Set(after.filter((member) => !before.includes(member)))
  const went = before.filter((member) => !after.includes(member))
  const members = [...new Set([...now.filter((member) => !came.has(member)), ...went])].sort()
  return members.slice(0, max)
}

/** Those of the edits back that nobody has written into; all that was written since. */
function textBack({ max }: Field, [before, after, now]: States<string>): string {
  const since = letterEdits(after, now)
  const back = letterEdits(after, before).filter(
    ({ at, remove }) => !since.some((edit) => edit.at <= at + remove && at <= edit.at + edit.remove),
  )
  const edits = [...back, ...since].sort((a, b) => b.at - a.at)
  const text = edits.reduce(
    (so, { at, remove, insert }) => so.slice(0, at) + insert + so.slice(at + remove),
    after,
  )
  return max !== undefined && text.length > max ? now : text
}

function listBack(fields: Fields, states: States<readonly Entity[]>): readonly Entity[] {
  const [before, after, now] = states.map((list) => new Map(list.map((entity) => [entity.id, entity])))
  const stateOf = (id: string) => [before!.get(id), after!.get(id), now!.get(id)] as const
  const entities = new Map<string, Entity>()
  for (const id of new Set([...before!.keys(), ...after!.keys(), ...now!.keys()])) {
    const entity = entityBack(fields, stateOf(id))
    if (entity) entities.set(id, entity)
  }
  return orderBack(
    states.map((list) => list.map(({ id }) => id)) as unknown as States<readonly string[]>,
    entities,
  )
}

function entityBack(fields: Fields, [before, after, now]: States<Entity | undefined>): Entity | undefined {
  if (before && after && now) return { ...fieldsBack(fields, [before, after, now]), id: now.id }
  // It came, or went, and is now as that left it.
  if (isSameValue(after, now)) return before
  return now
}

/** As before, unless somebody moved something since; what is only in the other order follows what it followed there. */
function orderBack(
  [before, after, now]: States<readonly string[]>,
  entities: ReadonlyMap<string, Entity>,
): Entity[] {
  const [here, there] = [new Set(now), new Set(after)]
  const isMoved = !isSameValue(
    after.filter((id) => here.has(id)),
    now.filter((id) => there.has(id)),
  )
  const [first, second] = isMoved ? [now, before] : [before, now]
  const order = first.filter((id) => entities.has(id))
  const placed = new Set(order)
  let at = 0
  for (const id of second) {
    if (placed.has(id)) at = order.indexOf(id) + 1
    else if (entities.has(id)) order.splice(at++, 0, id)
  }
  return order.map((id) => entities.get(id)!)
}

function gridBack(
  fields: Fields,
  keys: readonly string[],
  states: States<readonly Values[]>,
): readonly Values[] {
  const keyOf = (cell: Values) => keys.map((key) => String(cell[key])).join('/')
  const [before, after, now] = states.map((cells) => new Map(cells.map((cell) => [keyOf(cell), cell])))
  const cells: Values[] = []
  for (const [key, any] of new Map([...before!, ...after!, ...now!])) {
    const [was, left, is] = [before!.get(key), after!.get(key), now!.get(key)]
    if (isSameValue(left, is)) {
      if (was) cells.push(was)
      continue
    }
    const empty = {
      ...any,
      ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.empty])),
    }
    cells.push({ ...empty, ...fieldsBack(fields, [was ?? empty, left ?? empty, is ?? empty]) })
  }
  return cells.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}
