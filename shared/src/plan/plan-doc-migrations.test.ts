import { expect, test } from 'vitest'
import { planMigrations } from './plan-doc-migrations.ts'
import { PLAN_SCHEMA_VERSION } from './schema.ts'

test('[V1] migrations lead from the first schema to this one, without gaps', () => {
  const versions = Array.from({ length: PLAN_SCHEMA_VERSION }, (_, index) => index + 1)
  expect([1, ...planMigrations.map(({ to }) => to)]).toEqual(versions)
})
