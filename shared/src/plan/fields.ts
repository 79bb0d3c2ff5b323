/**
 * The kinds of field a plan has. A field is data: how its value is checked, what stands there before
 * anybody wrote, what it is called. The page picks its control by `kind`, the document decides by
 * `kind` how the value merges, and the sheets print its `label`.
 */
import * as z from 'zod/mini'
import { type CodeList, codeLists } from './codes.ts'

/** Who did a thing, and when (UTC ms) by the clock that the page had from the server. */
export const stampSchema = z.object({
  at: z.number().check(z.int(), z.nonnegative()),
  by: z.string().check(z.minLength(1), z.maxLength(80)),
})
export type Stamp = z.infer<typeof stampSchema>

/**
 * A stamp with the facts that it covers, as they were then: what the result is still good for. A plain stamp,
 * as counts and audits once were, is evidence that covers nothing.
 */
export const evidenceSchema = z.object({
  ...stampSchema.shape,
  tested: z.prefault(
    z.record(z.string().check(z.maxLength(60)), z.string().check(z.maxLength(2_000))),
    () => ({}),
  ),
})
export type Evidence = z.infer<typeof evidenceSchema>

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
  schema: z.ZodMiniType<T>
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

export const SHARE_WHOLE_BP = 10_000
const COUNT_MAX = 10_000_000
const MONEY_MAX_MINOR = 1_000_000_000_00
const INSTANT_MAX_MS = Date.UTC(2200, 0, 1)
const OFFSET_MAX_MS = 400 * 24 * 3_600_000

const whole = (min: number, max: number) => z.number().check(z.int(), z.gte(min), z.lte(max))

/** One line that merges keystroke by keystroke. */
export const line = (label: string, max = 200): Field<string> => ({
  kind: 'line',
  label,
  schema: z.string().check(z.maxLength(max)),
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
  schema: z.nullable(whole(0, max)),
  empty: null,
  max,
  ...(unit === undefined ? {} : { unit }),
})

/** Hundredths of a unit, ≥ 0: 1.25 units an order is 125. */
export const hundredths = (label: string, empty: number | null = null): Field<number | null> => ({
  kind: 'hundredths',
  label,
  schema: z.nullable(whole(0, 100_000)),
  empty,
  max: 100_000,
})

/** A whole number that may be negative: what a movement adds or takes. */
export const delta = (label: string): Field<number> => ({
  kind: 'count',
  label,
  schema: whole(-COUNT_MAX, COUNT_MAX),
  empty: 0,
  min: -COUNT_MAX,
  max: COUNT_MAX,
})

/** Minor units of the plan's currency, ≥ 0. */
export const money = (label: string): Field<number | null> => ({
  kind: 'money',
  label,
  schema: z.nullable(whole(0, MONEY_MAX_MINOR)),
  empty: null,
  max: MONEY_MAX_MINOR,
})

/** Basis points: 15 % is 1500. */
export const share = (label: string, empty: number | null = null): Field<number | null> => ({
  kind: 'share',
  label,
  schema: z.nullable(whole(0, SHARE_WHOLE_BP)),
  empty,
  max: SHARE_WHOLE_BP,
})

/** UTC milliseconds; 0 stands for an instant that was lost. */
export const fixedInstant = (label: string): Field<number> => ({
  kind: 'instant',
  label,
  schema: whole(0, INSTANT_MAX_MS),
  empty: 0,
  max: INSTANT_MAX_MS,
})

/** UTC milliseconds. */
export const instant = (label: string): Field<number | null> => ({
  kind: 'instant',
  label,
  schema: z.nullable(whole(0, INSTANT_MAX_MS)),
  empty: null,
  max: INSTANT_MAX_MS,
})

/** Elapsed milliseconds from the launch, negative before it: T−10 min is −600,000. */
export const offset = (label: string): Field<number | null> => ({
  kind: 'offset',
  label,
  schema: z.nullable(whole(-OFFSET_MAX_MS, OFFSET_MAX_MS)),
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
  schema: z.nullable(z.enum(Object.keys(options) as (keyof O & string)[])),
  empty: null,
  options,
})

/** For what no other field can show ("packed"), and for what is simply so or not ("locked"). */
export const flag = (label: string, empty = false): Field<boolean> => ({
  kind: 'flag',
  label,
  schema: z.boolean(),
  empty,
})

const MEMBERS_MAX = 200

const members = (isMember: (member: string) => boolean) =>
  z.readonly(
    z
      .array(z.string().check(z.minLength(1), z.maxLength(40), z.refine(isMember)))
      .check(z.maxLength(MEMBERS_MAX)),
  )

/** Any of a closed list; two people adding to it both count. */
export const choices = (
  label: string,
  options: Readonly<Record<string, string>>,
): Field<readonly string[]> => ({
  kind: 'set',
  label,
  schema: members((member) => Object.hasOwn(options, member)),
  empty: [],
  max: MEMBERS_MAX,
  options,
})

/** Ids out of the list `of`; two people adding to it both count. */
export const refs = (label: string, of: string): Field<readonly string[]> => ({
  kind: 'set',
  label,
  schema: members(() => true),
  empty: [],
  max: MEMBERS_MAX,
  of,
})

/** One id out of the list `of`. */
export const ref = (label: string, of: string): Field<string | null> => ({
  kind: 'ref',
  label,
  schema: z.nullable(z.string().check(z.minLength(1), z.maxLength(40))),
  empty: null,
  of,
})

export const stamp = (label: string): Field<Stamp | null> => ({
  kind: 'stamp',
  label,
  schema: z.nullable(stampSchema),
  empty: null,
})

export const evidence = (label: string): Field<Evidence | null> => ({
  kind: 'evidence',
  label,
  schema: z.nullable(evidenceSchema),
  empty: null,
})

/** A code that somebody else keeps the list of; what is not on it reads as `empty`. */
export const code = (label: string, list: CodeList, empty: string): Field<string> => {
  const { max, isKnown } = codeLists[list]
  return {
    kind: 'code',
    label,
    schema: z.string().check(z.maxLength(max), z.refine(isKnown)),
    empty,
    max,
    codes: list,
  }
}

/** Whether a field's value is text that two people can write in at once. */
export function mergesByKeystroke(field: Field): boolean {
  return field.kind === 'line' || field.kind === 'prose'
}
