/**
 * A plan whole, as one JSON file: what a page writes as “Plan as JSON”, so that it can be imported again, and with it
 * the document, every edit with its author, the log, the people and what they chose to be told. No secret is in it.
 */
import { fileName } from '@flashboard/shared/files/file-name'
import { planFile } from '@flashboard/shared/files/plan-file'
import { named } from '@flashboard/shared/plan/format'
import { Hono } from 'hono'
import { stream } from 'hono/streaming'
import * as Y from 'yjs'
import * as alertTargets from '../store/alert-targets.ts'
import * as calendarFeeds from '../store/calendar-feeds.ts'
import type { Database } from '../store/database.ts'
import * as events from '../store/events.ts'
import * as invitations from '../store/invitations.ts'
import * as members from '../store/members.ts'
import * as planTokens from '../store/plan-tokens.ts'
import * as updates from '../store/updates.ts'
import { documentOf, readStored } from '../sync/stored-plan.ts'
import { describe } from './describe.ts'
import { asDownload } from './download.ts'
import { type InPlan, only } from './plan-door.ts'
import { shownInvitation } from './plan-invitations.ts'
import { readPlan } from './plan-reading.ts'
import type { Services } from './services.ts'

/** How many edits are in memory at a time. */
const EDITS_AT_ONCE = 500

/** To be mounted where the plans are, behind the door. */
export const planExportRoutes = (services: Pick<Services, 'db' | 'plans' | 'rooms' | 'clock'>) => {
  const { db, rooms, clock } = services
  return new Hono<InPlan>().get(
    '/:id/export',
    describe({
      summary: 'All of a plan as one file, for leads: document, every edit, log, people, what they are told',
      ok: {
        status: 200,
        file: 'application/json',
        is: 'The file; its `format`, `schemaVersion` and `plan` can be imported as another plan',
      },
      refusals: ['no_session', 'not_allowed', 'not_found', 'plan_unreadable'],
    }),
    only('own'),
    async (c) => {
      const { id } = c.var.plan
      await rooms.drained()
      const { plan } = await readPlan(services, c.var.plan)
      const now = clock.now()
      const about = {
        ...planFile(plan),
        exportedAt: now,
        id,
        document: await documentBytes(db, id),
        log: await events.readAfter(db, id, 0),
        members: await members.listOf(db, id),
        invitations: (await invitations.listOpen(db, id, now)).map(shownInvitation),
        alerts: await alertTargets.choicesIn(db, id),
        calendarFeeds: await calendarFeeds.listOf(db, id),
        addresses: await planTokens.listOf(db, id),
      }
      asDownload(c, fileName(named(plan.event.name, 'plan'), 'json', 'everything'))
      return stream(c, async (file) => {
        await file.write(`${JSON.stringify(about).slice(0, -1)},"edits":[`)
        let comma = ''
        for await (const edit of editsOf(db, id)) {
          await file.write(`${comma}\n${JSON.stringify(edit)}`)
          comma = ','
        }
        await file.write(']}\n')
      })
    },
  )
}

async function documentBytes(db: Database, planId: string): Promise<string> {
  const doc = documentOf(await readStored(db, planId))
  try {
    return base64(Y.encodeStateAsUpdate(doc))
  } finally {
    doc.destroy()
  }
}

/** Every update with who wrote it and when: by them the document can be made as it was at any time. */
async function* editsOf(db: Database, planId: string) {
  for (let after = 0; ;) {
    const rows = await updates.readAfter(db, planId, after, EDITS_AT_ONCE)
    const last = rows.at(-1)
    if (!last) return
    const edits = await updates.editsOf(db, planId, { after, upTo: last.seq })
    for (const [index, { bytes }] of rows.entries()) yield { ...edits[index]!, update: base64(bytes) }
    after = last.seq
  }
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
