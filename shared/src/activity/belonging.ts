/** What an event of the log is about: which gate, which sections, which people; and the choice of events by these. */
import type { PlanEvent } from '../log/events.ts'
import { type FieldPath, parseFieldPath } from '../plan/field-path.ts'
import { type Section, sections } from '../plan/sections.ts'
import { gates } from '../readiness/gates.ts'
import type { Gate, Requirement } from '../readiness/requirement.ts'

export function gateById(id: string): Gate | undefined {
  return gates.find((gate) => gate.id === id)
}

export function requirementById(id: string): Requirement | undefined {
  return gates.flatMap(({ requirements }) => requirements).find((requirement) => requirement.id === id)
}

/** The gate that an event tells of; none where it tells of no gate, or of one that this code does not know. */
export function gateOf(event: PlanEvent): Gate | undefined {
  if ('gate' in event) return gateById(event.gate)
  if (!('requirement' in event)) return undefined
  return gates.find(({ requirements }) => requirements.some(({ id }) => id === event.requirement))
}

/** Where people mend, or look up, what an event tells of. */
export function sectionsOf(event: PlanEvent): Section[] {
  if ('requirement' in event) {
    const requirement = requirementById(event.requirement)
    return requirement ? [requirement.section] : []
  }
  if ('path' in event) return sectionsHolding(event.path)
  if (!('gate' in event)) return ['event']
  const requirements = gateById(event.gate)?.requirements ?? []
  return [...new Set(requirements.map(({ section }) => section))]
}

function sectionsHolding(path: FieldPath): Section[] {
  const name = parseFieldPath(path)?.collection
  return (Object.keys(sections) as Section[]).filter((section) =>
    sections[section].holds.some((held) => held === name),
  )
}

export interface Choice {
  /** All where there is none. */
  section?: Section | undefined
  /** A person's id; `null` is the clock, which did what nobody did; everybody where there is none. */
  person?: string | null | undefined
}

/** The events that a person asked for, by what they are about and by whom or of whom they are. */
export function chosenEvents(log: readonly PlanEvent[], { section, person }: Choice): PlanEvent[] {
  return log.filter(
    (event) =>
      (section === undefined || sectionsOf(event).includes(section)) &&
      (person === undefined || isOf(event, person)),
  )
}

function isOf(event: PlanEvent, person: string | null): boolean {
  if (person === null) return event.actor === null
  return event.actor?.personId === person || ('personId' in event && event.personId === person)
}

/** Everybody whom a log names, by id, under the name that they last had there. */
export function peopleIn(log: readonly PlanEvent[]): Map<string, string> {
  const names = new Map<string, string>()
  for (const event of log) {
    if ('personId' in event) names.set(event.personId, event.name)
    if (event.actor) names.set(event.actor.personId, event.actor.name)
  }
  return names
}
