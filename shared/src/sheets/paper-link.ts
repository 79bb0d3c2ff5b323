/** What the QR code on a sheet says of it: which sheet, of which edit, after which event of the log, and of which hub. */
import { type SheetName, sheets } from './sheets.ts'

export interface PaperMark {
  sheet: SheetName
  /** The number of the plan's last edit on it; 0 before the first. */
  revision: number
  /** The number of the log's last event on it. */
  logSeq: number
  /** The id of the hub whose list it is, where a sheet is one a hub. */
  hubId?: string
}

/** The name of the address's query parameter. */
export const PAPER = 'paper'

/** "pick.1284.37", "pick.1284.37.hub-porto": for an address. */
export function paperMark({ sheet, revision, logSeq, hubId }: PaperMark): string {
  const of = hubId === undefined ? '' : `.${encodeURIComponent(hubId)}`
  return `${sheet}.${revision}.${logSeq}${of}`
}

/** `undefined` where it is none: anybody can write an address. */
export function readPaperMark(written: string | null): PaperMark | undefined {
  const [, sheet, revision, logSeq, hubId] =
    /^([a-z]{1,20})\.(\d{1,15})\.(\d{1,15})(?:\.(.{1,200}))?$/.exec(written ?? '') ?? []
  if (sheet === undefined || !Object.hasOwn(sheets, sheet)) return undefined
  const mark = { sheet: sheet as SheetName, revision: Number(revision), logSeq: Number(logSeq) }
  return { ...mark, ...(hubId !== undefined && { hubId }) }
}
