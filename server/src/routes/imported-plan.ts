/** A plan's document, made of a file that another was written to. */
import { PlanFileError, readPlanFile } from '@flashboard/shared/files/plan-file'
import { type Chance, PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { AppError } from '@flashboard/shared/wire/errors'
import * as Y from 'yjs'

/**
 * The document as one Yjs update.
 * @throws AppError `bad_request`, saying where the file is no plan.
 */
export function importedContent(file: unknown, chance: Chance): Uint8Array {
  const doc = new Y.Doc()
  try {
    new PlanDoc(doc, chance).fill(readPlanFile(file))
    return Y.encodeStateAsUpdate(doc)
  } catch (cause) {
    if (!(cause instanceof PlanFileError)) throw cause
    throw new AppError('bad_request', `${cause.message} Nothing was made.`)
  } finally {
    doc.destroy()
  }
}
