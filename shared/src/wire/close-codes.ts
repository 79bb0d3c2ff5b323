import { DELETED, OUTDATED, READ_ONLY, REMOVED, RESTORED, RESYNC, SIGNED_OUT } from './codes-to-act-on.ts'

/**
 * Why a plan's socket was closed. Codes 4400 to 4499 tell a y-websocket client to stay away until a
 * person acts; 4500 to 4599 to come back by itself.
 */
export const closeCodes = {
  badMessage: {
    code: 4400,
    isStuck: true,
    message:
      'The server could not read what this page sent. Your edits are kept on this device; reload the page.',
  },
  noSession: {
    code: SIGNED_OUT,
    message:
      'You were signed out here: from another device, or long unused. What you wrote is kept on this device for you.',
  },
  wrongOrigin: {
    code: 4403,
    message: 'This page comes from another site than the plan.',
  },
  noPlan: {
    code: 4404,
    message: 'There is no plan at this address, or you are not in it: a lead of it can invite you.',
  },
  othersEdit: {
    code: 4406,
    isStuck: true,
    message:
      'An edit here counts as somebody else’s and was not taken. It is kept on this device; copy it out, and reload.',
  },
  readOnly: {
    code: READ_ONLY,
    isStuck: true,
    message:
      'You can read this plan, and no longer edit it. Your edits were not taken; they are kept here to copy out.',
  },
  restored: {
    code: RESTORED,
    isStuck: true,
    message:
      'The plan was put back from a backup, and this page is from before. What it holds is kept on this device.',
  },
  removed: {
    code: REMOVED,
    isStuck: true,
    message: 'You are no longer in this plan. What you wrote is kept on this device to copy out.',
  },
  deleted: {
    code: DELETED,
    isStuck: true,
    message:
      'A lead deleted this plan, and can bring it back for a while. What you wrote is kept on this device.',
  },
  tooLarge: {
    code: 4413,
    isStuck: true,
    message:
      'An edit was larger than a plan takes. It is kept on this device; copy it out, shorten it, and reload.',
  },
  planFull: {
    code: 4415,
    isStuck: true,
    message:
      'This plan is full. Your edits are kept on this device. Download the plan, and import it as a new one.',
  },
  outdated: {
    code: OUTDATED,
    message:
      'The server has another version than this page or its unsaved edits. Those are kept on this device; reload.',
  },
  tooManyPages: {
    code: 4428,
    message:
      'You edited this plan from too many pages today. Your edits are kept on this device; reload tomorrow.',
  },
  tooManySockets: {
    code: 4429,
    message:
      'You have too many pages open. Your edits are kept on this device; close some, and reload this one.',
  },
  planUnreadable: {
    code: 4510,
    message: 'The plan could not be read from disk. Nothing was changed there; trying again.',
  },
  notSaved: {
    code: 4511,
    message: 'The server could not save. Your edits are kept on this device; trying again.',
  },
  resync: { code: RESYNC, message: 'Catching up with the plan.' },
  stopping: { code: 4513, message: 'The server is restarting. Your edits are kept; trying again.' },
  roleChanged: { code: 4514, message: 'What you may do in this plan has changed.' },
  tooFast: {
    code: 4529,
    message:
      'This page sent more than the server takes at once. Your edits are kept on this device; trying again.',
  },
  serverFull: {
    code: 4530,
    message: 'The server has no room for more pages now. Your edits are kept on this device; trying again.',
  },
} as const satisfies Record<string, CloseCode>

interface CloseCode {
  code: number
  message: string
  /** Whether what this page holds will never be taken: a person must decide what becomes of it. */
  isStuck?: boolean
}

export type CloseReason = keyof typeof closeCodes

/** The table's entry for a code that a socket closed with, if it is one of ours. */
export function closeReason(code: number): CloseReason | undefined {
  return (Object.keys(closeCodes) as CloseReason[]).find((reason) => closeCodes[reason].code === code)
}
