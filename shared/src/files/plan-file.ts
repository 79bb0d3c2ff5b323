/** A whole plan as a JSON file: what one plan writes, another can be made of, equal to it. */
import * as z from 'zod/mini'
import { type Field, takes } from '../plan/fields.ts'
import { ENTITIES_MAX } from '../plan/plan-doc.ts'
import { migrateFile, planMigrations } from '../plan/plan-doc-migrations.ts'
import {
  collections,
  type CollectionName,
  type Plan,
  PLAN_SCHEMA_VERSION,
  type PlanSeed,
} from '../plan/schema.ts'

const FORMAT = 'flashboard-plan'
/** All its lists and grids together hold at most so many entries: more are not a plan. */
export const PLAN_FILE_ENTRIES_MAX = 5_000

export interface PlanFile {
  format: typeof FORMAT
  schemaVersion: number
  plan: Plan
}

export function planFile(plan: Plan): PlanFile {
  return { format: FORMAT, schemaVersion: PLAN_SCHEMA_VERSION, plan }
}

/** A file that no plan can be made of; the message says why. */
export class PlanFileError extends Error {
  override name = 'PlanFileError'
}

const id = z.string().check(z.regex(/^[\w-]{1,40}$/))

const head = z.object({ format: z.literal(FORMAT), schemaVersion: z.number().check(z.int()) })

const planSchema = z.strictObject(
  Object.fromEntries(
    (Object.keys(collections) as CollectionName[]).map((name) => [name, z.optional(collectionSchema(name))]),
  ),
)

function collectionSchema(name: CollectionName): z.ZodMiniType {
  const collection = collections[name]
  const fields = Object.entries(collection.fields as Record<string, Field>).map(
    ([key, field]) => [key, z.optional(valueSchema(field))] as const,
  )
  if (collection.form === 'record') return z.strictObject(Object.fromEntries(fields))
  const keys = collection.form === 'list' ? ['id'] : collection.keys
  const entry = z.strictObject({
    ...Object.fromEntries(fields),
    ...Object.fromEntries(keys.map((key) => [key, id])),
  })
  return z.array(entry).check(
    z.maxLength(ENTITIES_MAX),
    z.refine((entries) => {
      const ids = (entries as Record<string, string>[]).map((each) => keys.map((key) => each[key]).join('/'))
      return new Set(ids).size === ids.length
    }),
  )
}

function valueSchema(field: Field): z.ZodMiniType {
  return z.pipe(
    z.custom((value) => takes(field, value)),
    z.transform((value) => field.read(value)),
  )
}

/**
 * @param value the file's JSON.
 * @throws PlanFileError
 */
export function readPlanFile(value: unknown, migrations = planMigrations): PlanSeed {
  const about = head.safeParse(value)
  if (!about.success) {
    throw new PlanFileError('This is no file of a plan: Flashboard writes one as “Plan as JSON”.')
  }
  if (about.data.schemaVersion > PLAN_SCHEMA_VERSION) {
    throw new PlanFileError('This file is of a newer Flashboard than this one. Update the server first.')
  }
  const { plan } = value as { plan?: unknown }
  const read = planSchema.safeParse(inThisSchema(plan, about.data.schemaVersion, migrations))
  if (!read.success) throw new PlanFileError(sentenceOf(read.error.issues[0]))
  const lists = Object.values(read.data).filter(Array.isArray)
  const entries = lists.reduce((sum, { length }) => sum + length, 0)
  if (entries > PLAN_FILE_ENTRIES_MAX) {
    throw new PlanFileError(
      `The file has ${entries} entries in its lists; a plan is made of ${PLAN_FILE_ENTRIES_MAX} at most.`,
    )
  }
  return read.data as PlanSeed
}

/** @throws PlanFileError */
function inThisSchema(plan: unknown, version: number, migrations: typeof planMigrations): unknown {
  try {
    return migrateFile(plan, version, migrations)
  } catch (cause) {
    throw new PlanFileError('The file’s plan is not what a plan of its version can be.', { cause })
  }
}

function sentenceOf(issue: z.core.$ZodIssue | undefined): string {
  const path = issue?.path ?? []
  const at = path.map((part) => (typeof part === 'number' ? `entry ${part + 1}` : String(part))).join(', ')
  const where = at === '' ? 'The file’s plan' : `What the file has at ${at.slice(0, 120)}`
  return `${where} is not what a plan can have there.`
}
