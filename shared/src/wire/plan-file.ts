/** The request that makes a plan of a file. */
import * as z from 'zod/mini'

/** A file is at most so large. */
export const PLAN_FILE_MAX_BYTES = 2 * 1_024 * 1_024

/** As `shared/src/files/plan-file.ts` writes it, which also reads it: with a sentence for what is wrong. */
export const importPlanRequest = z.record(
  z.string(),
  z.unknown(),
  'This is no file of a plan: Flashboard writes one as “Plan as JSON”. Nothing was made.',
)

/** What of a file is sent: an export of everything has the log and every edit beside the plan. */
export function planIn(file: unknown): unknown {
  if (typeof file !== 'object' || file === null || !('plan' in file)) return file
  const { format, schemaVersion, plan } = file as Record<string, unknown>
  return { format, schemaVersion, plan }
}
