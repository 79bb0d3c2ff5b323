/** The readiness gates, as the server judges them, the page shows them and the sheets print them. */
import type { Gate } from './requirement.ts'
import {
  overlayTested,
  checkoutTested,
  gearReady,
  backupLink,
  paymentFallback,
} from './stream-requirements.ts'
import { skuAudit, hubsStaged, preorderBuffer, capCovered, slaSlots } from './stock-requirements.ts'
import { rsvpConfirmed, tiersSet, segmentsSized, taxAndPayment } from './audience-requirements.ts'
import {
  macrosReady,
  returnsRule,
  slaPublished,
  rolesStaffed,
  preorderTerms,
  priceAndReceipt,
  contentScheduled,
} from './support-requirements.ts'

export const gates: readonly Gate[] = [
  {
    id: 'h72',
    title: '72 hours',
    offsetHours: -72,
    atRiskHours: 12,
    requirements: [rsvpConfirmed, tiersSet, segmentsSized, taxAndPayment],
  },
  {
    id: 'h48',
    title: '48 hours',
    offsetHours: -48,
    atRiskHours: 12,
    requirements: [skuAudit, hubsStaged, preorderBuffer, capCovered, slaSlots],
  },
  {
    id: 'h24',
    title: '24 hours',
    offsetHours: -24,
    atRiskHours: 6,
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
]
