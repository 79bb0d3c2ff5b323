/** The versions of a plan that people gave a name, as its log has them. */
import type { Actor, PlanEvent } from './events.ts'

/** Letters: enough for a sentence, short enough for a list. */
export const VERSION_NAME_MAX = 80

interface NamedVersion {
  name: string
  /** The number of the last edit in it. */
  updateSeq: number
  /** Who named it, and when (UTC ms). */
  by: Actor | null
  at: number
}

/** The latest version first; what was named twice goes by its last name. */
export function namedVersions(log: readonly PlanEvent[]): NamedVersion[] {
  const versions = new Map<number, NamedVersion>()
  for (const event of log) {
    if (event.kind !== 'versionNamed') continue
    const { name, updateSeq, actor: by, at } = event
    versions.set(updateSeq, { name, updateSeq, by, at })
  }
  return [...versions.values()].sort((a, b) => b.updateSeq - a.updateSeq)
}
