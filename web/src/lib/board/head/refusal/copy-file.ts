/** This device's copy of a plan as a file that a plan can be made of, with what was not taken of it in words. */
import type { PlanFile } from '@flashboard/shared/files/plan-file'
import { named, oneLine } from '@flashboard/shared/plan/format'
import { PLAN_SCHEMA_VERSION, type Plan } from '@flashboard/shared/plan/schema'

export function downloadCopy(plan: Plan, notTaken: string): void {
  const copy: PlanFile & { notTaken: string } = {
    format: 'flashboard-plan',
    schemaVersion: PLAN_SCHEMA_VERSION,
    notTaken,
    plan,
  }
  const file = new Blob([JSON.stringify(copy, null, 2)], { type: 'application/json' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = `${oneLine(named(plan.event.name, 'plan'))}, this device’s copy.json`
  link.click()
  // The browser has taken it by the next turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 0)
}
