import { expect, test } from 'vitest'
import { closeCodes, type CloseReason, closeReason } from '@flashboard/shared/wire/close-codes'

/** What a close frame has room for, after its code. */
const REASON_MAX_BYTES = 123

test.each(Object.entries(closeCodes))('%s fits a close frame, and its code is its own', (reason, close) => {
  expect(Buffer.byteLength(close.message)).toBeLessThanOrEqual(REASON_MAX_BYTES)
  expect(closeReason(close.code)).toBe<CloseReason>(reason as CloseReason)
})
