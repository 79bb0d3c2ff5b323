/** What a command of the war room is, and the shapes that several of them share. */
import * as z from 'zod/mini'
import type { Right } from '../access/roles.ts'
import type { Decision, Facts } from './decision.ts'
import type { RunState } from './run-state.ts'

export interface Command<S extends z.core.$ZodShape> {
  /** `caller`: whoever has the desk. */
  who: Right | 'caller'
  shape: S
  decide: (state: RunState, command: z.infer<z.ZodMiniObject<S>>, facts: Facts) => Decision
}
export const command = <const S extends z.core.$ZodShape>(it: Command<S>): Command<S> => it

export const id = z.string('Say which.').check(z.minLength(1, 'Say which.'), z.maxLength(100, 'Say which.'))

/** Words that people write, of so many letters at most. */
export const wordsUpTo = (most: number) =>
  z
    .string('Write it in words.')
    .check(
      z.trim(),
      z.maxLength(most, `Use at most ${most} letters.`),
      z.regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Leave out control characters.'),
    )
export const words = wordsUpTo(500)
export const said = words.check(z.minLength(1, 'Write it in words.'))
export const reason = words.check(z.minLength(3, 'Give a reason of 3 to 500 letters.'))
