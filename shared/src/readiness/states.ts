/**
 * How a requirement, or a gate as a whole, stands. A larger `urgency` is shown first; where a state is
 * settled, nobody has to do anything more.
 */
export const gateStates = {
  missed: { title: 'Missed', urgency: 7, shape: 'square', isSettled: false },
  atRisk: { title: 'At risk', urgency: 6, shape: 'diamond', isSettled: false },
  open: { title: 'Open', urgency: 5, shape: 'ring', isSettled: false },
  waived: { title: 'Waived', urgency: 4, shape: 'dash', isSettled: true },
  metLate: { title: 'Met late', urgency: 3, shape: 'round', isSettled: true },
  reopened: { title: 'Reopened', urgency: 2, shape: 'round', isSettled: true },
  met: { title: 'Met', urgency: 1, shape: 'round', isSettled: true },
  doesNotApply: { title: 'Does not apply', urgency: 0, shape: 'dash', isSettled: true },
} as const satisfies Record<string, StateAppearance>

interface StateAppearance {
  title: string
  urgency: number
  shape: 'round' | 'square' | 'diamond' | 'ring' | 'dash'
  isSettled: boolean
}

export type GateState = keyof typeof gateStates

/** The most urgent of several states; `doesNotApply` where there are none. */
export function worstOf(states: readonly GateState[]): GateState {
  return states.reduce<GateState>(
    (worst, state) => (gateStates[state].urgency > gateStates[worst].urgency ? state : worst),
    'doesNotApply',
  )
}
