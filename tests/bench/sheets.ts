/** What printing costs: a plan of 300 items as PDF, and what twenty sheets at once cost those who edit meanwhile. */
import { setTimeout as pause } from 'node:timers/promises'
import { Typesetter } from '@flashboard/server/sheets/typesetter'
import { sheetJob } from '@flashboard/server/sheets/sheet-job'
import { planFile } from '@flashboard/shared/files/plan-file'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import type { Plan } from '@flashboard/shared/plan/schema'
import { HOUR_MS } from '@flashboard/shared/plan/time'
import { paperNames, type SheetName, sheetNames } from '@flashboard/shared/sheets/sheets'
import * as Y from 'yjs'
import { end } from '../support/at-end.ts'
import { startChildServer } from '../support/child-server.ts'
import { readPdf } from '../support/pdf-text.ts'
import { seededChance } from '../support/seeded-chance.ts'
import { temporaryFolder } from '../support/temporary-store.ts'
import { countItems, fullDoc, LAUNCH_AT, sampleDoc } from './full-plan.ts'
import { milliseconds, printMachine, printTable, timeOnce, timingOf } from './measure.ts'
import type { Door } from './sync/frames.ts'
import { marker, markersIn } from './sync/marker.ts'
import { Client } from './sync/load/client.ts'

const ITEMS = 300
const RUNS = 30
const AT_ONCE = 20
const EDIT_EVERY_MS = 40
const EDITS = 250

export async function benchSheets(): Promise<void> {
  printMachine()
  await benchPrint()
  await benchEdits()
}

async function benchPrint(): Promise<void> {
  const gear = gearOnly(ITEMS)
  const full = fullDoc(ITEMS).read()
  const typesetter = new Typesetter()
  process.stdout.write(
    `\nOne PDF, from the plan to the bytes (goal: ${ITEMS} items, p50 of 500 ms or less)\n`,
  )
  const rows: string[][] = []
  for (const [what, plan, sheet] of [
    [`gear list of ${gear.gear.length} items`, gear, 'gear'],
    [`the book of a plan of ${countItems(full)} items`, full, 'book'],
    ['the checklist of that plan', full, 'readiness'],
    ['the book of the sample', sampleDoc().read(), 'book'],
  ] as const) {
    const took: number[] = []
    let pdf = new Uint8Array()
    for (let revision = 0; revision <= RUNS; revision++) {
      const ms = await timeOnce(async () => {
        // Another name on every page each time: nothing of the last print is there to be taken again whole.
        const named = { ...plan, event: { ...plan.event, name: `Drop ${revision}` } }
        pdf = new Uint8Array(await typesetter.pdf(jobOf(named, sheet, revision)))
      })
      if (revision > 0) took.push(ms)
    }
    const { p50, p99 } = timingOf(what, took)
    rows.push([what, String((await readPdf(pdf)).length), milliseconds(p50), milliseconds(p99)])
  }
  printTable(['', 'pages', 'p50 ms', 'p99 ms'], rows)
}

function jobOf(plan: Plan, sheet: SheetName, revision: number) {
  const printedAt = LAUNCH_AT - 46 * HOUR_MS
  const address = `https://a.example/${revision}`
  return sheetJob({ plan, log: [], sheet, paper: 'a4', revision, printedAt, address })
}

function gearOnly(items: number): Plan {
  const plan = sampleDoc()
  for (let count = plan.get('gear').length; count < items; count++) {
    plan.add('gear', { name: `Case ${count}, lens`, kind: 'camera', quantity: 1, owner: 'Stream' })
  }
  return plan.read()
}

async function benchEdits(): Promise<void> {
  const server = await startChildServer(`${temporaryFolder()}/bench.sqlite`)
  try {
    const api = `${server.url}api/`
    const session = await post(`${api}session`, { name: 'Ana' })
    const cookie = session.headers.get('set-cookie')!.split(';')[0]!
    const made = await post(`${api}plans/import`, planFile(fullDoc(ITEMS).read()), cookie)
    const { id } = (await made.json()) as { id: string }
    const door: Door = {
      address: `ws://127.0.0.1:${server.port}/sync/${id}`,
      cookies: [cookie],
      speaksSync: true,
    }

    const sentAt = new Map<number, number>()
    let took: number[] = []
    const heard = (frame: Buffer) => {
      for (const edit of markersIn(frame)) {
        const at = sentAt.get(edit)
        if (at !== undefined) took.push(performance.now() - at)
        sentAt.delete(edit)
      }
    }
    const writer = new Client({ door, heard: () => {} })
    const reader = new Client({ door, heard })
    await Promise.all([writer.synced(), reader.synced()])
    const doc = new Y.Doc()
    Y.applyUpdate(doc, writer.content)
    doc.on('update', (update: Uint8Array) => writer.send(writer.frames.update(update)))
    const plan = new PlanDoc(doc, seededChance(3))
    const [item] = plan.get('gear')
    let edit = 0

    const editFor = async (until: () => boolean) => {
      took = []
      while (!until()) {
        sentAt.set(++edit, performance.now())
        plan.set(`gear/${item!.id}/note`, marker(edit))
        await pause(EDIT_EVERY_MS)
      }
      // The last are on their way.
      await pause(10 * EDIT_EVERY_MS)
      return { ...timingOf('', took), most: Math.max(...took), edits: took.length, lost: sentAt.size }
    }

    await editFor(() => edit >= 25)
    const alone = await editFor(() => edit >= EDITS)
    let isPrinting = true
    const printed: number[] = []
    const printing = (async () => {
      for (let round = 0; round < 5; round++) {
        const all = await Promise.all(
          orders().map((path) => timed(`${api}plans/${id}/sheets/${path}`, cookie)),
        )
        printed.push(...all)
      }
      isPrinting = false
    })()
    const beside = await editFor(() => !isPrinting)
    await printing

    process.stdout.write(
      `\nAn edit until another has it, ${AT_ONCE} sheets at once beside it (goal: p99 of 100 ms or less)\n`,
    )
    const row = (what: string, { p50, p99, most, edits, lost }: typeof alone) => [
      what,
      String(edits),
      milliseconds(p50),
      milliseconds(p99),
      milliseconds(most),
      String(lost),
    ]
    printTable(
      ['', 'edits', 'p50 ms', 'p99 ms', 'most ms', 'lost'],
      [row(`five times ${AT_ONCE} sheets`, beside), row('floor: nobody prints', alone)],
    )
    const { p50, p99 } = timingOf('', printed)
    process.stdout.write(
      `\nA sheet of those was there after ${milliseconds(p50)} ms (p50), ${milliseconds(p99)} ms (p99).\n`,
    )
    writer.close()
    reader.close()
  } finally {
    await end()
  }
}

/** Twenty different sheets: every file on both papers, and what the print page asks for. */
function orders(): string[] {
  const files = sheetNames.flatMap((name) => paperNames.map((paper) => `${name}.pdf?paper=${paper}`))
  const pages = sheetNames.toReversed().map((name) => `${name}/pages`)
  return [...files, ...pages].slice(0, AT_ONCE)
}

async function timed(url: string, cookie: string): Promise<number> {
  return await timeOnce(async () => {
    const answer = await fetch(url, { headers: { cookie } })
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
    await answer.arrayBuffer()
  })
}

async function post(url: string, body: unknown, cookie?: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(cookie !== undefined && { cookie }) }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return answer
}
