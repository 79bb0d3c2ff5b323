/**
 * Requests and answers about a plan's past: its named versions, the moments between, and any of them restored.
 * A state of a plan goes by the number of the last edit in it.
 */
import * as z from 'zod/mini'
import { actor } from '../log/events.ts'
import { VERSION_NAME_MAX } from '../log/versions.ts'
import { textPartKinds } from '../plan/text-parts.ts'
import { type Section, sectionNames } from '../plan/sections.ts'

const instant = z.number().check(z.int(), z.nonnegative())
const seq = z.number('Give the number of an edit.').check(z.int('Give the number of an edit.'), z.positive())

/** So many moments come at once. */
export const MOMENTS_MAX = 100

const beforeWhich = 'Give `before` as the number of an edit, or leave it out for the latest.'
export const versionsQuery = z.object({
  before: z.optional(z.string(beforeWhich).check(z.regex(/^\d{1,15}$/, beforeWhich))),
})

export const versionsAnswer = z.object({
  /** The number of the plan's last edit. */
  seq: z.number(),
  /** The latest first; `by` named it at `at`. */
  versions: z.array(
    z.object({ name: z.string(), updateSeq: z.number(), by: z.nullable(actor), at: instant }),
  ),
  /** The latest first: from the edit `fromSeq`, which came at `from`, to `toSeq`. */
  moments: z.array(
    z.object({
      fromSeq: z.number(),
      toSeq: z.number(),
      from: instant,
      to: instant,
      people: z.array(actor),
      /** Where it is a restore: what to, and which restore alone it took back. */
      restored: z.optional(
        z.object({
          toSeq: z.number(),
          toAt: instant,
          name: z.optional(z.string()),
          takesBack: z.optional(z.number()),
        }),
      ),
    }),
  ),
  /** What to ask for more `before`; `null` at the plan's beginning. */
  before: z.nullable(z.number()),
})
export type VersionsAnswer = z.infer<typeof versionsAnswer>
export type MomentAnswer = VersionsAnswer['moments'][number]

const nameLength = `Give a name of 1 to ${VERSION_NAME_MAX} letters.`
export const nameVersionRequest = z.object({
  name: z
    .string(nameLength)
    .check(
      z.trim(),
      z.minLength(1, nameLength),
      z.maxLength(VERSION_NAME_MAX, nameLength),
      z.regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Leave out control characters.'),
    ),
  /** Which state; the plan as it is now unless said. */
  seq: z.optional(seq),
})
/** `seq` is the number of the event in the log. */
export const nameVersionAnswer = z.object({ seq: z.number(), updateSeq: z.number() })

const sinceWhich = 'Give `since` as the number of an edit; 0 is before the first.'
export const versionQuery = z.object({
  since: z.optional(z.string(sinceWhich).check(z.regex(/^\d{1,15}$/, sinceWhich))),
})

export const versionAnswer = z.object({
  seq: z.number(),
  /** When its last edit came, and from whom, as they are called now. */
  at: instant,
  by: actor,
  /** Every collection of the plan by name, as `shared/src/plan/schema.ts` has them. */
  plan: z.record(z.string(), z.unknown()),
  /** The number of the last edit in what it is compared with. */
  since: z.number(),
  /** What is not as it was then, in words, by section; `null` is nothing. */
  changes: z.array(
    z.object({
      kind: z.enum(['added', 'removed', 'changed', 'moved']),
      section: z.enum(sectionNames as [Section, ...Section[]]),
      /** The field's path; of one of a list that came, went or moved, `hubs/<id>`. */
      path: z.string(),
      label: z.string(),
      was: z.nullable(z.string()),
      is: z.nullable(z.string()),
      /** Of a text, where it has some in both: what differs in it, and some words around each. */
      parts: z.optional(z.array(z.object({ kind: z.enum(textPartKinds), text: z.string() }))),
      /** Who changed it last; `null` where that cannot be said. */
      by: z.nullable(actor),
      /** Who else wrote in it, where it is a text. */
      others: z.array(actor),
    }),
  ),
  /** How many changes there are beyond these. */
  more: z.number(),
})
export type VersionAnswer = z.infer<typeof versionAnswer>
export type ChangeAnswer = VersionAnswer['changes'][number]

export const restoreRequest = z.object({ seq })
export const restoreAnswer = z.object({
  /** The number of the plan's last edit then. */
  seq: z.number(),
  /** The number of the last edit before; `null` where nothing differed, and nothing was written. */
  beforeSeq: z.nullable(z.number()),
})
export type RestoreAnswer = z.infer<typeof restoreAnswer>

/** The number of a restore's edit: its answer's `seq`. */
export const takeBackRequest = z.object({ seq })
export const takeBackAnswer = z.object({
  ...restoreAnswer.shape,
  /** What it is called of what the restore did and stays, because somebody changed it since. */
  stays: z.array(z.string()),
})
export type TakeBackAnswer = z.infer<typeof takeBackAnswer>
