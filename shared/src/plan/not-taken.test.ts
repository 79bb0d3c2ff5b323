import { expect, test } from 'vitest'
import { notTaken, takenAway } from './not-taken.ts'
import { planOf, withFields } from './test-plan.ts'

const before = planOf({ hubs: [{ id: 'porto', name: 'Porto' }], cues: [{ id: 'doors', callOut: 'Doors' }] })

test('[S9] what was not taken is whole in the text, and cut to be read in the list', () => {
  const long = `One maker. ${'And on it went. '.repeat(40)}One dial.`
  const after = withFields(before, 'offer', { story: long, priceMinor: 18_500 })
  const { changes, more, text } = notTaken(before, after)
  expect(changes.map(({ label }) => label)).toEqual(['Story', 'Price'])
  expect(changes[0]!.is!.length).toBeLessThan(200)
  expect(more).toBe(0)
  expect(text).toBe(`Offer\n- Story: ${long}\n  before: (empty)\n- Price: €185.00\n  before: (empty)`)
})

test('[S9] what was added, removed and moved is told as that, by section', () => {
  const after = planOf({
    hubs: [],
    cues: [
      { id: 'drop', callOut: 'Drop' },
      { id: 'doors', callOut: 'Doors' },
    ],
  })
  expect(notTaken(before, after).text).toBe('Hub stock\n- Removed Hub Porto\n\nRun of show\n- Added Cue Drop')
  expect(notTaken(before, before)).toEqual({ changes: [], more: 0, text: '' })
})

test('[S9] however much was written, all of it is in the text', () => {
  const gear = Array.from({ length: 700 }, (_, i) => ({ id: `item-${i}`, name: `Item ${i}` }))
  const { changes, more, text } = notTaken(planOf({}), planOf({ gear }))
  expect(changes.length + more).toBe(700)
  expect(text.split('\n')).toHaveLength(701)
})

test('[C6] what others took out while somebody wrote in it is told as it stood there, and nothing else is', () => {
  const known = planOf({
    gear: [
      { id: 'cameras', name: 'Two cameras', note: 'Charged' },
      { id: 'lamp', name: 'Lamp' },
      { id: 'tape', name: 'Tape' },
    ],
    hubs: [{ id: 'porto', name: 'Porto' }],
    skus: [{ id: 'm38', name: 'M38' }],
  })
  const note = `Charged, ${'and more. '.repeat(30)}`
  const before = planOf({
    ...known,
    gear: [{ ...known.gear[0]!, note }, known.gear[1]!, { ...known.gear[2]!, note: 'Black' }],
    stock: [{ hubId: 'porto', skuId: 'm38', buffer: 12 }],
  })
  const after = { ...before, gear: [before.gear[2]!], hubs: [] }
  const renewed = new Set(['cameras', 'lamp', 'porto'])
  const { changes, text } = takenAway({ known, before, after, renewed })
  expect(changes.map(({ kind, label }) => [kind, label])).toEqual([
    ['removed', 'Item Two cameras'],
    ['removed', 'Hub Porto'],
    ['changed', expect.stringContaining('Porto')],
  ])
  expect(changes[0]!.was).toContain(note.trim())
  expect(text).toContain(`- Removed Item Two cameras: Note ${note.trim()}`)
  expect(takenAway({ known: before, before, after, renewed })).toEqual({ changes: [], more: 0, text: '' })
  const inLamp = takenAway({ known: before, before, after, renewed, at: 'gear/lamp/note' })
  expect(inLamp.changes.map(({ label }) => label)).toEqual(['Item Lamp'])
})

test('[C6] what was taken out and put back without the words is told; where they are back too, nothing is', () => {
  const known = planOf({
    gear: [{ id: 'cameras', name: 'Two cameras' }],
    hubs: [{ id: 'porto', name: 'Porto' }],
    skus: [{ id: 'm38', name: 'M38' }],
  })
  const before = planOf({
    ...known,
    gear: [{ ...known.gear[0]!, note: 'Charged' }],
    hubs: [{ ...known.hubs[0]!, name: 'Porto, quay' }],
    stock: [{ hubId: 'porto', skuId: 'm38', buffer: 12 }],
  })
  const after = { ...known, stock: before.stock }
  const { text } = takenAway({ known, before, after, renewed: new Set(['cameras', 'porto']) })
  // The cells stand by themselves, and are there.
  expect(text).toBe(
    'Gear checklist\n- Removed Item Two cameras: Note Charged\n\nHub stock\n- Removed Hub Porto, quay',
  )
  expect(takenAway({ known, before, after, renewed: new Set() }).text).toBe('')
  expect(takenAway({ known, before, after: before, renewed: new Set(['cameras', 'porto']) }).text).toBe('')
})
