/** A plan's document, made of a file that another was written to. */
import { PlanFileError, readPlanFile } from '@flashboard/shared/files/plan-file'
import type { Chance } from '@flashboard/shared/plan/plan-doc'
import { AppError } from '@flashboard/shared/wire/errors'
import { contentOf } from './new-plan.ts'

/**
 * The document as one Yjs update.
 * @throws AppError `bad_request`, saying where the file is no plan.
 */
export function importedContent(file: unknown, chance: Chance): Uint8Array {
  try {
    return contentOf(readPlanFile(file), chance)
  } catch (cause) {
    if (!(cause instanceof PlanFileError)) throw cause
    throw new AppError('bad_request', `${cause.message} Nothing was made.`)
  }
}
