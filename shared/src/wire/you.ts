/** Requests and answers about who one is, and by what one is known. Instants are UTC milliseconds. */
import * as z from 'zod/mini'

const instant = z.number()

export const device = z.object({
  id: z.string(),
  /** Browser and system in plain words: "Firefox on Windows". */
  device: z.string(),
  createdAt: instant,
  /** Within the hour. */
  lastSeenAt: instant,
  /** When it is signed out unless it is used again. */
  expiresAt: instant,
  isThis: z.boolean(),
})
export type Device = z.infer<typeof device>
export const devicesAnswer = z.object({ devices: z.array(device) })
