/** Edits such as people make, the same ones for the same seed. */
import { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import type * as Y from 'yjs'
import { seededChance, seededRandom } from './seeded-chance.ts'

/** Makes one more edit to the document with each call. */
export function randomEditor(doc: Y.Doc, seed: number): () => void {
  const random = seededRandom(seed)
  const plan = new PlanDoc(doc, seededChance(seed))
  const upTo = (end: number) => Math.floor(random() * end)
  const oneOf = <T>(items: readonly T[]): T | undefined => items[upTo(items.length)]
  const anyCue = () => oneOf(plan.get('cues'))?.id ?? 'none'

  const edits: (() => void)[] = [
    () => plan.set('offer/priceMinor', upTo(10_000)),
    () => plan.set(`stock/hub-${upTo(3)}/sku-${upTo(3)}/planned`, upTo(500)),
    () => plan.add('cues', { callOut: `Cue ${upTo(100)}`, durationSeconds: upTo(600) }),
    () => plan.set(`cues/${anyCue()}/owner`, `Owner ${upTo(9)}`),
    () => plan.move('cues', anyCue(), upTo(5)),
    () => plan.remove('cues', anyCue()),
    () =>
      plan.toggle(`segments/${oneOf(plan.get('segments'))?.id ?? 'none'}/signals`, 'orders', random() < 0.5),
    () => {
      const story = plan.text('offer/story')!
      if (random() < 0.7) story.insert(upTo(story.length + 1), `word${upTo(10)} `)
      else story.delete(0, Math.min(story.length, upTo(8)))
    },
  ]
  return () => edits[upTo(edits.length)]!()
}
