/** `pnpm bench <name>`: measures, and prints what it measured next to a floor taken in the same run. */
type Bench = (args: readonly string[]) => Promise<void>

/** Each brings what it alone needs. */
const benches: Record<string, () => Promise<Bench>> = {
  deleting: async () => (await import('./deleting.ts')).benchDeleting,
  gates: async () => (await import('./gates.ts')).benchGates,
  keystroke: async () => (await import('./keystroke.ts')).benchKeystroke,
  sheets: async () => (await import('./sheets.ts')).benchSheets,
  sync: async () => (await import('./sync.ts')).benchSync,
}

const [name = '', ...args] = process.argv.slice(2)
const load = benches[name]
if (!load) {
  process.stderr.write(`Say which: pnpm bench ${Object.keys(benches).join(' | ')}\n`)
  process.exit(2)
}
const bench = await load()
await bench(args)
