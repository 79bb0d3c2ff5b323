/** The layers of ARCHITECTURE.md, read off the import lines of every file that git knows or would add. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, dirname, join, posix } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

interface Source {
  path: string
  text: string
  /** What it imports, siblings as paths from the root, packages by name. */
  imports: { to: string; isType: boolean }[]
}

const sources = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => /^(shared|server|web|migrations)\/.*\.(ts|svelte)$/.test(path))
  .filter((path) => existsHere(path))
  .map(readSource)
const product = sources.filter(({ path }) => !path.endsWith('.test.ts'))

function existsHere(path: string): boolean {
  try {
    readFileSync(join(root, path))
    return true
  } catch {
    return false
  }
}

function readSource(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8')
  const named = text.matchAll(/^[ \t]*(?:import|export)\s+(type\s)?[^'"`;=()]*from\s+'([^']+)'/gm)
  const bare = text.matchAll(/\bimport\s*\(?\s*()'([^']+)'/g)
  const imports = [...named, ...bare].map(([, type, to]) => ({
    to: resolved(path, to!),
    isType: Boolean(type),
  }))
  return { path, text, imports }
}

function resolved(from: string, to: string): string {
  if (to.startsWith('.')) return posix.join(dirname(from), to)
  if (to.startsWith('#lib/')) return to.replace('#lib/', 'web/src/lib/')
  return to
    .replace(/^@flashboard\/(shared|server)\//, '$1/src/')
    .replace(/^@flashboard\/migrations\//, 'migrations/')
}

/** Every import from files under `from` that `isForbidden`, as readable lines. */
function offences(from: string, isForbidden: (to: string, isType: boolean) => boolean): string[] {
  return product
    .filter(({ path }) => path.startsWith(from))
    .flatMap(({ path, imports }) =>
      imports.filter(({ to, isType }) => isForbidden(to, isType)).map(({ to }) => `${path} imports ${to}`),
    )
}

const isDatabase = (to: string) =>
  ['kysely', 'better-sqlite3'].some((name) => to === name || to.startsWith(`${name}/`))

const isUnder =
  (...folders: string[]) =>
  (to: string) =>
    folders.some((folder) => to.startsWith(folder))

test('the reader of imports finds them', () => {
  const board = sources.find(({ path }) => path === 'web/src/routes/plans/[id]/+page.svelte')
  expect(board?.imports.map(({ to }) => to)).toContain('web/src/lib/board/rail/GateRail.svelte')
  expect(product.length).toBeGreaterThan(80)
})

describe('packages', () => {
  test('shared imports no sibling, and of others only what a plan is made with', () => {
    const allowed = ['zod/mini', 'yjs', 'jittered-fractional-indexing']
    expect(offences('shared/src/', (to) => !to.startsWith('shared/src/') && !allowed.includes(to))).toEqual(
      [],
    )
  })

  test('web knows the server only as a type, in one file', () => {
    expect(offences('web/', (to, isType) => isUnder('server/', 'migrations/')(to) && !isType)).toEqual([])
    const knowing = product.filter(
      ({ path, imports }) => path.startsWith('web/') && imports.some(({ to }) => to.startsWith('server/')),
    )
    expect(knowing.map(({ path }) => path)).toEqual(['web/src/lib/plan/api.ts'])
  })

  test('the server does not import the page, and the migrations import neither', () => {
    expect(offences('server/', isUnder('web/'))).toEqual([])
    expect(offences('migrations/', isUnder('web/', 'server/', 'shared/'))).toEqual([])
  })
})

describe('layers of the server', () => {
  test('the store is the only place with SQL, and knows no HTTP', () => {
    const outside = product.filter(
      ({ path }) => path.startsWith('server/') && !path.startsWith('server/src/store/'),
    )
    expect(
      outside.flatMap(({ path, imports }) =>
        imports
          .filter(({ to, isType }) => isDatabase(to) && !isType)
          .map(({ to }) => `${path} imports ${to}`),
      ),
    ).toEqual([])
    expect(offences('server/src/store/', (to) => /hono/.test(to))).toEqual([])
    expect(offences('server/src/store/', isUnder('server/src/routes/', 'server/src/sync/'))).toEqual([])
  })

  test('sync knows no route and no HTTP', () => {
    expect(
      offences('server/src/sync/', (to) => /hono/.test(to) || to.startsWith('server/src/routes/')),
    ).toEqual([])
  })
})

test.each(['alerts', 'calendar', 'sheets'])('%s know no route and no HTTP of ours', (layer) => {
  expect(
    offences(`server/src/${layer}/`, (to) => /hono/.test(to) || to.startsWith('server/src/routes/')),
  ).toEqual([])
  expect(
    offences('server/src/', isUnder(`server/src/${layer}/`)).filter(
      (line) => !/^server\/src\/(alerts|calendar|sheets|routes|main\.ts)/.test(line),
    ),
  ).toEqual([])
})

describe('layers of the page', () => {
  const lib = 'web/src/lib/'
  test.each([
    ['ui', ['plan', 'board', 'war-room']],
    ['files', ['plan', 'board', 'war-room']],
    ['plan', ['board', 'war-room']],
    ['board', ['war-room']],
    ['war-room', ['board']],
  ])('%s does not import %j', (layer, above) => {
    expect(
      offences(`${lib}${layer}/`, isUnder('web/src/routes/', ...above.map((name) => `${lib}${name}/`))),
    ).toEqual([])
  })
})

describe('the house', () => {
  test('shared reads no clock and throws no dice', () => {
    const impure =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bcrypto\.|\bprocess\.|\bfetch\(|\bsetTimeout\(/
    expect(
      product
        .filter(({ path, text }) => path.startsWith('shared/') && impure.test(text))
        .map(({ path }) => path),
    ).toEqual([])
  })

  test('only plan-doc names Yjs keys', () => {
    const naming = product.filter(({ text }) => /\.(getMap|getArray|getXmlFragment)\(/.test(text))
    expect(naming.map(({ path }) => basename(path)).filter((name) => !name.startsWith('plan-doc'))).toEqual(
      [],
    )
  })

  test('no barrels, and nothing called utils', () => {
    const shunned = /^(index|utils?|helpers?|.*-manager|manager)\.ts$/
    // Kit looks for a service worker under this name.
    const named = product.filter(({ path }) => path !== 'web/src/service-worker/index.ts')
    expect(named.filter(({ path }) => shunned.test(basename(path))).map(({ path }) => path)).toEqual([])
  })

  test('no file outgrows a head', () => {
    const lines = product.map(({ path, text }) => ({ path, lines: text.split('\n').length }))
    // The schema is one table, and reads as one.
    expect(lines.filter(({ path, lines }) => lines > 330 && path !== 'shared/src/plan/schema.ts')).toEqual([])
  })

  test('server and shared write to no console', () => {
    const talking = product.filter(
      ({ path, text }) => !path.startsWith('web/') && /\bconsole\.\w+\(/.test(text),
    )
    expect(talking.map(({ path }) => path)).toEqual([])
  })
})
