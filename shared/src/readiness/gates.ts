/** The readiness gates, as the server judges them, the page shows them and the sheets print them. */
import { SPRINT_MINUTES } from '../figures/support-load.ts'
import { FOLLOW_UP_MS } from '../plan/follow-up.ts'
import { HOUR_MS, MINUTE_MS } from '../plan/time.ts'
import { followUp, supportSprint, timelinePublished } from './after-requirements.ts'
import { rsvpConfirmed, segmentsSized, taxAndPayment } from './audience-requirements.ts'
import { skuAudit } from './audit-requirement.ts'
import { contentScheduled } from './content-requirement.ts'
import { preorderTerms, priceAndReceipt } from './offer-requirements.ts'
import type { Gate } from './requirement.ts'
import { capCovered, hubsStaged, preorderBuffer, slaSlots } from './stock-requirements.ts'
import {
  backupLink,
  checkoutTested,
  gearReady,
  overlayTested,
  paymentFallback,
} from './stream-requirements.ts'
import { macrosReady, returnsRule, rolesStaffed, slaPublished } from './support-requirements.ts'
import { tiersSet } from './tiers-requirement.ts'

export const gates: readonly Gate[] = [
  {
    id: 'h72',
    title: '72 hours',
    short: '72 h',
    when: '72 hours before launch',
    offsetMs: -72 * HOUR_MS,
    atRiskMs: 12 * HOUR_MS,
    requirements: [rsvpConfirmed, tiersSet, segmentsSized, taxAndPayment],
  },
  {
    id: 'h48',
    title: '48 hours',
    short: '48 h',
    when: '48 hours before launch',
    offsetMs: -48 * HOUR_MS,
    atRiskMs: 12 * HOUR_MS,
    requirements: [skuAudit, hubsStaged, preorderBuffer, capCovered, slaSlots],
  },
  {
    id: 'h24',
    title: '24 hours',
    short: '24 h',
    when: '24 hours before launch',
    offsetMs: -24 * HOUR_MS,
    atRiskMs: 6 * HOUR_MS,
    requirements: [
      overlayTested,
      checkoutTested,
      gearReady,
      backupLink,
      paymentFallback,
      macrosReady,
      returnsRule,
      slaPublished,
      rolesStaffed,
      preorderTerms,
      priceAndReceipt,
      contentScheduled,
    ],
  },
  {
    id: 'sprint',
    title: '+15 min',
    short: '+15 min',
    when: '15 minutes after launch',
    offsetMs: SPRINT_MINUTES * MINUTE_MS,
    atRiskMs: SPRINT_MINUTES * MINUTE_MS,
    requirements: [supportSprint],
  },
  {
    id: 'timeline',
    title: '+24 h',
    short: '+24 h',
    when: '24 hours after launch',
    offsetMs: 24 * HOUR_MS,
    atRiskMs: 6 * HOUR_MS,
    requirements: [timelinePublished],
  },
  {
    id: 'followup',
    title: '+21 days',
    short: '+21 d',
    when: '21 days after launch',
    offsetMs: FOLLOW_UP_MS,
    atRiskMs: 12 * HOUR_MS,
    requirements: [followUp],
  },
]
