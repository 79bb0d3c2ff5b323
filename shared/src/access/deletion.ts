/** How deleting goes: a plan can be brought back for a while; a person cannot. */
import { DAY_MS } from '../plan/time.ts'

/** For so long a lead can bring a deleted plan back; then it is gone. */
const RESTORABLE_DAYS = 7
export const RESTORABLE_MS = RESTORABLE_DAYS * DAY_MS

/** What stands where the name of somebody stood who deleted what is theirs. */
export const FORMER_MEMBER = 'a former member'
