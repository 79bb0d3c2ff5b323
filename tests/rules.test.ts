/** The rules and promises in docs have ids, and tests carry them in brackets: none without a test, none that is made up. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const idsIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, id]) => id!)

const rules = ['sync', 'security', 'war-room'].flatMap((name) =>
  idsIn(read(`docs/${name}.md`), /^- \*\*([A-Z]+\d+)\*\*/gm),
)
const promises = idsIn(read('docs/soak.md'), /^\| (S\d+) \| [^`]/gm)
const written = new Set([...rules, ...promises])

const tests = execFileSync('git', ['ls-files', '*.test.ts'], { cwd: root, encoding: 'utf8' })
const cited = new Set(
  tests
    .split('\n')
    .filter(Boolean)
    .flatMap((path) => idsIn(read(path), /\[([A-Z]+\d+)\]/g)),
)

test('every rule and every promise has a test that carries its id', () => {
  expect(written.size).toBeGreaterThan(100)
  expect([...written].filter((id) => !cited.has(id))).toEqual([])
})

test('every id that a test carries is written down', () => {
  expect([...cited].filter((id) => !written.has(id))).toEqual([])
})

test('no two rules have one id', () => {
  expect(rules.filter((id, index) => rules.indexOf(id) !== index)).toEqual([])
})
