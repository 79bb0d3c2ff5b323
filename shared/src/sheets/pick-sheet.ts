/**
 * A pick list a hub: what is planned there of each SKU, what lies there, and room for the count, which is the picker's to
 * write whoever counted before. It adds up to the stock grid.
 */
import { type StockFigures, stockLines, totalOf } from '../figures/stock.ts'
import { formatDayAndTime, formatNumber, formatSigned, joined, named, skuName } from '../plan/format.ts'
import { type Hub, type HubMode, hubModes, type Plan } from '../plan/schema.ts'
import { type StaleByPath, staleByPath } from './stale-evidence.ts'
import { type Column, type Item, pausePoints, placeOf, type Sheet, type SheetInput } from './sheet.ts'

const columns: readonly Column[] = [
  { title: 'Pick', width: 'narrow', align: 'end', isMain: true },
  { title: 'Staged', width: 'narrow', align: 'end' },
  { title: 'Hold back', width: 'narrow', align: 'end' },
  { title: 'Count', width: 'medium', align: 'start' },
]

/** One a hub; one that says so where there is none. */
export function pickSheets({ plan, hubIds }: SheetInput): Sheet[] {
  const stale = staleByPath(plan)
  const lines = Map.groupBy(stockLines(plan), ({ hubId }) => hubId)
  const hubs = plan.hubs.filter(({ id }) => hubIds === undefined || hubIds.includes(id))
  if (hubs.length === 0) return [noHub]
  return hubs.map((hub) => pickSheet(plan, hub, lines.get(hub.id) ?? [], stale))
}

const noHub: Sheet = {
  title: 'Pick list',
  lead: '0 hubs.',
  points: [],
  nothing: 'No hub is planned yet.',
}

function pickSheet(plan: Plan, hub: Hub, lines: readonly StockFigures[], stale: StaleByPath): Sheet {
  const skus = new Map(plan.skus.map((sku) => [sku.id, sku]))
  const here = lines.filter(({ planned, staged, buffer }) => planned !== 0 || staged !== 0 || buffer !== 0)
  // What is short comes first, the most of it before the rest; then the order of the grid.
  const inOrder = here.toSorted((a, b) => shortOf(b) - shortOf(a))
  const groups = pausePoints(inOrder)
  const name = named(hub.name, 'hub')
  const total = totalOf(here)
  return {
    title: `Pick list, ${name}`,
    hubId: hub.id,
    lead: leadOf(hub),
    points: groups.map((group, index) => ({
      heading: 'Pick',
      under: placeOf(index, groups.length),
      columns,
      items: group.map(itemOf),
      ...(index === groups.length - 1 && {
        total: { text: `${name} in all`, cells: [...figures(total), ''] },
      }),
      done: `All ${group.length} picked and counted`,
    })),
    nothing: 'No stock is planned here yet.',
  }

  function itemOf(line: StockFigures): Item {
    const sku = skus.get(line.skuId)!
    const short = shortOf(line)
    const { counted } = line
    const miscounted = stale.get(`stock/${line.hubId}/${line.skuId}/counted`) ?? []
    return {
      box: 'empty',
      text: skuName(sku),
      ...(short > 0 && { mark: { text: `${formatNumber(short)} short`, isLoud: false } }),
      notes: [
        sku.name.trim() ? sku.code.trim() : '',
        sku.verdict === 'prune' ? 'Pruned: not for sale, leave it.' : '',
        ...miscounted.map(({ text }) => text),
        counted && miscounted.length === 0
          ? `Last counted by ${counted.by}, ${formatDayAndTime(counted.at, plan.event.timeZone)}`
          : '',
      ].filter(Boolean),
      cells: [...figures(line), ''],
    }
  }
}

const shortOf = ({ planned, staged }: Pick<StockFigures, 'planned' | 'staged'>) =>
  Math.max(0, planned - staged)

function figures({ planned, staged, buffer }: Pick<StockFigures, 'planned' | 'staged' | 'buffer'>): string[] {
  return [formatNumber(planned), formatSigned(staged), formatNumber(buffer)]
}

function leadOf({ modes, cutOff, owner }: Hub): string {
  const known = modes.filter((mode): mode is HubMode => Object.hasOwn(hubModes, mode))
  const facts = [
    joined(known.map((mode) => hubModes[mode])),
    cutOff.trim() && `cut-off ${cutOff.trim()}`,
    owner.trim() && `led by ${owner.trim()}`,
  ]
  return `${facts.filter(Boolean).join(', ') || 'No owner yet'}.`
}
