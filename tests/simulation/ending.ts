/** The end of a run: everything is mended, everybody comes back, and all must be one. */
import { isDeepStrictEqual } from 'node:util'
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import * as Y from 'yjs'
import { seededChance } from '../support/seeded-chance.ts'
import { areEqual, Content } from './content.ts'
import { PLAN } from './disk.ts'
import { examine } from './examination.ts'
import { MEDDLER } from './mishaps.ts'
import type { Page } from './page.ts'
import type { World } from './world.ts'

/** In which a dead connection is noticed at both ends, and what mends itself is mended. */
const MENDED_MS = 65_000
const IN_STEP_WITHIN_MS = 60_000
const SOON_MS = 5_000

const planOf = (doc: Y.Doc) => new PlanDoc(doc, seededChance(0)).read()

export async function ending(world: World): Promise<void> {
  const { server, clock, devices, violations } = world
  server.mend()
  for (const device of devices) device.isOffline = false
  const isInStep = () => {
    world.watch()
    world.startOver()
    for (const device of devices) device.open()
    return server.isUp && devices.every(({ page }) => page?.state === 'online' && page.isSaved)
  }
  await clock.pass(MENDED_MS)
  if (!(await world.until(isInStep, IN_STEP_WITHIN_MS))) {
    const states = devices.map(
      ({ name, page }) => `${name} ${page?.state} ${page?.isSaved ? 'saved' : 'unsaved'}`,
    )
    violations.push(`not everybody is in step again: ${states.join(', ')}`)
    return
  }
  await clock.pass(SOON_MS)
  await allAreOne(world)
  if (violations.length > 0) return
  await restoresExactly(world)
  await opensAgain(world)
}

const pagesOf = ({ devices }: World): Page[] => devices.map(({ page }) => page!)

async function allAreOne(world: World): Promise<void> {
  const { server, devices, violations, promised } = world
  const { doc, violations: found } = await examine(server.store!, promised)
  violations.push(...found)
  if (!doc) return
  const plan = planOf(doc)
  for (const { name, page } of devices) {
    if (!areEqual(page!.doc, doc)) violations.push(`${name} holds another document than the disk`)
    if (!isDeepStrictEqual(page!.plan.read(), plan))
      violations.push(`${name} shows another plan than the disk`)
  }
  if (!areEqual(server.rooms!.find(PLAN)!.doc, doc))
    violations.push('the room holds another document than the disk')
  for (const { name, edits } of devices) {
    const vanished = edits.filter(
      (edit) => !edit.isExcused && new Content([edit.update]).missingIn(doc).length > 0,
    )
    if (vanished.length > 0) violations.push(`${vanished.length} edits of ${name} vanished`)
  }
  if (Y.getState(doc.store, MEDDLER) > 0) violations.push('a viewer has written')
  violations.push(...world.broughtBack(doc))
  const events = server
    .store!.sqlite.prepare<[], { count: number }>('select count(*) as count from plan_events')
    .get()!
  for (const { name, page } of devices) {
    if (page!.log.length !== events.count)
      violations.push(`${name} has ${page!.log.length} of ${events.count} events`)
  }
}

/** With nobody writing, a past comes back to the letter. */
async function restoresExactly(world: World): Promise<void> {
  const { violations, clock } = world
  const restoring = world.restoreVersion()
  await clock.pass(SOON_MS)
  const past = await restoring
  if (!past) violations.push('no past could be restored')
  for (const page of pagesOf(world)) {
    if (!isDeepStrictEqual(page.plan.read(), past)) violations.push('a past did not come back as it was')
  }
}

/** Everybody leaves, the room goes, a snapshot is made; who comes then has all of it, and can write. */
async function opensAgain(world: World): Promise<void> {
  const { server, clock, devices, violations, promised } = world
  const before = Y.encodeStateAsUpdate(devices[0]!.page!.doc)
  for (const device of devices) device.close()
  await clock.pass(SOON_MS)
  if (server.rooms!.find(PLAN)) violations.push('the room is still there when everybody has left')
  violations.push(...(await examine(server.store!, promised)).violations)

  const device = devices[0]!
  device.loseCopy()
  device.open()
  await world.until(() => device.page?.state === 'online', SOON_MS)
  const { page } = device
  if (!page?.isHere) return void violations.push('the plan does not open again')
  violations.push(
    ...new Content([before]).missingIn(page.doc).map((what) => `gone when opened again: ${what}`),
  )
  page.edit()
  await clock.pass(SOON_MS)
  if (!page.isSaved) violations.push('the plan that was opened again takes no edit')
  const stopping = server.stop()
  await clock.pass(SOON_MS)
  await stopping
}
