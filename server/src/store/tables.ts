/** The tables' rows, by hand: kysely-codegen refuses better-sqlite3 13. Instants are UTC ms. */
import type { Role } from '@flashboard/shared/access/roles'
import type { Generated } from 'kysely'

export interface Tables {
  people: { id: string; name: string; created_at: number }
  sessions: { token_hash: string; person_id: string; created_at: number; expires_at: number }
  plans: {
    id: string
    created_at: number
    created_by: string
    seq: number
    log_seq: Generated<number>
    judged_seq: Generated<number>
    judged_launch_at: number | null
    next_turn_at: number | null
  }
  members: { plan_id: string; person_id: string; role: Role; joined_at: number }
  updates: { plan_id: string; seq: number; person_id: string; at: number; bytes: Uint8Array }
  plan_events: {
    plan_id: string
    seq: number
    at: number
    actor_id: string | null
    actor_name: string | null
    kind: string
    /** JSON: what the kind says beyond who and when. */
    data: string
  }
}
