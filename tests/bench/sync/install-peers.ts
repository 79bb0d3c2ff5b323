/** The other servers are no part of the project: they are installed when they are to be measured. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const PACKAGE_MANAGER = 'pnpm@12.21.0'

/** @returns why they can't be measured, if they can't. */
export function installPeers(): Error | undefined {
  const folder = fileURLToPath(new URL('../peers', import.meta.url))
  const args = ['--yes', PACKAGE_MANAGER, 'install', '--dir', folder, '--frozen-lockfile']
  const { status, stdout, stderr, error } = spawnSync('npx', args, { encoding: 'utf8' })
  if (status === 0) return undefined
  const said = error?.message ?? `${stdout}${stderr}`.trim().split('\n').at(-1)
  return new Error(`could not be installed: ${said}`)
}
