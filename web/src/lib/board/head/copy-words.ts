/** Why this device does not keep what a person writes, and what they can do about it. */
import type { CopyFailure } from '#lib/plan/copy-failure.ts'

export const copyWords: Readonly<Record<Exclude<CopyFailure, 'removed'>, string>> = {
  unavailable: 'This browser has no storage for this page: a private window, or it is switched off.',
  silent: 'This browser’s storage does not answer: close other tabs of this plan, then reload.',
  full: 'This device’s storage is full: free some space.',
  gone: 'This browser has cleared what it kept of this plan, and has no room for it again.',
}
