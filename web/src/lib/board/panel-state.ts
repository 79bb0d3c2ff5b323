/** What a panel's pill says: how the requirements that its section answers for stand. */
import type { Section } from '@flashboard/shared/plan/sections'
import { type GateStanding, isForLater } from '@flashboard/shared/readiness/judge'
import { type GateState, gateStates, worstOf } from '@flashboard/shared/readiness/states'

interface PanelState {
  state: GateState
  says: string
}

/** `undefined` for a section that no gate asks anything of. */
export function panelState(standings: readonly GateStanding[], section: Section): PanelState | undefined {
  const asking = standings
    .map((gate) => ({
      gate: gate.short,
      isForLater: isForLater(gate),
      states: gate.requirements.filter((one) => one.section === section).map(({ state }) => state),
    }))
    .filter(({ states }) => states.some((state) => state !== 'doesNotApply'))
  if (asking.length === 0) return undefined
  // What is to come says so only where nothing before it has a word.
  const pressing = asking.filter((gate) => !gate.isForLater)
  const mine = pressing.length > 0 ? pressing : asking
  const state = worstOf(mine.flatMap(({ states }) => states))
  const worst = mine.find(({ states }) => states.includes(state))!
  if (gateStates[state].isSettled) {
    return {
      state,
      says: `${mine.map(({ gate }) => gate).join(' and ')} ${gateStates[state].title.toLowerCase()}`,
    }
  }
  const open = worst.states.filter((one) => one === state).length
  return {
    state,
    says: state === 'missed' ? `${worst.gate} missed, ${open} open` : `${worst.gate}: ${open} open`,
  }
}
