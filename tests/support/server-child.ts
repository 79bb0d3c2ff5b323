/** A server in a process of its own, so that a test can end it. Says its address once it listens. */
import { flushCompileCache } from 'node:module'
import { startServer } from '@flashboard/server/main'

const [databasePath = '', port = '0'] = process.argv.slice(2)
const server = await startServer({ host: '127.0.0.1', port: Number(port), databasePath })
process.once('SIGTERM', () => void server.stop())
// It may not end in an orderly way: what it compiled is kept now, for the next one.
flushCompileCache()
process.stdout.write(`${server.url}\n`)
