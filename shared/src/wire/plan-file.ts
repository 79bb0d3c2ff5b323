/** The request that makes a plan of a file. */
import * as z from 'zod/mini'

/** A file is at most so large. */
export const PLAN_FILE_MAX_BYTES = 2 * 1_024 * 1_024

/** As `shared/src/files/plan-file.ts` writes it, which also reads it: with a sentence for what is wrong. */
export const importPlanRequest = z.record(z.string(), z.unknown(), 'Send a plan as a JSON file has it.')
