/** The page from its sources, with Vite inside our own server: `npm run dev`. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { projectRoot } from './config.ts'

export interface DevelopmentPage {
  answer: (request: IncomingMessage, response: ServerResponse) => void
  close: () => Promise<void>
}

/** @param server whose upgrades also carry Vite's own socket. */
export async function developmentPage(server: Server): Promise<DevelopmentPage> {
  const { createServer } = await import('vite')
  const root = join(projectRoot, 'web')
  // Kit looks for its files from the working folder.
  process.chdir(root)
  const vite = await createServer({
    root,
    appType: 'custom',
    server: { middlewareMode: true, hmr: { server } },
  })
  return { answer: (request, response) => vite.middlewares(request, response), close: () => vite.close() }
}
