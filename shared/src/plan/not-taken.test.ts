import { expect, test } from 'vitest'
import { notTaken } from './not-taken.ts'
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
