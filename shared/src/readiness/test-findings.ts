/** For tests: what a requirement finds in a plan, against the deadline that its gate gives it. */
import { parseFieldPath } from '../plan/field-path.ts'
import { collections, type Plan } from '../plan/schema.ts'
import { gates } from './gates.ts'
import { gateDueAt } from './judge.ts'
import type { Finding, Requirement } from './requirement.ts'

/** @throws where a finding leads nowhere: to no field and no collection. */
export function findingsOf(requirement: Requirement, plan: Plan): readonly Finding[] {
  const findings = requirement.check(plan, dueAtOf(requirement, plan))
  for (const { path } of findings) {
    if (!parseFieldPath(path) && !Object.hasOwn(collections, path)) throw new Error(`Leads nowhere: ${path}`)
  }
  return findings
}

export function sentences(requirement: Requirement, plan: Plan): string[] {
  return findingsOf(requirement, plan).map(({ text }) => text)
}

export function dueAtOf(requirement: Requirement, plan: Plan): number {
  const gate = gates.find(({ requirements }) => requirements.includes(requirement))
  if (!gate) throw new Error(`${requirement.id} is at no gate`)
  const gateDue = gateDueAt(gate, plan)
  return requirement.dueAt?.(plan, gateDue) ?? gateDue
}
