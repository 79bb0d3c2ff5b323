/** A plan's printed sheets: as PDF files, and as pictures of their pages. */
import { fileName } from '@flashboard/shared/files/file-name'
import { named } from '@flashboard/shared/plan/format'
import { type Paper, type SheetName, sheetNames, sheets } from '@flashboard/shared/sheets/sheets'
import { AppError } from '@flashboard/shared/wire/errors'
import { sheetPages, type SheetPages, sheetQuery } from '@flashboard/shared/wire/sheets'
import { type Context, Hono, type TypedResponse } from 'hono'
import { compress } from 'hono/compress'
import type * as z from 'zod/mini'
import type { PrintOrder } from '../sheets/print-shop.ts'
import * as events from '../store/events.ts'
import { describe } from './describe.ts'
import { encodedFileName } from './file-name.ts'
import type { InPlan } from './plan-door.ts'
import { readPlan } from './plan-reading.ts'
import { query } from './query.ts'
import type { Services } from './services.ts'

/** The paper of a request that names none. */
const PAPER: Paper = 'a4'

const refusals = [
  'bad_request',
  'no_session',
  'not_found',
  'too_large',
  'too_many',
  'plan_unreadable',
] as const

type Parts = Pick<Services, 'db' | 'plans' | 'clock' | 'printShop' | 'site'>

/** To be mounted where the plans are, behind the door. */
export const sheetRoutes = (services: Parts) => {
  const { db, clock, printShop, site } = services

  /** @throws AppError `not_found`, `plan_unreadable` */
  const orderOf = async (
    c: Context<InPlan>,
    sheet: string,
    { paper = PAPER, hub }: z.infer<typeof sheetQuery>,
  ): Promise<PrintOrder> => {
    if (!isSheet(sheet)) {
      throw new AppError('not_found', `There is no sheet "${sheet}", only ${sheetNames.join(', ')}.`)
    }
    const { plan: row, person } = c.var
    const { plan, seq } = await readPlan(services, row)
    const hubIds = hub?.split(',')
    const gone = hubIds?.find((id) => !plan.hubs.some((each) => each.id === id))
    if (gone !== undefined) throw new AppError('not_found', `This plan has no hub "${gone}".`)
    const logSeq = await events.lastSeq(db, row.id)
    const readLog = () => events.readAfter(db, row.id, 0)
    const about = { planId: row.id, origin: site.originOf(c), personId: person.id }
    return { ...about, plan, seq, logSeq, readLog, sheet, paper, hubIds }
  }

  return new Hono<InPlan>()
    .get(
      '/:id/sheets/:sheet/pages',
      describe({
        summary: `A sheet of a plan as pictures, one a page: ${sheetNames.join(', ')}`,
        ok: { status: 200, schema: sheetPages, is: 'The pages in order' },
        refusals,
      }),
      query(sheetQuery),
      compress(),
      async (c) => {
        const order = await orderOf(c, c.req.param('sheet'), c.req.valid('query'))
        const pages = await printShop.print(order, clock.now(), 'pages')
        const answer: Response = c.body(pages, 200, { 'content-type': 'application/json' })
        return answer as Response & TypedResponse<SheetPages, 200, 'json'>
      },
    )
    .get(
      '/:id/sheets/:file{[a-z]+\\.pdf}',
      describe({
        summary: `A sheet of a plan as a file: ${sheetNames.map((name) => `${name}.pdf`).join(', ')}`,
        ok: { status: 200, file: 'application/pdf', is: 'The PDF file' },
        refusals,
      }),
      query(sheetQuery),
      async (c) => {
        const sheet = c.req.param('file').replace(/\.pdf$/, '')
        const order = await orderOf(c, sheet, c.req.valid('query'))
        const pdf = await printShop.print(order, clock.now(), 'pdf')
        return c.body(pdf, 200, {
          'content-type': 'application/pdf',
          'content-disposition': `inline; filename="${sheet}.pdf"; filename*=${encodedFileName(nameOf(order))}`,
        })
      },
    )
}

function isSheet(name: string): name is SheetName {
  return Object.hasOwn(sheets, name)
}

/** "Meridian 38, pick list per hub, Porto, revision 9.pdf": in a chat no two of them are called the same. */
function nameOf({ plan, sheet, hubIds, seq }: PrintOrder): string {
  const hubs = plan.hubs.filter(({ id }) => hubIds?.includes(id)).map(({ name }) => named(name, 'hub'))
  const what = [sheets[sheet].title.toLowerCase(), ...hubs, `revision ${seq}`].join(', ')
  return fileName(named(plan.event.name, 'plan'), 'pdf', what)
}
