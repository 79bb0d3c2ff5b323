/** A scenario's table: a column a server, ours against each, and whether the goal is reached. */
import { printTable } from '../measure.ts'
import { type Contestant, OURS } from './contestants.ts'
import { figure, judgeGoal, type Results, type Row, type Scenario } from './scenario.ts'

const NOTHING = '–'
/** Beyond this the generator was late itself, and measured that. */
const LATE_MAX_MS = 20

export function printResults(
  { title, rows, note, isLessWhenQuick }: Scenario,
  servers: readonly Contestant[],
  results: Results,
  isQuick: boolean,
): void {
  const names = servers.map(({ name }) => name)
  const isJudged = !(isQuick && isLessWhenQuick)
  process.stdout.write(`\n${title(isQuick)}\n`)
  printTable(
    ['', ...names, 'goal'],
    rows.flatMap((row) => [
      [row.what, ...figuresOf(row, names, results), goalOf(row, results, isJudged)],
      ...ratiosOf(row, names, results),
    ]),
  )
  if (note) process.stdout.write(`${note}\n`)
  for (const name of names) printWarnings(name, results)
}

function figuresOf(row: Row, names: readonly string[], results: Results): string[] {
  return names.map((name) => figure(results, name, row.of)?.toFixed(row.digits) ?? NOTHING)
}

function goalOf(row: Row, results: Results, isJudged: boolean): string {
  const judged = judgeGoal(row, results)
  if (!row.goal) return ''
  if (!judged) return NOTHING
  const limit = `${judged.isCeiling ? '≤' : '≥'} ${judged.limit.toFixed(row.digits)}`
  if (!isJudged) return limit
  return `${limit} ${judged.isReached ? 'reached' : 'missed'}`
}

/** One line more, where there is another's figure to divide ours by. */
function ratiosOf(row: Row, names: readonly string[], results: Results): string[][] {
  if (row.isCount) return []
  const ours = figure(results, OURS, row.of)
  const ratios = names.map((name) => {
    const theirs = figure(results, name, row.of)
    if (name === OURS || !theirs || ours === undefined) return ''
    return `${(ours / theirs).toFixed(2)}×`
  })
  return ratios.some((ratio) => ratio !== '') ? [['  ours of it', ...ratios, '']] : []
}

function printWarnings(name: string, results: Results): void {
  const outcome = results.get(name)
  if (outcome instanceof Error) return void process.stdout.write(`${name}: ${outcome.message}\n`)
  const warn = (what: string) => process.stdout.write(`${name}: ${what}\n`)
  const lost = figure(results, name, 'lost')
  if (lost) warn(`${lost} deliveries never came`)
  const lateMs = figure(results, name, 'lateMs')
  if (lateMs !== undefined && lateMs > LATE_MAX_MS) {
    warn(`the load generator was itself ${lateMs.toFixed(0)} ms late (p99): read its times with care`)
  }
}
