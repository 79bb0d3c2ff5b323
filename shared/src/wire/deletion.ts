/** Answers about plans that are deleted. Instants are UTC milliseconds. */
import * as z from 'zod/mini'

const instant = z.number()

const deletedPlan = z.object({
  id: z.string(),
  name: z.string(),
  deletedAt: instant,
  /** The name of who deleted it. */
  by: z.string(),
  /** Until when a lead can bring it back. */
  until: instant,
})
export type DeletedPlan = z.infer<typeof deletedPlan>

export const deletedPlansAnswer = z.object({ plans: z.array(deletedPlan) })
export const planDeletedAnswer = z.object({ until: instant })
