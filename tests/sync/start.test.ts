import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const START = fileURLToPath(new URL('../../server/src/start.ts', import.meta.url))

async function start(flags: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [START, ...flags], { env: { ...process.env, ...env } })
  const [out, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { out, said, code: code as number }
}

test('--help prints every setting with its default', async () => {
  const { out, code } = await start(['--help'])
  expect(code).toBe(0)
  for (const setting of [
    /PORT .*\(4800\)/,
    /HOST .*\(127\.0\.0\.1\)/,
    /DATABASE .*\(data\/flashboard\.sqlite\)/,
  ]) {
    expect(out).toMatch(setting)
  }
})

test('a setting that is wrong ends it with a sentence', async () => {
  expect(await start([], { PORT: 'eighty' })).toEqual({
    out: '',
    said: 'The setting PORT is "eighty", which is not a port number. Leave it out for 4800.\n',
    code: 1,
  })
})

test('a flag that it does not know ends it with a sentence', async () => {
  const { said, code } = await start(['--prot'])
  expect(code).toBe(1)
  expect(said).toMatch(/^Unknown option '--prot'.* See --help\.\n$/)
})

test('a port that is taken is said at once, before anything is built', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  expect(await start([], { PORT: String(port) })).toEqual({
    out: '',
    said: `Port ${port} is taken by another program. Stop it, or start with PORT=${port + 1} npm start.\n`,
    code: 1,
  })
})
