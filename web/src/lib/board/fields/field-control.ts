/** What every control of a field shares: its id on the page, what it is, and where somebody types in it. */
import { parseFieldPath, type FieldPath } from '@flashboard/shared/plan/field-path'
import type { Field } from '@flashboard/shared/plan/fields'
import { fieldOf } from '@flashboard/shared/plan/schema'

export interface ControlProps {
  path: FieldPath
  field: Field
  /** Read out where no label stands beside the control. */
  label: string
  mayEdit: boolean
  isRefused: boolean
  placeholder?: string
  /** What a box reads beside it, where its label is its own text. */
  check?: string
  /** Whether what a stamp records is left to the tooltip. */
  compact?: boolean
  /** Shows a sentence under the control, or takes it away. */
  onRefused: (sentence: string | undefined) => void
}

/** The id of the control for a path, which a gate's link focuses. */
export function controlId(path: FieldPath): string {
  return `field:${path}`
}

/** The id of the sentence that says why what was typed there is refused. */
export function errorId(path: string): string {
  return `error:${path}`
}

/** What every text-like control carries: its id, its name, and that what it holds is refused. */
export function controlAttributes(path: FieldPath, label: string, isRefused: boolean) {
  return {
    id: controlId(path),
    'aria-label': label,
    'aria-invalid': isRefused || undefined,
    'aria-describedby': isRefused ? errorId(path) : undefined,
  }
}

/** @throws RangeError for a path that no plan has: a mistake in a component. */
export function fieldAt(path: FieldPath): Field {
  const address = parseFieldPath(path)
  const field = address && fieldOf(address.collection, address.field)
  if (!field) throw new RangeError(`No field ${path}`)
  return field
}
