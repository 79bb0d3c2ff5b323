/**
 * Two schemas that never were, before the one of today, and what leads here from them: two ago an offer's price was in
 * whole units, and until one ago a hub's name was its title.
 */
import type { Store } from '@flashboard/server/store/database'
import type { PlanMigration } from '@flashboard/shared/plan/plan-doc-migrations'
import { PLAN_SCHEMA_VERSION } from '@flashboard/shared/plan/schema'
import * as Y from 'yjs'

export const ONE_AGO = PLAN_SCHEMA_VERSION - 1
export const TWO_AGO = PLAN_SCHEMA_VERSION - 2

export const plantedMigrations = [
  {
    to: ONE_AGO,
    document: (doc) => {
      const offer = doc.getMap('offer')
      offer.set('priceMinor', Number(offer.get('price')) * 100)
      offer.delete('price')
    },
    file: ({ offer: { price, ...offer }, ...plan }) => ({
      ...plan,
      offer: { ...offer, priceMinor: price * 100 },
    }),
  },
  {
    to: PLAN_SCHEMA_VERSION,
    document: (doc) => {
      for (const hub of doc.getMap<Y.Map<unknown>>('hubs').values()) {
        hub.set('name', new Y.Text(String(hub.get('title'))))
        hub.delete('title')
      }
    },
    file: ({ hubs, ...plan }) => ({
      ...plan,
      hubs: hubs.map(({ title, ...hub }: { title: string }) => ({ ...hub, name: title })),
    }),
  },
] as const satisfies readonly PlanMigration[]

/** Makes a plan that nobody has edited yet one of an earlier schema, at a price of 185, with a hub in Porto. */
export function age({ sqlite }: Pick<Store, 'sqlite'>, planId: string, version: number = TWO_AGO): void {
  const row = sqlite
    .prepare<[string], { bytes: Buffer }>('select bytes from updates where plan_id = ? and seq = 1')
    .get(planId)!
  const doc = new Y.Doc()
  Y.applyUpdate(doc, row.bytes)
  doc.clientID = 2
  doc.getMap('meta').set('schemaVersion', version)
  setOldPrice(doc, 185, version)
  const hub = new Y.Map<unknown>([
    ['title', new Y.Text('Porto')],
    ['order', 'a0'],
  ])
  doc.getMap('hubs').set('porto', hub)
  const bytes = Buffer.from(Y.encodeStateAsUpdate(doc))
  sqlite.prepare('update updates set bytes = ? where plan_id = ? and seq = 1').run(bytes, planId)
  sqlite.prepare('delete from snapshots where plan_id = ?').run(planId)
  sqlite.prepare('update plans set schema_version = ? where id = ?').run(version, planId)
}

/** As a page of an earlier schema writes it. */
export function setOldPrice(doc: Y.Doc, price: number, version: number = TWO_AGO): void {
  const offer = doc.getMap('offer')
  if (version === TWO_AGO) offer.set('price', price)
  else offer.set('priceMinor', price * 100)
}
