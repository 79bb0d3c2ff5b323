/** Requests and answers about printed sheets. */
import * as z from 'zod/mini'
import { paperNames } from '../sheets/sheets.ts'

const whichHubs = 'Give `hub` as the ids of hubs with commas between them, or leave it out for all.'
export const sheetQuery = z.object({
  paper: z.optional(z.enum(paperNames, 'Give `paper` as a4 or letter; it is a4 unless said.')),
  /** Of a sheet that is one a hub: which ones. */
  hub: z.optional(z.string(whichHubs).check(z.regex(/^[\w-]{1,40}(,[\w-]{1,40}){0,199}$/, whichHubs))),
})

/** A sheet as pictures: what its PDF file looks like. */
export const sheetPages = z.object({
  /** The number of the plan's last edit on it. */
  revision: z.number(),
  /** UTC ms, to the minute. */
  printedAt: z.number(),
  /** An SVG document a page. */
  pages: z.array(z.string()),
})
export type SheetPages = z.infer<typeof sheetPages>
