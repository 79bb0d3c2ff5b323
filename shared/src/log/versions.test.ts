import { expect, test } from 'vitest'
import { ana, numbered } from '../readiness/test-log.ts'
import { namedVersions } from './versions.ts'

const named = (name: string, updateSeq: number, at = 1) =>
  ({ kind: 'versionNamed', at, actor: ana, name, updateSeq }) as const

test('[H1] versions stand by what is in them, the latest first, with who named them and when', () => {
  const log = numbered([named('Late', 9, 3), { kind: 'planCreated', at: 1, actor: ana, template: 'blank' }])
  expect(namedVersions([...log, ...numbered([named('Early', 2, 5)])])).toEqual([
    { name: 'Late', updateSeq: 9, by: ana, at: 3 },
    { name: 'Early', updateSeq: 2, by: ana, at: 5 },
  ])
})

test('[H1] what was named twice goes by its last name', () => {
  expect(namedVersions(numbered([named('One', 2), named('Two', 2)])).map(({ name }) => name)).toEqual(['Two'])
})
