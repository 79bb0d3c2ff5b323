/** The request that makes a plan of a file. */
import * as z from 'zod/mini'

/** A file is at most so large. */
export const PLAN_FILE_MAX_BYTES = 2 * 1_024 * 1_024

/** As `shared/src/files/plan-file.ts` writes it, which also reads it: with a sentence for what is wrong. */
export const importPlanRequest = z.record(z.string(), z.unknown(), 'Send a plan as a JSON file has it.')

/** What of a file is sent: an export of everything has the log and every edit beside the plan. */
export function planIn(file: unknown): unknown {
  if (typeof file !== 'object' || file === null || !('plan' in file)) return file
  const { format, schemaVersion, plan } = file as Record<string, unknown>
  return { format, schemaVersion, plan }
}
