/** What people may ask to be told about, without looking at the plan. */
export const alertKinds = {
  atRisk: 'At risk: a gate is near and not met',
  missed: 'Missed: a deadline has passed',
  metLate: 'Met late',
  waived: 'Waived, or a waiver withdrawn',
  launchMoved: 'The launch moved',
} as const

export type AlertKind = keyof typeof alertKinds
