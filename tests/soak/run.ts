/** `pnpm soak <name>`: proves a promise of docs/sync.md at its full figure, and fails where a figure is missed. */
import { parseArgs } from 'node:util'
import { printMachine, printTable } from '../bench/measure.ts'
import { end } from '../support/at-end.ts'
import { backup } from './backup.ts'
import { deploy } from './deploy.ts'
import { hostile } from './hostile.ts'
import { kill } from './kill.ts'
import { power } from './power.ts'
import { revocation } from './revocation.ts'
import { sim } from './sim.ts'
import { slowReader } from './slow-reader.ts'
import { isMet, type Figure, type Soak } from './soak.ts'
import { viewer } from './viewer.ts'

const soaks: Readonly<Record<string, Soak<unknown>>> = {
  backup,
  deploy,
  hostile,
  kill,
  power,
  revocation,
  sim,
  'slow-reader': slowReader,
  viewer,
}

const { values, positionals } = parseArgs({
  options: { short: { type: 'boolean', default: false }, seed: { type: 'string' } },
  allowPositionals: true,
})
const soak = soaks[positionals[0] ?? '']
if (!soak) {
  process.stderr.write(`Say which: pnpm soak ${Object.keys(soaks).join(' | ')}   [--short] [--seed N]\n`)
  process.exit(2)
}
try {
  if (values.seed !== undefined && soak.tell) await soak.tell(Number(values.seed), printLine)
  else await print(soak)
} finally {
  await end()
}

async function print({ promises, title, full, short, prove }: Soak<unknown>): Promise<void> {
  printMachine()
  printLine(`[${promises}] ${title}`)
  const from = performance.now()
  const say = (progress: string) => process.stderr.write(`${progress}\n`)
  const figures = await prove(values.short ? short : full, say)
  printTable(['', 'measured', 'must be', ''], figures.map(rowOf))
  printLine(`${((performance.now() - from) / 1_000).toFixed(0)} s`)
  process.exitCode = figures.every(isMet) ? 0 : 1
}

function printLine(line: string): void {
  process.stdout.write(`${line}\n`)
}

function rowOf(figure: Figure): string[] {
  const { what, value, atLeast, atMost } = figure
  const bounds = [
    atLeast !== undefined && `≥ ${count(atLeast)}`,
    atMost !== undefined && `≤ ${count(atMost)}`,
  ]
  return [what, count(value), bounds.filter(Boolean).join(', '), isMet(figure) ? '' : 'MISSED']
}

function count(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: 1 })
}
