/** A server in a process of its own, so that a test can kill it. Says its address once it listens. */
import { flushCompileCache } from 'node:module'
import { startServer } from '@flashboard/server/main'

const [databasePath = ''] = process.argv.slice(2)
const server = await startServer({ host: '127.0.0.1', port: 0, hasRateLimits: false, databasePath })
// It will not end in an orderly way: what it compiled is kept now, for the next one.
flushCompileCache()
process.stdout.write(`${server.url}\n`)
