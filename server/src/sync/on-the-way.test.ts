import { setImmediate as untilOthersRan } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { judgeUpdate } from './guard.ts'
import { OnTheWay } from './on-the-way.ts'

test('[S4] an update that was judged and never written is not kept in memory', async () => {
  const doc = new Y.Doc()
  doc.getMap('event').set('name', new Y.Text('Drop'))
  const onTheWay = new OnTheWay()
  const judgeOne = () => {
    const page = new Y.Doc()
    Y.applyUpdate(page, Y.encodeStateAsUpdate(doc))
    const text = page.getMap('event').get('name') as Y.Text
    // Each letter stands behind the one before, and names no parent itself.
    for (let i = 0; i < 3; i++) text.insert(0, 'a')
    const verdict = judgeUpdate(Y.encodeStateAsUpdate(page, Y.encodeStateVector(doc)), doc, onTheWay)
    if (verdict.kind !== 'new') throw new Error(`It was ${verdict.kind}`)
    return verdict.structs.map((struct) => new WeakRef(struct))
  }
  const judged = judgeOne()
  expect(judged).toHaveLength(3)
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  await untilOthersRan()
  collect()
  expect(judged.filter((struct) => struct.deref() !== undefined)).toEqual([])
})
