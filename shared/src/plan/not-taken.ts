/** What a person wrote that their plan did not take: in words to be read, and whole to be taken along. */
import { type Difference, differences } from './differences.ts'
import type { Plan } from './schema.ts'
import { type Section, sectionNames, sections } from './sections.ts'

export interface NotTaken {
  /** As many as anybody reads, their texts cut to what differs. */
  changes: Difference[]
  more: number
  /** All of them, with all their words. */
  text: string
}

/** @param was the plan without it. @param is and with it. */
export function notTaken(was: Plan, is: Plan): NotTaken {
  const { differences: changes, more } = differences(was, is)
  return { changes, more, text: asText(differences(was, is, Infinity, Infinity).differences) }
}

function asText(all: readonly Difference[]): string {
  const bySection = Map.groupBy(all, ({ section }) => section)
  const part = (section: Section) => {
    const own = bySection.get(section)
    return own ? [[sections[section].title, ...own.map(line)].join('\n')] : []
  }
  return sectionNames.flatMap(part).join('\n\n')
}

function line({ kind, label, was, is }: Difference): string {
  if (kind === 'added') return `- Added ${label}${is === null ? '' : `: ${is}`}`
  if (kind === 'removed') return `- Removed ${label}`
  if (kind === 'moved') return `- Moved ${label}: ${was} to ${is}`
  return `- ${label}: ${is ?? '(empty)'}\n  before: ${was ?? '(empty)'}`
}
