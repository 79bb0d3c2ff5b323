/** A sheet as the typesetter gets it: what is on it, in words made fit for paper, and what stands on every page. */
import { formatInstant, named } from '@flashboard/shared/plan/format'
import type { PlanEvent } from '@flashboard/shared/log/events'
import type { Plan } from '@flashboard/shared/plan/schema'
import { PAPER, paperMark } from '@flashboard/shared/sheets/paper-link'
import { beginsFromRight, printable } from '@flashboard/shared/sheets/printable'
import type { Sheet } from '@flashboard/shared/sheets/sheet'
import { type Paper, type SheetName, sheets, sheetsIn } from '@flashboard/shared/sheets/sheets'
import { AppError } from '@flashboard/shared/wire/errors'
import { encode } from 'uqr'

/** About a hundred pages of text: more takes the typesetter too long, and nobody works from it. */
const LETTERS_MAX = 400_000

const typstPapers = { a4: 'a4', letter: 'us-letter' } as const satisfies Record<Paper, string>

export interface SheetJob {
  /** JSON of what the template prints. */
  content: string
  /** The QR codes, one a sheet: a byte a pixel, row by row; 0 is black. */
  qrs: readonly Uint8Array[]
}

/** What is to be printed, as values: it goes to another thread. */
export interface SheetOrder {
  plan: Plan
  /** Up to `printedAt`. */
  log: readonly PlanEvent[]
  sheet: SheetName
  /** All of them where it is not said. */
  hubIds?: readonly string[] | undefined
  paper: Paper
  /** The number of the plan's last edit. */
  revision: number
  /** UTC ms. */
  printedAt: number
  /** Where the plan is: the QR codes lead there, and say which sheet they are on. */
  address: string
}

/** @throws AppError `too_large` */
export function sheetJob(order: SheetOrder): SheetJob {
  const { plan, log, sheet, hubIds, paper, revision, printedAt, address } = order
  const built = sheetsIn(sheet, { plan, log, now: printedAt, ...(hubIds && { hubIds }) })
  const { name, launchAt, timeZone } = plan.event
  let letters = 0
  const fit = (key: string, value: unknown) => {
    if (typeof value !== 'string') return value
    letters += value.length
    if (letters > LETTERS_MAX) throw tooLarge()
    return key === 'prose' ? printable(value, PROSE_WORD_MAX) : printable(value)
  }
  const logSeq = log.at(-1)?.seq ?? 0
  const qrs = built.map(({ name, sheet: { hubId } }) => {
    const mark = paperMark({ sheet: name, revision, logSeq, ...(hubId !== undefined && { hubId }) })
    return qrPixels(`${address}?${PAPER}=${mark}`)
  })
  const planName = named(inOneLine(name), 'plan')
  const content = JSON.stringify(
    {
      paper: typstPapers[paper],
      name: planName,
      title: `${planName}: ${sheets[sheet].title}`,
      launch: `${formatInstant(launchAt, timeZone)}, ${timeZone.replaceAll('_', ' ')} time`,
      revision: String(revision),
      printed: formatInstant(printedAt, timeZone),
      qrSizes: qrs.map(({ size }) => size),
      sheets: built.map(({ sheet: each }) => ({
        ...each,
        title: inOneLine(each.title),
        lead: inOneLine(each.lead),
        points: each.points.map(fitted),
      })),
    },
    fit,
  )
  return { content, qrs: qrs.map(({ pixels }) => pixels) }
}

/** So many pixels a module: a viewer that smooths pictures must not blur it. */
const MODULE_PIXELS = 6

function qrPixels(link: string): { pixels: Uint8Array; size: number } {
  const { data: modules } = encode(link, { border: 0 })
  const size = modules.length * MODULE_PIXELS
  const pixels = new Uint8Array(size * size)
  for (let at = 0; at < pixels.length; at++) {
    const row = Math.floor(at / size / MODULE_PIXELS)
    const column = Math.floor((at % size) / MODULE_PIXELS)
    pixels[at] = modules[row]![column] ? 0 : 255
  }
  return { pixels, size }
}

/** What fits the whole width of a page, of whatever letters. */
const PROSE_WORD_MAX = 34
/** What fits the narrower of the columns that people write words in. */
const CELL_WORD_MAX = 10

const inOneLine = (text: string) =>
  printable(text)
    .replace(/\s*\n\s*/g, ' ')
    .trim()

const inCell = (text: string) => printable(text, CELL_WORD_MAX)

/** Only what is to be read out or copied has lines of its own, and the cells, which are made of several things. */
function fitted(point: Sheet['points'][number]) {
  const items = point.items.map((item) => ({
    ...item,
    text: inOneLine(item.text),
    notes: item.notes.map(inOneLine),
    cells: item.cells.map(inCell),
    fromRight: beginsFromRight(item.prose ?? ''),
  }))
  const { total } = point
  return { ...point, items, ...(total && { total: { ...total, cells: total.cells.map(inCell) } }) }
}

function tooLarge(): AppError {
  return new AppError(
    'too_large',
    'This has more on it than fits a hundred pages. Nothing was printed; print its sheets or hubs one by one.',
  )
}
