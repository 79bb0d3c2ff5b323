/** The packing list: what to put into the case, how many, and whether it was tried. */
import { counted, formatDayAndTime, formatNumber, named } from '../plan/format.ts'
import { collections, type GearItem } from '../plan/schema.ts'
import { type Item, pausePoints, placeOf, type Sheet, type SheetInput } from './sheet.ts'

const { kind: kinds, angle: angles } = collections.gear.fields
/** In the order of the schema: what the stream can't do without comes first. */
const kindOrder = Object.keys(kinds.options)

export function gearSheet({ plan }: SheetInput): Sheet[] {
  const { gear, event } = plan
  const rank = ({ kind }: GearItem) => (kind === null ? kindOrder.length : kindOrder.indexOf(kind))
  const inOrder = gear.toSorted((a, b) => Number(a.packed) - Number(b.packed) || rank(a) - rank(b))
  const packed = gear.filter((item) => item.packed).length
  const groups = pausePoints(inOrder)
  return [
    {
      title: 'Gear packing list',
      lead: `${packed} of ${counted(gear.length, 'item')} packed.`,
      points: groups.map((items, index) => ({
        heading: 'Pack',
        under: placeOf(index, groups.length),
        columns: [
          { title: 'Pieces', width: 'narrow', align: 'end' },
          { title: 'Owner', width: 'medium', align: 'start' },
          { title: 'Tested', width: 'wide', align: 'start' },
        ],
        items: items.map(itemOf),
        done: `All ${items.length} in the case`,
      })),
      nothing: 'No gear is planned yet.',
    },
  ]

  function itemOf({ name, kind, angle, quantity, packed, tested, owner, note }: GearItem): Item {
    return {
      box: packed ? 'crossed' : 'empty',
      text: named(name, 'item'),
      notes: [
        [kind && kinds.options[kind], angle && `${angles.options[angle]} angle`].filter(Boolean).join(', '),
        note.trim(),
      ].filter(Boolean),
      cells: [
        quantity === null ? '' : formatNumber(quantity),
        owner.trim(),
        tested ? `${tested.by}\n${formatDayAndTime(tested.at, event.timeZone)}` : '',
      ],
    }
  }
}
