/** The close codes on which a page acts by itself; apart from their table, whose sentences the server sends along. */
export const SIGNED_OUT = 4401
export const READ_ONLY = 4407
export const RESTORED = 4409
export const REMOVED = 4410
export const DELETED = 4411
export const OUTDATED = 4426
export const RESYNC = 4512
