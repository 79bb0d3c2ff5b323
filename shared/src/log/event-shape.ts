/** What every event of a plan's log has, whatever its kind. */
import * as z from 'zod/mini'

export const instant = z.number().check(z.int(), z.nonnegative())
export const count = z.number().check(z.int(), z.nonnegative())
export const id = z.string().check(z.minLength(1))

/** Who did it, under the name that they had then. */
export const actor = z.object({ personId: z.string(), name: z.string() })
export type Actor = z.infer<typeof actor>

/** An event that a person caused, or (`null`) the server's clock. */
export const event = <const K extends string, S extends z.core.$ZodShape>(kind: K, shape: S) =>
  z.object({
    seq: count.check(z.positive()),
    at: instant,
    actor: z.nullable(actor),
    kind: z.literal(kind),
    ...shape,
  })
