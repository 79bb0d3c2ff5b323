import { MAX_MESSAGE_BYTES } from '@flashboard/shared/wire/messages'
import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { blankContent } from '../../../tests/support/temporary-store.ts'
import { judgeUpdate, type Verdict } from './guard.ts'
import { OnTheWay } from './on-the-way.ts'

const KNOWN_CLIENT = 1

function knownDoc(): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, blankContent())
  return doc
}

/** The update that `write` makes on a copy of the known document. */
function updateBy(write: (doc: Y.Doc) => void, clientId = 50): Uint8Array {
  const doc = knownDoc()
  doc.clientID = clientId
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  doc.transact(() => write(doc))
  return updates[0]!
}

const edit = (doc: Y.Doc) => {
  const segment = new Y.Map<unknown>()
  segment.set('name', new Y.Text('Loyal buyers'))
  segment.set('size', 400)
  doc.getMap('segments').set('s1', segment)
  doc.getMap('event').delete('hardCap')
  name(doc).insert(0, 'The ')
}

const name = (doc: Y.Doc) => doc.getMap('event').get('name') as Y.Text

const judge = (bytes: Uint8Array, onTheWay = new OnTheWay()): Verdict =>
  judgeUpdate(bytes, knownDoc(), onTheWay)
/** A client is so far with what is on its way. */
const aheadTo = (client: number, end: number) => {
  const onTheWay = new OnTheWay()
  onTheWay.ends.set(client, end)
  return onTheWay
}
const reasonOf = (verdict: Verdict) => (verdict.kind === 'refused' ? verdict.reason : verdict.kind)

/** An update written number by number. */
const raw = (write: (encoder: encoding.Encoder) => void) => encoding.encode(write)
const numbers =
  (...values: number[]) =>
  (encoder: encoding.Encoder) =>
    values.forEach((value) => encoding.writeVarUint(encoder, value))

const GC = 0
const SKIP = 10

describe('judgeUpdate lets through', () => {
  test('an honest edit, and says how far it brings its client', () => {
    const verdict = judge(updateBy(edit))
    expect(verdict.kind).toBe('new')
    expect(verdict).toHaveProperty('ends', new Map([[50, 19]]))
  })

  test('structs of several clients that build on each other in turn', () => {
    const ada = knownDoc()
    const ben = knownDoc()
    ada.clientID = 60
    ben.clientID = 61
    for (const [from, to] of [
      [ada, ben],
      [ben, ada],
      [ada, ben],
      [ben, ada],
    ] as const) {
      name(from).insert(name(from).length, 'x')
      Y.applyUpdate(to, Y.encodeStateAsUpdate(from))
    }
    const update = Y.encodeStateAsUpdate(ada, Y.encodeStateVector(knownDoc()))
    expect(judge(update)).toMatchObject({
      kind: 'new',
      ends: new Map([
        [60, 2],
        [61, 2],
      ]),
    })
  })

  test('an edit on top of one that is still on its way to disk', () => {
    const doc = knownDoc()
    doc.clientID = 50
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    doc.getMap('offer').set('priceMinor', 1)
    doc.getMap('offer').set('priceMinor', 2)
    expect(reasonOf(judge(updates[1]!))).toBe('resync')
    const onTheWay = new OnTheWay()
    const first = judge(updates[0]!, onTheWay)
    if (first.kind === 'new') onTheWay.add(first)
    expect(judge(updates[1]!, onTheWay).kind).toBe('new')
  })

  test('[W5] what is known already, without calling it new', () => {
    expect(judge(blankContent())).toEqual({ kind: 'nothingNew' })
    expect(judge(Y.encodeStateAsUpdate(new Y.Doc()))).toEqual({ kind: 'nothingNew' })
  })

  test('[W4] what is still on its way to disk, as new: it may yet fail', () => {
    const update = updateBy(edit)
    expect(judge(update, aheadTo(50, 19))).toMatchObject({ kind: 'new', ends: new Map() })
  })

  test('a deletion of something that still stands, as new', () => {
    const deletion = updateBy((doc) => name(doc).delete(0, 1))
    expect(judge(deletion)).toMatchObject({ kind: 'new', ends: new Map() })
  })
})

describe('judgeUpdate refuses', () => {
  test('[G1] an update cut off at any byte', () => {
    const whole = updateBy(edit)
    for (let length = 0; length < whole.length; length++) {
      expect.soft(reasonOf(judge(whole.subarray(0, length))), `${length} bytes`).toBe('badMessage')
    }
  })

  test('[G1] more bytes than a message may have', () => {
    expect(reasonOf(judge(new Uint8Array(MAX_MESSAGE_BYTES + 1)))).toBe('tooLarge')
  })

  test('[G1] seven bytes that promise millions of structs', () => {
    expect(reasonOf(judge(raw(numbers(1, 32_000_000, 50, 0))))).toBe('badMessage')
  })

  test.each<[string, (meta: Y.Map<unknown>) => void]>([
    ['raised', (meta) => meta.set('schemaVersion', 99)],
    ['deleted', (meta) => meta.delete('schemaVersion')],
    ['joined by another key', (meta) => meta.set('colour', 'sand')],
  ])('[G1] the plan’s schema version %s, which is the server’s to write', (_what, write) => {
    expect(reasonOf(judge(updateBy((doc) => write(doc.getMap('meta')))))).toBe('badMessage')
  })

  test.each([
    ['a struct', raw(numbers(1, 1, 50, 0, GC, 0, 0))],
    ['a skip', raw(numbers(1, 1, 50, 0, SKIP, 0, 0))],
    ['a text', updateOf(new Y.ContentString(''))],
    ['a deleted run', updateOf(new Y.ContentDeleted(0))],
    ['a deletion', raw(numbers(0, 1, KNOWN_CLIENT, 1, 0, 0))],
  ])('[G1] length 0: %s', (_what, update) => {
    expect(reasonOf(judge(update))).toBe('badMessage')
  })

  test.each([
    ['overlap', [0, 2, 1, 2]],
    ['stand twice', [0, 1, 0, 1]],
    ['go back', [2, 1, 0, 1]],
  ])('[G1] deletions that %s, so that the same would be walked again and again', (_what, ranges) => {
    expect(reasonOf(judge(raw(numbers(0, 1, KNOWN_CLIENT, 2, ...ranges))))).toBe('badMessage')
    expect(reasonOf(judge(raw(numbers(0, 1, KNOWN_CLIENT, 2, 4, 1, 6, 1))))).not.toBe('badMessage')
  })

  test('[G1] a root that no plan has', () => {
    expect(reasonOf(judge(updateBy((doc) => doc.getMap('attic').set('a', 1))))).toBe('badMessage')
    expect(reasonOf(judge(updateBy((doc) => doc.getText('__proto__').insert(0, 'a'))))).toBe('badMessage')
  })

  test.each([
    ['a document within', (doc: Y.Doc) => doc.getMap('offer').set('a', new Y.Doc())],
    ['an XML element', (doc: Y.Doc) => doc.getMap('offer').set('a', new Y.XmlElement('p'))],
    ['bytes', (doc: Y.Doc) => doc.getMap('offer').set('a', new Uint8Array(3))],
  ])('[G1] contents that are not plain: %s', (_what, write) => {
    expect(reasonOf(judge(updateBy(write)))).toBe('badMessage')
  })

  test('[G1] two blocks of one client, of which Yjs would see the second alone', () => {
    expect(reasonOf(judge(raw(numbers(2, 1, 50, 0, GC, 1, 1, 50, 1, GC, 1, 0))))).toBe('badMessage')
  })

  test('[G1] clients in another order than Yjs has them, of which it would lose some when it merges updates', () => {
    expect(reasonOf(judge(raw(numbers(2, 1, 51, 0, GC, 1, 1, 50, 0, GC, 1, 0))))).toBe('new')
    expect(reasonOf(judge(raw(numbers(2, 1, 50, 0, GC, 1, 1, 51, 0, GC, 1, 0))))).toBe('badMessage')
  })

  test('[G9] thousands of deletions at once, though not those that a page says again', () => {
    const doc = knownDoc()
    doc.clientID = 50
    name(doc).insert(0, 'a'.repeat(140_000))
    const everySecond = (from: number, count: number) =>
      raw(numbers(0, 1, 50, count, ...Array.from({ length: 2 * count }, (_, i) => (i % 2 ? 1 : from + i))))
    expect(reasonOf(judgeUpdate(everySecond(0, 10_001), doc))).toBe('tooLarge')
    for (let from = 0; from < 120_000; from += 20_000) {
      const verdict = judgeUpdate(everySecond(from, 10_000), doc)
      expect(verdict).toMatchObject({ kind: 'new', deletions: 10_000 })
      Y.applyUpdate(doc, everySecond(from, 10_000))
    }
    expect(judgeUpdate(everySecond(0, 60_000), doc).kind).toBe('nothingNew')
    expect(reasonOf(judgeUpdate(everySecond(0, 60_001), doc))).toBe('tooLarge')
  })

  test('[G2] a struct after a gap, after a skip too', () => {
    expect(reasonOf(judge(raw(numbers(1, 1, 50, 3, GC, 1, 0))))).toBe('resync')
    expect(reasonOf(judge(raw(numbers(1, 2, 50, 0, SKIP, 3, GC, 1, 0))))).toBe('resync')
  })

  test.each([
    ['nobody has', Y.createID(77, 0)],
    ['is itself', Y.createID(50, 0)],
    ['is still to come of its own', Y.createID(50, 5)],
    ['is beyond what is known', Y.createID(KNOWN_CLIENT, 1_000_000)],
  ])('[G2] a struct built on one that %s', (_what, origin) => {
    expect(reasonOf(judge(updateOf(new Y.ContentString('a'), origin)))).toBe('resync')
  })

  test.each([
    ['collected garbage, on which Yjs would throw at every load', raw(numbers(1, 1, 50, 0, GC, 3, 0))],
    ['another place than it claims', updateOf(new Y.ContentString('abc'))],
  ])('[G2] a struct that begins in what is known and ends beyond: %s', (_what, known) => {
    const doc = knownDoc()
    Y.applyUpdate(doc, known)
    const half = encodeItems([item(50, new Y.ContentString('hello'), null)])
    expect(reasonOf(judgeUpdate(half, doc))).toBe('resync')
    expect(reasonOf(judge(half, aheadTo(50, 3)))).toBe('resync')
  })

  test('[G1] maps in maps in maps, which would overflow the stack when they are deleted', () => {
    expect(reasonOf(judge(nested(9)))).toBe('badMessage')
    expect(reasonOf(judge(nested(20_000)))).toBe('badMessage')
    expect(reasonOf(judge(nested(8)))).toBe('new')
  })

  test('[G1] maps in maps that come level by level', () => {
    const doc = knownDoc()
    Y.applyUpdate(doc, nested(8))
    expect(reasonOf(judgeUpdate(nested(9, 8), doc))).toBe('badMessage')
    // While the level above is on its way to disk, nobody can say how deep that lies.
    expect(reasonOf(judge(nested(9, 8), aheadTo(50, 8)))).toBe('resync')
  })

  test('[G1] a deep map under a false copy of what is known', () => {
    const doc = knownDoc()
    Y.applyUpdate(doc, nested(8))
    const flat = Array.from({ length: 8 }, (_, clock) => nestedMap(clock, 'offer'))
    const update = encodeBlock([...flat, nestedMap(8, Y.createID(50, 7))])
    expect(reasonOf(judgeUpdate(update, doc))).toBe('badMessage')
  })

  test('[G1] several values under one key, some of which a deletion would leave behind', () => {
    const keyed = (content: Content) => encodeItems([item(50, content, null, 'a')])
    expect(reasonOf(judge(keyed(new Y.ContentString('ab'))))).toBe('badMessage')
    expect(reasonOf(judge(keyed(new Y.ContentAny([1]))))).toBe('new')
  })

  test('[G1] a struct between two neighbours of different lists', () => {
    const doc = knownDoc()
    Y.applyUpdate(doc, encodeBlock([nestedMap(0, 'offer'), nestedMap(1, 'offer', null)]))
    const between = new Y.Item(
      Y.createID(50, 2),
      null,
      Y.createID(50, 0),
      null,
      Y.createID(50, 1),
      null,
      null,
      new Y.ContentString('a'),
    )
    expect(reasonOf(judgeUpdate(encodeBlock([between]), doc))).toBe('badMessage')
  })

  test('[G4] no honest text, however long its pieces hang together', () => {
    const update = updateBy((doc) => {
      for (let i = 0; i < 5_000; i++) name(doc).insert(i % 2 === 0 ? 0 : name(doc).length - 1, 'ab')
    })
    expect(reasonOf(judge(update))).toBe('new')
  })

  test('[G1] arrays in arrays in arrays', () => {
    const tower = (levels: number): unknown => (levels === 0 ? 1 : [tower(levels - 1)])
    const towering = (levels: number) => updateBy((doc) => doc.getMap('offer').set('a', tower(levels)))
    expect(reasonOf(judge(towering(9)))).toBe('badMessage')
    expect(reasonOf(judge(towering(8)))).toBe('new')
  })

  test.each([
    ['a BigInt, on which JSON throws', 10n],
    ['nothing', undefined],
    ['no number', NaN],
    ['an endless number', -Infinity],
    ['bytes', new Uint8Array(3)],
    ['an object whose prototype is set', JSON.parse('{"__proto__": {"at": 1}}')],
  ])('[G1] values that no plan has, however deep: %s', (_what, value) => {
    for (const written of [value, [value], { at: { tested: [value] } }]) {
      const update = encodeItems([item(50, new Y.ContentAny([written]), null, 'a')])
      expect(reasonOf(judge(update))).toBe('badMessage')
    }
  })

  test('[G1] what is no letter in a text, and a list in a map', () => {
    const embed = (write: (text: Y.Text) => void) => reasonOf(judge(updateBy((doc) => write(name(doc)))))
    expect(embed((text) => text.insertEmbed(1, { a: 1 }))).toBe('badMessage')
    expect(embed((text) => text.insertEmbed(1, new Y.Map()))).toBe('badMessage')
    expect(embed((text) => text.insert(0, 'x', { bold: true }))).toBe('badMessage')
    expect(embed((text) => text.setAttribute('a', 1))).toBe('badMessage')
    expect(embed((text) => text.insert(0, 'x'))).toBe('new')
    for (const content of [new Y.ContentString('a'), new Y.ContentAny([1]), new Y.ContentType(new Y.Map())]) {
      expect(reasonOf(judge(encodeItems([item(50, content, null)])))).toBe('badMessage')
    }
  })

  test('[G1] bytes of half a letter', () => {
    const update = updateBy((doc) => name(doc).insert(0, '🎉'))
    const at = Buffer.from(update).indexOf('🎉')
    expect(reasonOf(judge(update))).toBe('new')
    for (const half of [
      [0xed, 0xa0, 0x80],
      [0xf0, 0x9f, 0x8e],
    ]) {
      const cut = Uint8Array.from(update)
      cut.set(half, at)
      cut[at + 3] = 0x61
      expect(reasonOf(judge(cut))).toBe('badMessage')
    }
  })

  test('[G7] more structs than a message may have', () => {
    const many = (count: number) =>
      raw(numbers(1, count, 50, 0, ...Array.from({ length: 2 * count }, (_, i) => [GC, 1][i % 2]!), 0))
    expect(reasonOf(judge(many(20_001)))).toBe('tooLarge')
    expect(reasonOf(judge(many(20_000)))).toBe('new')
  })

  test('[G1] clocks that nobody reaches by writing', () => {
    expect(reasonOf(judge(raw(numbers(1, 1, 50, 0, GC, 2 ** 31 + 1, 0))))).toBe('badMessage')
    expect(reasonOf(judge(raw(numbers(0, 1, KNOWN_CLIENT, 1, 0, 2 ** 31 + 1))))).toBe('badMessage')
  })

  test('[G2] structs that wait for each other in a circle', () => {
    const update = encodeItems([
      item(61, new Y.ContentString('b'), Y.createID(60, 0)),
      item(60, new Y.ContentString('a'), Y.createID(61, 0)),
    ])
    expect(reasonOf(judge(update))).toBe('resync')
  })

  test('[G2] a deletion of what nobody has written yet', () => {
    expect(reasonOf(judge(raw(numbers(0, 1, 77, 1, 0, 5))))).toBe('resync')
    expect(reasonOf(judge(raw(numbers(0, 1, KNOWN_CLIENT, 1, 0, 1_000_000))))).toBe('resync')
  })
})

describe('[G7] how far Yjs walks to put an update in its place', () => {
  /** Letters of one client, each right behind the same letter, which Yjs sorts by walking over the others. */
  const crowd = (client: number, count: number) => {
    const { _item: holder } = name(knownDoc())
    const parent = holder!.id as unknown as Y.Item['parent']
    const letters = Array.from({ length: count }, (_, clock) => {
      const content = new Y.ContentString('a')
      const right = clock > 0 ? Y.createID(client, 0) : null
      return new Y.Item(
        Y.createID(client, clock),
        null,
        null,
        null,
        right,
        right ? null : parent,
        null,
        content,
      )
    })
    return encodeBlock(letters)
  }
  const walksOf = (bytes: Uint8Array, doc = knownDoc()) => {
    const verdict = judgeUpdate(bytes, doc)
    return verdict.kind === 'new' ? verdict.walks : reasonOf(verdict)
  }

  test('is nothing for what one page writes by itself, in whatever order', () => {
    const update = updateBy((doc) => {
      for (let i = 0; i < 2_000; i++) name(doc).insert((i * 7_919) % (name(doc).length + 1), 'ab')
      for (let i = 0; i < 200; i++) doc.getMap('offer').set(`k${i % 7}`, i)
    })
    expect(walksOf(update)).toBe(0)
  })

  test('is as far as what others wrote at the very same place', () => {
    const doc = knownDoc()
    const theirs = updateBy((copy) => {
      for (let i = 0; i < 30; i++) name(copy).insert(0, 'x')
    }, 60)
    const mine = updateBy((copy) => name(copy).insert(0, 'y'), 61)
    Y.applyUpdate(doc, theirs)
    expect(walksOf(mine, doc)).toBe(30)
  })

  test('has an end: what would take a minute, now and at every load, is refused', () => {
    const doc = knownDoc()
    Y.applyUpdate(doc, crowd(60, 3_000))
    expect(walksOf(crowd(70, 3_000), doc)).toBe('tooLarge')
    expect(walksOf(crowd(70, 20), doc)).toBeGreaterThan(3_000)
    const keyed = (count: number) =>
      encodeBlock(Array.from({ length: count }, (_, clock) => nestedMap(clock, 'offer', 'same')))
    expect(walksOf(keyed(3_000))).toBe('tooLarge')
    expect(walksOf(keyed(20))).toBe(190)
  })

  test('is as far past what is on its way as past what is there', () => {
    const [there, onTheWay] = [knownDoc(), new OnTheWay()]
    const letters = updateBy((doc) => {
      for (let i = 0; i < 3_000; i++) name(doc).insert(0, 'x')
    }, 60)
    Y.applyUpdate(there, letters)
    const before = judge(letters, onTheWay)
    expect(before).toMatchObject({ kind: 'new', walks: 0 })
    if (before.kind === 'new') onTheWay.add(before)
    const walksPast = (count: number) => {
      const verdict = judge(crowd(70, count), onTheWay)
      return verdict.kind === 'new' ? verdict.walks : reasonOf(verdict)
    }
    expect(walksPast(300)).toBe('tooLarge')
    expect(walksPast(20)).toBeGreaterThanOrEqual(walksOf(crowd(70, 20), there) as number)
  })

  test('is nothing for who types letter by letter, faster than it is committed', () => {
    const doc = knownDoc()
    doc.clientID = 50
    const onTheWay = new OnTheWay()
    const walks: unknown[] = []
    doc.on('update', (update: Uint8Array) => {
      const verdict = judge(update, onTheWay)
      if (verdict.kind === 'new') onTheWay.add(verdict)
      walks.push(verdict.kind === 'new' ? verdict.walks : reasonOf(verdict))
    })
    for (let at = 0; at < 200; at++) name(doc).insert(at % 3 === 0 ? 0 : at, 'a')
    for (let at = 0; at < 50; at++) doc.getMap('event').set('hardCap', at)
    expect(walks).toEqual(Array.from({ length: 250 }, () => 0))
  })
})

test('[G4] what is known already is cut out of what passes, also where the rest is a deletion', () => {
  const doc = knownDoc()
  Y.applyUpdate(doc, encodeBlock([nestedMap(0, 'offer')]))
  const again = encodeBlock([nestedMap(0, 'event'), nestedMap(1, Y.createID(50, 0))])
  const deleting = Uint8Array.from([...encodeBlock([nestedMap(0, 'event')]).slice(0, -1), 1, 50, 1, 0, 1])
  const idsOf = (verdict: Verdict) =>
    verdict.kind === 'new' && Y.decodeUpdate(verdict.bytes).structs.map(({ id }) => id)
  expect(idsOf(judgeUpdate(again, doc))).toEqual([Y.createID(50, 1)])
  expect(idsOf(judgeUpdate(deleting, doc))).toEqual([])
  expect(Y.decodeUpdate(deleting).structs).toHaveLength(1)
})

test('[G4] whatever passes leaves nothing pending and loads again', () => {
  const whole = updateBy(edit)
  let passed = 0
  for (let at = 0; at < whole.length; at++) {
    for (const bit of [1, 4, 32, 128]) {
      const mutated = Uint8Array.from(whole)
      mutated[at]! ^= bit
      const doc = knownDoc()
      if (judgeUpdate(mutated, doc).kind === 'refused') continue
      passed++
      Y.applyUpdate(doc, mutated)
      expect.soft(doc.store.pendingStructs, `bit ${bit} of byte ${at}`).toBeNull()
      expect.soft(doc.store.pendingDs, `bit ${bit} of byte ${at}`).toBeNull()
      const again = new Y.Doc()
      Y.applyUpdate(again, Y.encodeStateAsUpdate(doc))
      expect.soft(Y.encodeStateVector(again), `bit ${bit} of byte ${at}`).toEqual(Y.encodeStateVector(doc))
    }
  }
  expect(passed).toBeGreaterThan(0)
})

/** One struct of client 50, under the root `offer` unless it has an origin. */
function updateOf(content: Content, origin: Y.ID | null = null): Uint8Array {
  return encodeItems([item(50, content, origin)])
}

type Content = Y.Item['content']

function item(client: number, content: Content, origin: Y.ID | null, key: string | null = null): Y.Item {
  // Written out, an item's parent is a root's name as it is when read.
  const parent = 'offer' as unknown as Y.Item['parent']
  return new Y.Item(Y.createID(client, 0), null, origin, null, null, parent, key, content)
}

/** Maps of client 50, each in the one before; those from `first` on. */
function nested(levels: number, first = 0): Uint8Array {
  const maps = Array.from({ length: levels }, (_, clock) =>
    nestedMap(clock, clock === 0 ? 'offer' : Y.createID(50, clock - 1)),
  )
  return encodeBlock(maps.slice(first))
}

function nestedMap(clock: number, parent: string | Y.ID, key: string | null = 'k'): Y.Item {
  const written = parent as unknown as Y.Item['parent']
  return new Y.Item(
    Y.createID(50, clock),
    null,
    null,
    null,
    null,
    written,
    key,
    new Y.ContentType(new Y.Map()),
  )
}

const encodeItems = (items: readonly Y.Item[]) => encodeBlocks(items.map((each) => [each]))
const encodeBlock = (items: readonly Y.Item[]) => encodeBlocks([items])

/** A block of structs a client. */
function encodeBlocks(blocks: readonly (readonly Y.Item[])[]): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  encoding.writeVarUint(encoder.restEncoder, blocks.length)
  for (const block of blocks) {
    encoding.writeVarUint(encoder.restEncoder, block.length)
    encoder.writeClient(block[0]!.id.client)
    encoding.writeVarUint(encoder.restEncoder, block[0]!.id.clock)
    for (const each of block) each.write(encoder, 0)
  }
  encoding.writeVarUint(encoder.restEncoder, 0)
  return encoder.toUint8Array()
}
