/** Hocuspocus as it comes, in memory alone; with the word `sqlite` it keeps its documents. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { SQLite, schema, upsertQuery } from '@hocuspocus/extension-sqlite'
import { Server } from '@hocuspocus/server'
import { host } from '../sync/host.ts'

const keeps = process.argv.includes('sqlite')

function databaseIn(folder: string): string {
  mkdirSync(folder, { recursive: true })
  return join(folder, 'hocuspocus.sqlite')
}

host({
  async serve(folder) {
    const server = new Server({
      address: '127.0.0.1',
      port: 0,
      quiet: true,
      stopOnSignals: false,
      websocketOptions: { perMessageDeflate: false },
      extensions: keeps ? [new SQLite({ database: databaseIn(folder) })] : [],
    })
    await server.listen()
    return { port: server.address.port, stop: async () => void (await server.destroy()) }
  },

  async writeHistory(folder, documentName, { statePath }) {
    const database = new DatabaseSync(databaseIn(folder))
    database.exec(schema)
    database.prepare(upsertQuery).run({ name: documentName, data: readFileSync(statePath) })
    database.close()
  },
})
