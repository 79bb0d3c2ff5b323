/** What happens in a run, each time drawn anew: people's doings, and what goes wrong around them. */
import * as events from '@flashboard/server/store/events'
import * as messages from '@flashboard/server/sync/messages'
import * as Y from 'yjs'
import { deleteAll } from '../support/delete-all.ts'
import { PLAN, personOf } from './disk.ts'
import type { Device } from './device.ts'
import type { Page } from './page.ts'
import type { World } from './world.ts'

/** Under this id a viewer's broken page writes; nothing of it may ever be found. */
export const MEDDLER = 666

const writing = ({ devices }: World) =>
  devices.flatMap(({ page, role }) => (page?.isHere && role === 'editor' ? [page] : []))
const linked = ({ devices }: World) => devices.flatMap(({ page }) => (page?.link ? [page] : []))
const anyPage = (world: World): Page | undefined => world.dice.oneOf(linked(world))
const anyDevice = (world: World): Device => world.dice.oneOf(world.devices)!

/** Later, all that is broken is mended again; some of it never by itself. */
function forAWhile(world: World, mend: () => void): void {
  const { dice, clock } = world
  clock.after(
    dice.weighted({ short: 3, long: 1 }) === 'short' ? dice.between(1, 2_000) : dice.between(2_000, 60_000),
    mend,
  )
}

export const mishaps: Readonly<
  Record<string, { weight: number; happen: (world: World) => void | Promise<void> }>
> = {
  edit: { weight: 60, happen: (world) => world.dice.oneOf(writing(world))?.edit() },
  burst: {
    weight: 4,
    happen: (world) => {
      const page = world.dice.oneOf(writing(world))
      for (let left = world.dice.between(5, 25); left > 0; left--) page?.edit()
    },
  },
  together: {
    weight: 6,
    happen: (world) => {
      for (const page of writing(world)) page.edit()
    },
  },

  // Enough for a snapshot while others write on.
  'long text': {
    weight: 0.2,
    happen: (world) => {
      world.dice.oneOf(writing(world))?.plan.text('offer/story')?.insert(0, 'word '.repeat(14_000))
    },
  },
  'everything deleted': {
    weight: 0.3,
    happen: (world) => {
      const page = world.dice.oneOf(writing(world))
      if (page) deleteAll(page.plan)
    },
  },

  pause: { weight: 5, happen: (world) => world.clock.pass(world.dice.between(500, 5_000)) },
  quiet: { weight: 0.5, happen: (world) => world.clock.pass(world.dice.between(30_000, 100_000)) },

  open: { weight: 4, happen: (world) => anyDevice(world).open() },
  close: { weight: 1.5, happen: (world) => anyDevice(world).close() },
  'everybody leaves': {
    weight: 0.7,
    happen: (world) => {
      for (const device of world.devices) device.close()
      for (const device of world.devices)
        if (world.dice.happens(0.7)) world.clock.after(world.dice.between(1, 3_000), () => device.open())
    },
  },
  reload: {
    weight: 2,
    happen: (world) => {
      const device = anyDevice(world)
      device.close()
      device.open()
    },
  },
  'tab crash': { weight: 2, happen: (world) => anyDevice(world).crash() },
  'copy lost': { weight: 0.5, happen: (world) => anyDevice(world).loseCopy() },

  cut: {
    weight: 2,
    happen: (world) => {
      const { dice } = world
      const late = () => (dice.happens(0.3) ? Infinity : dice.between(1, 500))
      anyPage(world)?.link?.cut(late(), late())
    },
  },
  stall: {
    weight: 2,
    happen: (world) => {
      const link = anyPage(world)?.link
      if (!link) return
      if (world.dice.happens(0.6)) link.up.isStalled = true
      if (world.dice.happens(0.6)) link.down.isStalled = true
      forAWhile(world, () => link.goOn())
    },
  },
  'slow reader': {
    weight: 1.5,
    happen: (world) => {
      const link = anyPage(world)?.link
      if (!link) return
      link.down.isSlow = true
      forAWhile(world, () => link.goOn())
    },
  },
  'no network': {
    weight: 1,
    happen: (world) => {
      const device = anyDevice(world)
      device.isOffline = true
      device.page?.link?.cut(world.dice.between(1, 3_000), Infinity)
      forAWhile(world, () => (device.isOffline = false))
    },
  },

  'server killed': { weight: 1, happen: (world) => world.crash('kill') },
  'power cut': { weight: 1, happen: (world) => world.crash('power') },
  'killed in a commit': {
    weight: 1,
    happen: ({ server, dice }) =>
      server.crashAt(
        dice.happens(0.5) ? 'before commit' : 'after commit',
        dice.happens(0.5) ? 'kill' : 'power',
      ),
  },
  deploy: { weight: 0.7, happen: (world) => void world.deploy() },
  'disk full': {
    weight: 0.5,
    happen: (world) => {
      world.server.isDiskFull = true
      world.clock.after(world.dice.between(10, 1_000), () => (world.server.isDiskFull = false))
    },
  },

  'backup taken': {
    weight: 0.3,
    happen: (world) => world.backUp(),
  },
  'backup put back': { weight: 0.15, happen: (world) => void world.putBack() },

  'version named': {
    weight: 1,
    happen: async ({ server, clock }) => {
      if (!server.isUp) return
      const { id: personId, name } = personOf(0)
      const actor = { personId, name }
      await events.append(server.store!.db, PLAN, [
        { kind: 'versionNamed', at: clock.now, actor, name: 'A version', updateSeq: 1 },
      ])
      server.rooms!.tellLog(PLAN)
    },
  },
  'version restored': { weight: 0.7, happen: (world) => void world.restoreVersion() },

  'viewer meddles': {
    weight: 1,
    happen: (world) => {
      const page = world.devices.find(({ role }) => role === 'viewer')?.page
      if (!page?.isHere) return
      const doc = new Y.Doc()
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(page.doc))
      doc.clientID = MEDDLER
      doc.on('update', (update: Uint8Array) => page.sendRaw(messages.update(update)))
      doc.getMap('offer').set('priceMinor', MEDDLER)
    },
  },
}

export const weights = Object.fromEntries(Object.entries(mishaps).map(([name, { weight }]) => [name, weight]))
