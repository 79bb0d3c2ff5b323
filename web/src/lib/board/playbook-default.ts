/** The playbook's own entries for a list that is still empty, with one click. */
import type { ListName } from '@flashboard/shared/plan/schema'
import type { LivePlan } from '#lib/plan/live-plan.svelte.ts'

export async function startFromPlaybook(plan: LivePlan, list: ListName): Promise<void> {
  const { planSeed } = await import('@flashboard/shared/plan/templates')
  const { name, launchAt, endsAt, timeZone, currency } = plan.get('event')
  const seed = planSeed('playbook', { name, launchAt, endsAt: endsAt ?? launchAt, timeZone, currency })
  plan.undo.pause()
  plan.edits.start(list, seed)
}
