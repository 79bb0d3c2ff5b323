/** Whose a console or a cue is: the plan names owners and deputies in words, by a person's name or their console's. */
import { may } from '../access/roles.ts'
import type { PlanEvent } from '../log/events.ts'
import type { Cue, Plan } from '../plan/schema.ts'

type Console = Plan['consoles'][number]

const folded = (text: string) => text.trim().toLowerCase()

/** The console that somebody of this name sits at: as owner, else as deputy. */
export function consoleOf({ consoles }: Pick<Plan, 'consoles'>, name: string): Console | undefined {
  const is = (said: string) => folded(said) !== '' && folded(said) === folded(name)
  return consoles.find(({ owner }) => is(owner)) ?? consoles.find(({ deputy }) => is(deputy))
}

/** Whether somebody may be handed something, as the log has it; of whom it has no role nothing speaks against it. */
export function isHandOf(log: readonly PlanEvent[], personId: string): boolean {
  const last = log.findLast(
    (event) => (event.kind === 'roleChanged' || event.kind === 'personJoined') && event.personId === personId,
  )
  if (last?.kind === 'roleChanged') return may(last.to, 'edit')
  return last?.kind !== 'personJoined' || may(last.role, 'edit')
}

/** Whether a cue is a person's to carry out: named by their own name, or by their console's name or owner. */
export function isCueOf({ owner }: Pick<Cue, 'owner'>, name: string, console: Console | undefined): boolean {
  const said = folded(owner)
  return (
    said !== '' && [name, console?.name ?? '', console?.owner ?? ''].some((each) => folded(each) === said)
  )
}
