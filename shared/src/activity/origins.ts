/** What a plan was made from, by the name that its log has it under, in words. */
import type { Template } from '../wire/http.ts'

/** What is no template: another plan's file, and the plan of the drop before. */
export const IMPORTED = 'a file'
export const DUPLICATED = 'the plan before'
export type Origin = Template | typeof IMPORTED | typeof DUPLICATED

const origins: Record<Origin, string> = {
  playbook: 'made from the playbook',
  sample: 'made from the sample',
  blank: 'made blank',
  [IMPORTED]: 'imported from a file',
  [DUPLICATED]: 'made from the plan before',
}

/** @param origin any: a newer server may have more. */
export function originInWords(origin: string): string {
  return Object.hasOwn(origins, origin) ? origins[origin as Origin] : `made from ${origin}`
}
