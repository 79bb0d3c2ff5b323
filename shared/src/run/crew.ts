/** Whose a console or a cue is: the plan names owners and deputies in words, by a person's name or their console's. */
import type { Cue, Plan } from '../plan/schema.ts'

type Console = Plan['consoles'][number]

const folded = (text: string) => text.trim().toLowerCase()

/** The console that somebody of this name sits at: as owner, else as deputy. */
export function consoleOf({ consoles }: Pick<Plan, 'consoles'>, name: string): Console | undefined {
  const is = (said: string) => folded(said) !== '' && folded(said) === folded(name)
  return consoles.find(({ owner }) => is(owner)) ?? consoles.find(({ deputy }) => is(deputy))
}

/** Whether a cue is a person's to carry out: named by their own name, or by their console's name or owner. */
export function isCueOf({ owner }: Pick<Cue, 'owner'>, name: string, console: Console | undefined): boolean {
  const said = folded(owner)
  return (
    said !== '' && [name, console?.name ?? '', console?.owner ?? ''].some((each) => folded(each) === said)
  )
}
