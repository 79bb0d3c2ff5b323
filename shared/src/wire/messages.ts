/**
 * What goes over a plan's socket. Types 0 to 3 are y-websocket's (sync, awareness, auth, query
 * awareness). The server speaks the others only to a socket opened with `?flashboard=<schema version>`,
 * so a stock client never sees a type that it does not know.
 *
 * | type | page → server | server → page |
 * |---|---|---|
 * | 100 saved | varUint `mark` | varUint `mark`, varUint `seq`: all that came on this socket before the mark is on disk; the plan stands at `seq` |
 * | 101 clock | float64 page's time | float64 page's time, float64 server's time (UTC ms) |
 * | 102 log | varUint `after` | varString: a JSON array of the plan's events after `after`, in order and without gaps; then more, as they are appended |
 * | 103 epoch | | varUint `epoch`, first of all: a page that comes back says it in `&epoch=`, and is sent away where the plan has another by then |
 * | 104 role | | varString: what this socket's person may do, by the name of their role |
 */
export const messageType = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  saved: 100,
  clock: 101,
  log: 102,
  epoch: 103,
  role: 104,
} as const

/** The query parameter by which the page says which plan schema it was built for. */
export const PAGE_PARAMETER = 'flashboard'

/** The query parameter by which a page that holds something of the plan says from which epoch. */
export const EPOCH_PARAMETER = 'epoch'

/** The largest single message that the server takes, in bytes. */
export const MAX_MESSAGE_BYTES = 1_048_576
