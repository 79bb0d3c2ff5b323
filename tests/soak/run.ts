/** `pnpm soak <name>`: proves a promise of docs/sync.md at its full figure, and fails where a figure is missed. */
import { printMachine, printTable } from '../bench/measure.ts'
import { end } from '../support/at-end.ts'
import { backup } from './backup.ts'
import { deploy } from './deploy.ts'
import { kill } from './kill.ts'
import { power } from './power.ts'
import { sim } from './sim.ts'
import { slowReader } from './slow-reader.ts'
import { isMet, type Figure, type Soak } from './soak.ts'

const soaks: Readonly<Record<string, Soak<unknown>>> = {
  backup,
  deploy,
  kill,
  power,
  sim,
  'slow-reader': slowReader,
}

const [name = '', ...options] = process.argv.slice(2)
const soak = soaks[name]
if (!soak || options.some((option) => option !== '--short')) {
  process.stderr.write(`Say which: pnpm soak ${Object.keys(soaks).join(' | ')}   [--short]\n`)
  process.exit(2)
}

printMachine()
process.stdout.write(`[${soak.promises}] ${soak.title}\n`)
const from = performance.now()
const say = (progress: string) => process.stderr.write(`${progress}\n`)
const figures = await soak.prove(options.length > 0 ? soak.short : soak.full, say)
await end()
printTable(['', 'measured', 'must be', ''], figures.map(rowOf))
process.stdout.write(`${((performance.now() - from) / 1_000).toFixed(0)} s\n`)
process.exitCode = figures.every(isMet) ? 0 : 1

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
