/** The sections that people know a plan by, and which collections each holds. */
import type { CollectionName } from './schema.ts'

export const sections = {
  segments: { title: 'Segments', holds: ['segments', 'tiers', 'demandTest'] },
  offer: { title: 'Offer', holds: ['offer', 'bundles', 'bundleItems', 'extras', 'cash', 'destinations'] },
  gear: { title: 'Gear checklist', holds: ['gear', 'link'] },
  stock: { title: 'Hub stock', holds: ['hubs', 'skus', 'stock', 'movements', 'slas'] },
  support: {
    title: 'Support macros',
    holds: ['macros', 'refundRules', 'returns', 'support', 'issues', 'shifts'],
  },
  content: { title: 'Content schedule', holds: ['pieces'] },
  after: { title: 'After the drop', holds: ['results', 'actions', 'carried'] },
  event: { title: 'Event', holds: ['event', 'consoles'] },
  show: { title: 'Run of show', holds: ['cues'] },
} as const satisfies Record<string, { title: string; holds: readonly CollectionName[] }>

export type Section = keyof typeof sections
export const sectionNames = Object.keys(sections) as Section[]
