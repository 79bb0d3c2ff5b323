import type { RunDesk } from '../run-desk.svelte.ts'

/** Whom an issue may be given to, each once: who is here, whom the plan names for consoles and sprint, and who has it. */
export function ownersOf({ me, hands, plan }: RunDesk, owner: string): string[] {
  const names = [
    me.name,
    ...hands.map(({ name }) => name),
    plan.support.sprintOwner,
    ...plan.consoles.map((console) => console.owner),
    owner,
  ]
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))]
}
