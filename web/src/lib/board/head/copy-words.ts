/** What a person reads where this device does not keep what they write: what is so, and what to do. */
import type { CopyFailure } from '#lib/plan/offline-copy.svelte.ts'

export const copyWords: Readonly<Record<CopyFailure, string>> = {
  unavailable:
    'This browser keeps nothing for this page: a private window, or its storage is switched off. Until it says “Saved”, keep this tab open.',
  silent:
    'This browser’s storage does not answer, so nothing is kept on this device. Close other tabs of this plan, and reload once it says “Saved”.',
  full: 'This device’s storage is full, so what you write now is not kept on it. Free some space; until it says “Saved”, keep this tab open.',
  gone: 'This browser has cleared what it kept of this plan, and keeps nothing more. Until it says “Saved”, keep this tab open.',
  removed:
    'Another tab started this plan from the server’s, so this tab keeps nothing on this device. Reload it once it says “Saved”.',
}
