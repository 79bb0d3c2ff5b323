import { editBetween } from '@flashboard/shared/plan/text-edit'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { caretAfter, editsOf, HeldBack } from './text-edit.ts'

const apply = (text: string, { at, remove, insert }: ReturnType<typeof editBetween>) =>
  text.slice(0, at) + insert + text.slice(at + remove)

describe('caretAfter', () => {
  test('an edit behind the caret leaves it', () => {
    expect(caretAfter(2, { at: 2, remove: 0, insert: 'xyz' })).toBe(2)
  })
  test('an edit before it moves it along', () => {
    expect(caretAfter(5, { at: 2, remove: 1, insert: 'xyz' })).toBe(7)
  })
  test('when its letters are removed it stands where they were', () => {
    expect(caretAfter(4, { at: 2, remove: 5, insert: '' })).toBe(2)
  })
  test('[H3] when they are replaced it stands behind what replaced them', () => {
    const text = new Y.Doc().getText()
    text.insert(0, 'All of it is new.')
    let carets: number[] = []
    text.observe(({ delta }) => {
      carets = [0, 5, 17].map((index) => editsOf(delta).reduce(caretAfter, index))
    })
    text.doc!.transact(() => {
      text.delete(0, text.length)
      text.insert(0, 'Other words')
    })
    expect(carets).toEqual([0, 11, 11])
  })
})

describe('a control that is held back', () => {
  const run = (text: string, edits: readonly ReturnType<typeof editBetween>[]) => edits.reduce(apply, text)

  test('shortening a refused text leaves what others wrote meanwhile', () => {
    const held = new HeldBack('hello'.length)
    held.theirs({ at: 0, remove: 0, insert: 'BEA: ' })
    const edits = held.mine(editBetween('hello', 'hell!', 5))
    expect(run('BEA: hello', edits)).toBe('BEA: hell!')
  })

  test('what others removed stays removed, and what is typed around it stands where it stood', () => {
    const held = new HeldBack('one two three'.length)
    held.theirs({ at: 4, remove: 4, insert: '' })
    expect(run('one three', held.mine(editBetween('one two three', 'one two three!', 14)))).toBe('one three!')
  })

  test.each([1, 2, 3, 7, 42, 99, 1_234])('edits of both sides pass each other (seed %i)', (seed) => {
    let state = seed
    const random = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return state % below
    }
    const randomEdit = (text: string, letters: string) => {
      const at = random(text.length + 1)
      return { at, remove: random(Math.min(4, text.length - at + 1)), insert: letters.slice(0, random(4)) }
    }
    for (let round = 0; round < 200; round++) {
      let control = 'abcdefghij'
      let document = control
      const held = new HeldBack(control.length)
      let theirsWritten = 0
      for (let step = 0; step < 6; step++) {
        if (random(2) === 0) {
          const edit = { ...randomEdit(document, 'XYZ'), remove: 0 }
          theirsWritten += edit.insert.length
          document = apply(document, edit)
          held.theirs(edit)
        } else {
          const edit = randomEdit(control, '123')
          control = apply(control, edit)
          document = run(document, held.mine(edit))
        }
        // What is mine stands as it stands in the control, and all that is theirs is there.
        expect(document.replaceAll(/[XYZ]/g, '')).toBe(control)
        expect(document.replaceAll(/[^XYZ]/g, '')).toHaveLength(theirsWritten)
      }
    }
  })
})
