/** The war room's commands: each checked on the log as it stands, stamped, and appended in one transaction. */
import { may } from '@flashboard/shared/access/roles'
import { judge, missedTitles } from '@flashboard/shared/readiness/judge'
import { commands, decide, type RunCommand } from '@flashboard/shared/run/commands'
import { isRecorded } from '@flashboard/shared/run/sales'
import { AppError } from '@flashboard/shared/wire/errors'
import { runCommandAnswer, runCommandRequest } from '@flashboard/shared/wire/war-room'
import { Hono } from 'hono'
import type { Database } from '../store/database.ts'
import * as events from '../store/events.ts'
import * as members from '../store/members.ts'
import * as runCommands from '../store/run-commands.ts'
import { describe } from './describe.ts'
import { jsonBody } from './json-body.ts'
import { deciding, type InPlan, only } from './plan-door.ts'
import { readPlan } from './plan-reading.ts'
import type { Services } from './services.ts'

type Parts = Pick<Services, 'db' | 'plans' | 'runs' | 'clock' | 'logGrew' | 'sockets'>

/** To be mounted where the plans are, behind the door. */
export const runRoutes = (services: Parts) => {
  const { db, runs, clock, logGrew, sockets } = services

  return new Hono<InPlan>().post(
    '/:id/run/commands',
    describe({
      summary:
        'Do something in the war room: lead the run, vote, acknowledge, record a sale, log an issue, note',
      ok: { status: 200, schema: runCommandAnswer, is: 'It is done, or was by this very request before' },
      refusals: [
        'bad_request',
        'no_session',
        'wrong_origin',
        'not_allowed',
        'not_found',
        'not_now',
        'recorded_before',
        'too_large',
        'plan_unreadable',
      ],
    }),
    only('edit'),
    jsonBody(runCommandRequest),
    async (c) => {
      const { key, command } = c.req.valid('json')
      const { id } = c.var.plan
      const { plan } = await readPlan(services, c.var.plan)
      const asked = { planId: id, personId: c.var.person.id, key }
      const text = JSON.stringify(command)
      const { who } = commands[command.kind]
      const answer = await deciding({ db, clock }, c.var, who === 'caller' ? 'edit' : who, async (trx) => {
        const before = await runCommands.find(trx, asked)
        if (before?.command === text) return { seq: before.seq, repeated: true }
        if (before)
          throw new AppError('bad_request', 'This key was used for something else. Nothing was changed.')
        const seq = await append(trx, command)
        await runCommands.keep(trx, { ...asked, command: text, seq })
        return { seq, repeated: false }
      })
      if (!answer.repeated) logGrew(id)
      return c.json(answer)

      async function append(trx: Database, command: RunCommand): Promise<number> {
        const now = clock.now()
        const actor = events.actorOf(c.var.person)
        const readAfter = (seq: number) => events.readAfter(trx, id, seq)
        const state = await runs.stateOf(id, readAfter)
        const list = await members.listOf(trx, id)
        const { caller } = state.run
        const hands = list
          .filter(({ role }) => may(role, 'edit'))
          .map(({ personId, name }) => ({ personId, name }))
        const decision = decide(state, command, {
          now,
          actor,
          plan,
          isLead: list.some(({ personId, role }) => personId === actor.personId && may(role, 'call')),
          missed: asksForGates(command) ? missedTitles(judge(plan, now, await readAfter(0))) : [],
          // A caller who was made a viewer can hand over nothing: their desk is anybody's to take.
          isCallerHere:
            hands.some(({ personId }) => personId === caller?.personId) &&
            sockets.isHere(id, caller!.personId),
          hands,
        })
        if (typeof decision === 'string') {
          // Whoever records a file goes on past what is known.
          const isKnown = command.kind === 'recordSale' && isRecorded(state.sales, command)
          throw new AppError(isKnown ? 'recorded_before' : 'not_now', `${decision} Nothing was changed.`)
        }
        return await events.append(
          trx,
          id,
          decision.map((event) => ({ ...event, at: now, actor })),
        )
      }
    },
  )
}

const asksForGates = ({ kind }: RunCommand) => kind === 'callPoll' || kind === 'launch'
