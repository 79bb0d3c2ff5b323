/** How a requirement, or a gate as a whole, stands. A larger `urgency` is shown first. */
export const gateStates = {
  missed: { title: 'Missed', urgency: 4, shape: 'square' },
  atRisk: { title: 'At risk', urgency: 3, shape: 'diamond' },
  open: { title: 'Open', urgency: 2, shape: 'ring' },
  met: { title: 'Met', urgency: 1, shape: 'round' },
  doesNotApply: { title: 'Does not apply', urgency: 0, shape: 'dash' },
} as const satisfies Record<string, { title: string; urgency: number; shape: string }>

export type GateState = keyof typeof gateStates

/** The most urgent of several states; `doesNotApply` where there are none. */
export function worstOf(states: readonly GateState[]): GateState {
  return states.reduce<GateState>(
    (worst, state) => (gateStates[state].urgency > gateStates[worst].urgency ? state : worst),
    'doesNotApply',
  )
}
