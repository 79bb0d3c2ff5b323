/** `pnpm bench <name>`: measures, and prints what it measured next to a floor taken in the same run. */
import { benchGates } from './gates.ts'
import { benchSheets } from './sheets.ts'
import { benchSync } from './sync.ts'

const benches: Record<string, (args: readonly string[]) => Promise<void>> = {
  gates: benchGates,
  sheets: benchSheets,
  sync: benchSync,
}

const [name = '', ...args] = process.argv.slice(2)
const bench = benches[name]
if (!bench) {
  process.stderr.write(`Say which: pnpm bench ${Object.keys(benches).join(' | ')}\n`)
  process.exit(2)
}
await bench(args)
