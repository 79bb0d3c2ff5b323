/** Whether the port can be had, asked before the page is built: half a minute is long to wait for a no. */
import { once } from 'node:events'
import { createServer } from 'node:net'

export class PortTakenError extends Error {
  constructor(port: number) {
    super(`Port ${port} is taken by another program. Stop it, or start with PORT=${port + 1} npm start.`)
    this.name = 'PortTakenError'
  }
}

/** @throws PortTakenError; other faults, such as an unknown host, as they come. */
export async function assertPortFree({ port, host }: { port: number; host: string }): Promise<void> {
  const probe = createServer()
  try {
    probe.listen(port, host)
    await once(probe, 'listening')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortTakenError(port)
    throw error
  }
  await new Promise((resolve) => probe.close(resolve))
}
