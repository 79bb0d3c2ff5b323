/**
 * The forms that a collection of a plan has.
 *
 * A *record* stands once in a plan. A *list* holds entities with an id and an order of their own. A
 * *grid* holds cells named by two ids (hub × SKU), written without anybody having made the cell first,
 * so two people filling the same cell's fields do not overwrite each other.
 */
import type { Field } from './fields.ts'

export type Fields = Readonly<Record<string, Field<any>>>

interface RecordOf<F extends Fields> {
  form: 'record'
  label: string
  fields: F
}
interface ListOf<F extends Fields> {
  form: 'list'
  label: string
  /** What one of them is called, in lower case. */
  one: string
  fields: F
}
interface GridOf<F extends Fields, A extends string, B extends string> {
  form: 'grid'
  label: string
  keys: readonly [A, B]
  fields: F
}

export const record = <F extends Fields>(label: string, fields: F): RecordOf<F> => ({
  form: 'record',
  label,
  fields,
})
export const list = <F extends Fields>(label: string, one: string, fields: F): ListOf<F> => ({
  form: 'list',
  label,
  one,
  fields,
})
export const grid = <F extends Fields, const A extends string, const B extends string>(
  label: string,
  keys: readonly [A, B],
  fields: F,
): GridOf<F, A, B> => ({ form: 'grid', label, keys, fields })

type ValuesOf<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never
}
/** What a reader gets of a collection. */
export type ReadAs<C> =
  C extends RecordOf<infer F>
    ? ValuesOf<F>
    : C extends ListOf<infer F>
      ? readonly ({ readonly id: string } & ValuesOf<F>)[]
      : C extends GridOf<infer F, infer A, infer B>
        ? readonly ({ readonly [K in A | B]: string } & ValuesOf<F>)[]
        : never
