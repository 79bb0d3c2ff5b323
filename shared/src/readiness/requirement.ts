/** What a gate and its requirements are made of. */
import type { FieldPath } from '../plan/field-path.ts'
import type { Plan } from '../plan/schema.ts'
import type { Section } from '../plan/sections.ts'

/** One thing that keeps a requirement from being met. */
export interface Finding {
  /** A sentence that says what is missing and by how much. */
  text: string
  /**
   * The field that mends it. Where the entity itself is missing, the collection's bare name (`tiers`):
   * the panel of that collection.
   */
  path: FieldPath
  /** Where it says that evidence at `path` is stale: which fact of it, and which evidence, by its own `at`. */
  expired?: { fact: string; provenAt: number }
}

/** A rule that a plan must satisfy by a deadline: a pure predicate over the plan, never a tick-box. */
export interface Requirement {
  /** As in product.md, section 3; stored in the log, so it never changes. */
  id: string
  title: string
  /** Where people mend it. */
  section: Section
  /** Where a gate's requirements fall into separate pause points on paper. */
  group?: 'Stream and checkout' | 'Support and story'
  /** False where the plan has nothing that the rule is about. */
  applies?: (plan: Plan) => boolean
  /** The deadline (UTC ms), where it is not simply the gate's. */
  dueAt?: (plan: Plan, gateDueAt: number) => number
  /** When the work was done (UTC ms) by the stamps that it carries, where it carries any. */
  provenAt?: (plan: Plan) => number | null
  /**
   * What is missing; empty when met. `dueAt` (UTC ms) is the requirement's own deadline, for what must lie
   * in a window before it: being late is not a finding, the log says that.
   */
  check: (plan: Plan, dueAt: number) => readonly Finding[]
}

export interface Gate {
  id: string
  title: string
  /** The title where there is little room. */
  short: string
  /** The title where it stands alone: "72 hours before launch". */
  when: string
  /** From the launch: negative before it. */
  offsetMs: number
  /** How long before the deadline an open requirement turns at risk. */
  atRiskMs: number
  requirements: readonly Requirement[]
}
