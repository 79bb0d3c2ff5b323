/** Edits and cursors that go round among many: how long they take, and what they cost the server. */
import type { BenchRun } from '../bench-run.ts'
import { type Contestant, HOCUSPOCUS, HOCUSPOCUS_SQLITE, Y_WEBSOCKET } from '../contestants.ts'
import type { StreamOrder } from '../load/crowd.ts'
import type { Figures, Row, Scenario } from '../scenario.ts'

const SECONDS = 6
const QUICK_SECONDS = 2
const WARM_UP_SECONDS = 2
const QUICK_WARM_UP_SECONDS = 1
const MILLION = 1_000_000
/** Its disk is written after the fact: what goes round is the same with one and without. */
const leavesOut = [HOCUSPOCUS]

const p50: Row = { of: 'p50', what: 'p50 ms', digits: 2 }
const p99: Row = { of: 'p99', what: 'p99 ms', digits: 2 }
const cpu: Row = { of: 'cpu', what: 'CPU s a million deliveries', digits: 2 }

export const streams: readonly Scenario[] = [
  edits(50, 50, [{ ...p50, goal: { atMostTimes: 1.2, of: Y_WEBSOCKET } }, p99, cpu]),
  edits(200, 200, [
    p50,
    { ...p99, goal: { atMostTimes: 1, of: HOCUSPOCUS_SQLITE } },
    { ...cpu, goal: { atMost: 3 } },
  ]),
  edits(500, 100, [p50, { ...p99, goal: { atMostTimes: 1, of: Y_WEBSOCKET } }, cpu]),
  {
    name: 'cursors',
    title: () => '200 clients, 400 cursor moves a second, of 20 of them',
    note: 'A delivery is a move times the others who are there, also where a server leaves moves out for later ones.',
    rounds: 3,
    leavesOut,
    rows: [
      { ...cpu, goal: { atMost: 1.6 } },
      p50,
      p99,
      { of: 'heardShare', what: 'of the moves, heard %', digits: 0, isCount: true },
    ],
    measure: (contestant, run) =>
      measureStream(contestant, run, 200, { what: 'moves', perSecond: 400, writers: 20 }),
  },
]

function edits(clients: number, perSecond: number, rows: Row[]): Scenario {
  return {
    name: `clients-${clients}`,
    title: () => `${clients} clients who all write, ${perSecond} edits a second`,
    rounds: 3,
    leavesOut,
    rows,
    measure: (contestant, run) => measureStream(contestant, run, clients, { what: 'edits', perSecond }),
  }
}

async function measureStream(
  contestant: Contestant,
  run: BenchRun,
  clients: number,
  order: Omit<StreamOrder, 'seconds'>,
): Promise<Figures> {
  const server = await run.serve(contestant, run.newFolder())
  const load = run.load()
  await load.call('join', server.door(await server.makePlan()), clients)
  await load.call('stream', { ...order, seconds: run.isQuick ? QUICK_WARM_UP_SECONDS : WARM_UP_SECONDS })
  const seconds = run.isQuick ? QUICK_SECONDS : SECONDS
  const { cpuMs, result } = await server.cpuMsOf(() => load.call('stream', { ...order, seconds }))
  const failure = await load.call('failure')
  await server.stop()
  if (failure !== undefined) throw new Error(failure)
  const { offered, delivered } = result
  return {
    p50: result.p50,
    p99: result.p99,
    cpu: ((cpuMs / 1_000) * MILLION) / offered,
    heardShare: (delivered / offered) * 100,
    lost: order.what === 'edits' ? offered - delivered : 0,
    lateMs: result.lateMs,
  }
}
