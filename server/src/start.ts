/** The command behind `npm start`: reads the settings, builds the page, serves until told to stop. */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { assertPageBuilt, buildPage, PageMissingError, webRoot } from './build-page.ts'
import { ConfigError, describeSettings, readConfig } from './config.ts'
import { databaseSentence } from './database-sentences.ts'
import { developmentPage } from './development-page.ts'
import { type RunningServer, startServer } from './main.ts'
import { assertPortFree, PortTakenError } from './port.ts'

const help = `Flashboard: a real-time planning board for flash events.

  npm start                 build the page and serve it
  npm run dev               serve the page from its sources

  --no-build                serve the page as it was built last
  --dev                     serve the page from its sources
  --help                    print this

Settings, from the environment:
${describeSettings()}
`

/** What the system says of a setting that looks right and can't be used. */
const systemSentences: Readonly<Record<string, string>> = {
  EACCES:
    'The system does not allow that PORT or HOST. Ports below 1024 usually need more rights; take another.',
  EADDRNOTAVAIL: 'HOST is not an address of this machine.',
  ENOTFOUND: 'HOST is a name that this machine does not know.',
}

/** Errors whose message is for whoever started the server. */
const plainErrors = [ConfigError, PortTakenError, PageMissingError]

/** Whoever stops the server also stops what it is still waiting for. */
const stopping = new AbortController()
process.once('SIGTERM', () => stopping.abort())
process.once('SIGINT', () => stopping.abort())

try {
  const { values: flags } = parseArgs({
    options: { help: { type: 'boolean' }, dev: { type: 'boolean' }, 'no-build': { type: 'boolean' } },
  })
  if (flags.help) say(help)
  else await serve({ isDevelopment: flags.dev === true, mayBuild: flags['no-build'] !== true })
} catch (error) {
  if (!stopping.signal.aborted) {
    process.stderr.write(`${sentenceOf(error)}\n`)
    process.exitCode = 1
  }
}

async function serve({ isDevelopment, mayBuild }: { isDevelopment: boolean; mayBuild: boolean }) {
  const config = readConfig(process.env)
  await assertPortFree(config)
  if (mayBuild && !isDevelopment) await buildPage(stopping.signal)
  if (!mayBuild) assertPageBuilt()
  stopping.signal.throwIfAborted()
  const isNew = !existsSync(config.databasePath)
  const server = await startServer({
    ...config,
    ...(isDevelopment ? { developmentPage } : { webRoot }),
    log: pino(pino.destination(2)),
  })
  const plans = isNew
    ? `It has no plans yet: ${config.databasePath} is a new file.`
    : `Its plans are in ${config.databasePath}`
  say(`Flashboard is at ${server.url}\n${plans}\n`)
  await stopped(server)
}

async function stopped(server: RunningServer): Promise<void> {
  if (!stopping.signal.aborted) {
    await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve, { once: true }))
  }
  await server.stop()
  say('Flashboard has stopped; everything is saved.\n')
  // Whatever still holds the process (Vite's watchers do) has nothing left to do.
  process.exit(0)
}

function sentenceOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (Object.hasOwn(systemSentences, code)) return systemSentences[code]!
  const isPlain = plainErrors.some((kind) => error instanceof kind)
  if (isPlain) return (error as Error).message
  const ofDatabase = databaseSentence(error)
  if (ofDatabase !== undefined) return ofDatabase
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    return `${error.message}. See --help.`
  }
  return `Flashboard could not start. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}

function say(text: string): void {
  process.stdout.write(text)
}
