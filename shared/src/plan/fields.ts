/**
 * The kinds of field a plan has. A field is data: how its value is checked, what stands there before
 * anybody wrote, what it is called. The page picks its control by `kind`, the document decides by
 * `kind` how the value merges, and the sheets print its `label`.
 */
import { type CodeList, codeLists } from './codes.ts'
import {
  boolean,
  id,
  known,
  members,
  MEMBERS_MAX,
  nullable,
  type Evidence,
  type Reader,
  readEvidence,
  readStamp,
  type Stamp,
  text,
  whole,
} from './readers.ts'

export type FieldKind =
  | 'line'
  | 'prose'
  | 'count'
  | 'money'
  | 'share'
  | 'hundredths'
  | 'instant'
  | 'offset'
  | 'choice'
  | 'code'
  | 'flag'
  | 'set'
  | 'ref'
  | 'stamp'
  | 'evidence'

export interface Field<T = unknown> {
  kind: FieldKind
  label: string
  /** The value that it takes a stored or sent one for; `undefined` where it takes it for none. */
  read: Reader<T>
  /** What a reader gets where nothing was written, or what was written does not parse. */
  empty: T
  /** What is allowed, for a control's hints and for the sentence that refuses a value; numbers start at 0 unless said. */
  min?: number
  max?: number
  unit?: string
  options?: Readonly<Record<string, string>>
  /** For `code`: the list it must be on. */
  codes?: CodeList
  /** For `ref` and `set`: the list that the ids point into. */
  of?: string
}

type Choice<K extends string> = Field<K | null> & { options: Readonly<Record<K, string>> }

const SHARE_WHOLE_BP = 10_000
const COUNT_MAX = 10_000_000
const MONEY_MAX_MINOR = 1_000_000_000_00
const INSTANT_MAX_MS = Date.UTC(2200, 0, 1)
const OFFSET_MAX_MS = 400 * 24 * 3_600_000

/** One line that merges keystroke by keystroke. */
export const line = (label: string, max = 200): Field<string> => ({
  kind: 'line',
  label,
  read: text(max),
  empty: '',
  max,
})

/** Several lines that merge keystroke by keystroke. */
export const prose = (label: string, max = 20_000): Field<string> => ({
  ...line(label, max),
  kind: 'prose',
})

/** A whole number ≥ 0. */
export const count = (label: string, unit?: string, max = COUNT_MAX): Field<number | null> => ({
  kind: 'count',
  label,
  read: nullable(whole(0, max)),
  empty: null,
  max,
  ...(unit === undefined ? {} : { unit }),
})

/** Hundredths of a unit, ≥ 0: 1.25 units an order is 125. */
export const hundredths = (label: string, empty: number | null = null): Field<number | null> => ({
  kind: 'hundredths',
  label,
  read: nullable(whole(0, 100_000)),
  empty,
  max: 100_000,
})

/** A whole number that may be negative: what a movement adds or takes. */
export const delta = (label: string): Field<number> => ({
  kind: 'count',
  label,
  read: whole(-COUNT_MAX, COUNT_MAX),
  empty: 0,
  min: -COUNT_MAX,
  max: COUNT_MAX,
})

/** Minor units of the plan's currency, ≥ 0. */
export const money = (label: string): Field<number | null> => ({
  kind: 'money',
  label,
  read: nullable(whole(0, MONEY_MAX_MINOR)),
  empty: null,
  max: MONEY_MAX_MINOR,
})

/** Basis points: 15 % is 1500. */
export const share = (label: string, empty: number | null = null): Field<number | null> => ({
  kind: 'share',
  label,
  read: nullable(whole(0, SHARE_WHOLE_BP)),
  empty,
  max: SHARE_WHOLE_BP,
})

/** UTC milliseconds; 0 stands for an instant that was lost. */
export const fixedInstant = (label: string): Field<number> => ({
  kind: 'instant',
  label,
  read: whole(0, INSTANT_MAX_MS),
  empty: 0,
  max: INSTANT_MAX_MS,
})

/** UTC milliseconds. */
export const instant = (label: string): Field<number | null> => ({
  kind: 'instant',
  label,
  read: nullable(whole(0, INSTANT_MAX_MS)),
  empty: null,
  max: INSTANT_MAX_MS,
})

/** Elapsed milliseconds from the launch, negative before it: T−10 min is −600,000. */
export const offset = (label: string): Field<number | null> => ({
  kind: 'offset',
  label,
  read: nullable(whole(-OFFSET_MAX_MS, OFFSET_MAX_MS)),
  empty: null,
  min: -OFFSET_MAX_MS,
  max: OFFSET_MAX_MS,
})

/** One of a closed list; `null` until somebody chose. */
export const choice = <const O extends Record<string, string>>(
  label: string,
  options: O,
): Choice<keyof O & string> => ({
  kind: 'choice',
  label,
  read: nullable(known(text(Infinity), (value) => Object.hasOwn(options, value))),
  empty: null,
  options,
})

/** For what no other field can show ("packed"), and for what is simply so or not ("locked"). */
export const flag = (label: string, empty = false): Field<boolean> => ({
  kind: 'flag',
  label,
  read: boolean,
  empty,
})

/** Any of a closed list; two people adding to it both count. */
export const choices = (
  label: string,
  options: Readonly<Record<string, string>>,
): Field<readonly string[]> => ({
  kind: 'set',
  label,
  read: members((member) => Object.hasOwn(options, member)),
  empty: [],
  max: MEMBERS_MAX,
  options,
})

/** Ids out of the list `of`; two people adding to it both count. */
export const refs = (label: string, of: string): Field<readonly string[]> => ({
  kind: 'set',
  label,
  read: members(() => true),
  empty: [],
  max: MEMBERS_MAX,
  of,
})

/** One id out of the list `of`. */
export const ref = (label: string, of: string): Field<string | null> => ({
  kind: 'ref',
  label,
  read: nullable(id),
  empty: null,
  of,
})

export const stamp = (label: string): Field<Stamp | null> => ({
  kind: 'stamp',
  label,
  read: nullable(readStamp),
  empty: null,
})

export const evidence = (label: string): Field<Evidence | null> => ({
  kind: 'evidence',
  label,
  read: nullable(readEvidence),
  empty: null,
})

/** A code that somebody else keeps the list of; what is not on it reads as `empty`. */
export const code = (label: string, list: CodeList, empty: string): Field<string> => {
  const { max, isKnown } = codeLists[list]
  return {
    kind: 'code',
    label,
    read: known(text(max), isKnown),
    empty,
    max,
    codes: list,
  }
}

/** Whether `value` may stand in `field`. */
export function takes<T>(field: Field<T>, value: unknown): boolean {
  return field.read(value) !== undefined
}

/** Whether a field's value is text that two people can write in at once. */
export function mergesByKeystroke(field: Field): boolean {
  return field.kind === 'line' || field.kind === 'prose'
}
