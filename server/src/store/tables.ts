/** The tables' rows, by hand: kysely-codegen refuses better-sqlite3 13. Instants are UTC ms. */
import type { Role } from '@flashboard/shared/access/roles'
import type { AlertKind } from '@flashboard/shared/log/alerts'
import type { TokenPurpose } from '@flashboard/shared/wire/war-room'
import type { TokenScope } from '@flashboard/shared/wire/you'
import type { WebhookFormat } from '@flashboard/shared/wire/webhook-formats'
import type { Generated } from 'kysely'

export interface Tables {
  people: { id: string; name: string; created_at: number }
  sessions: {
    token_hash: string
    id: string
    person_id: string
    created_at: number
    /** When it ends unless it is used again: never later than its longest life. */
    expires_at: number
    /** Within the hour. */
    last_seen_at: number
    /** Browser and system in plain words: "Firefox on Windows". */
    device: string
    /** 1 where its cookie has gone over plain http. */
    is_plain: Generated<number>
  }
  access_tokens: {
    id: string
    token_hash: string
    person_id: string
    name: string
    scope: TokenScope
    created_at: number
    expires_at: number
    last_used_at: number | null
  }
  passkeys: {
    id: string
    person_id: string
    name: string
    public_key: Uint8Array
    counter: number
    /** JSON: a list of the ways in which it can be reached. */
    transports: string
    created_at: number
    last_used_at: number | null
  }
  accounts: {
    id: string
    issuer: string
    subject: string
    person_id: string
    label: string
    created_at: number
    last_used_at: number
  }
  one_time: {
    hash: string
    kind: string
    /** JSON. */
    data: string
    expires_at: number
  }
  plans: {
    id: string
    created_at: number
    created_by: string
    seq: number
    log_seq: Generated<number>
    judged_seq: Generated<number>
    judged_launch_at: number | null
    next_turn_at: number | null
    epoch: Generated<number>
    /** Of its document. */
    schema_version: Generated<number>
    /** While it can be brought back; nobody is a member meanwhile. */
    deleted_at: number | null
    deleted_by: string | null
  }
  members: { plan_id: string; person_id: string; role: Role; joined_at: number }
  /** Who was in a plan that is deleted, and is again once it is brought back. */
  members_of_deleted: { plan_id: string; person_id: string; role: Role; joined_at: number }
  invitations: {
    id: string
    plan_id: string
    secret_hash: string
    role: Role
    uses_max: number
    created_by: string
    created_at: number
    expires_at: number
    revoked_at: number | null
  }
  invitation_uses: { invitation_id: string; person_id: string; at: number }
  snapshots: {
    plan_id: string
    seq: number
    bytes: Uint8Array
    state_vector: Uint8Array
    checksum: number
  }
  updates: { plan_id: string; seq: number; person_id: string; at: number; bytes: Uint8Array }
  /** Whose each client id is, by which Yjs knows a replica. */
  writers: { plan_id: string; client_id: number; person_id: string; at: number }
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
  run_commands: { plan_id: string; person_id: string; key: string; /** JSON. */ command: string; seq: number }
  plan_tokens: {
    id: string
    plan_id: string
    purpose: TokenPurpose
    token_hash: string
    /** With `sales`: what the shop signs with. */
    secret: string | null
    created_by: string
    created_at: number
    used_at: number | null
  }
  calendar_feeds: { plan_id: string; person_id: string; token_hash: string; created_at: number }
  alert_targets: {
    id: string
    plan_id: string
    person_id: string
    via: 'webhook' | 'email'
    /** With `webhook`. */
    format: WebhookFormat | null
    /** A webhook's whole address is a secret: whoever has it can write there. */
    address: string
    /** What a signed webhook is signed with. */
    secret: string | null
    /** JSON: a list of alert kinds. */
    kinds: string
    created_at: number
    /** The plan's events up to here are dealt with. */
    after_seq: number
    confirmed_at: number | null
    code_hash: string | null
    code_attempts: Generated<number>
    code_sent_at: number | null
    tested_at: number | null
    /** When it answered that it wants no more. */
    ended_at: number | null
    delivered_at: number | null
    last_error: string | null
    last_error_at: number | null
  }
  alert_jobs: {
    target_id: string
    seq: number
    /** The plan's when it was planned. */
    epoch: number
    kind: AlertKind
    /** JSON: what is to be sent, as it was when the event came. */
    alert: string
    attempts: Generated<number>
    next_at: number
  }
  email_codes: { person_id: string; address_hash: string; sent_at: number }
}
