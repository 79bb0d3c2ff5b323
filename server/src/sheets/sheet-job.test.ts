import { emptyPlan, LAUNCH_AT, planOf } from '@flashboard/shared/plan/test-plan'
import { readPaperMark } from '@flashboard/shared/sheets/paper-link'
import { sheetNames } from '@flashboard/shared/sheets/sheets'
import { expect, test } from 'vitest'
import { readQr } from '../../../tests/support/read-qr.ts'
import { sheetJob } from './sheet-job.ts'

const about = {
  plan: emptyPlan(),
  log: [{ seq: 37, at: LAUNCH_AT, actor: null, kind: 'planBroughtBack' }],
  paper: 'a4',
  printedAt: LAUNCH_AT,
  revision: 1_284,
  address: 'https://board.example.org/plans/k3j5h2',
} as const

test.each(['pick', 'book'] as const)(
  'the code on each sheet of the %s leads to the plan, and says which it is, of which edit and event',
  (sheet) => {
    const { qrs } = sheetJob({ ...about, sheet })
    const names = sheet === 'book' ? sheetNames.filter((each) => each !== 'book') : [sheet]
    expect(qrs).toHaveLength(names.length)
    for (const [at, name] of names.entries()) {
      const pixels = qrs[at]!
      const read = new URL(readQr(pixels, Math.sqrt(pixels.length))!)
      expect(read.origin + read.pathname).toBe(about.address)
      const mark = { sheet: name, revision: 1_284, logSeq: 37 }
      expect(readPaperMark(read.searchParams.get('paper'))).toEqual(mark)
    }
  },
)

test('the code on a hub’s list says of which hub it is', () => {
  const hubs = ['porto', 'a.b&c=d %2e'].map((id) => ({ id, name: id }))
  const { qrs } = sheetJob({ ...about, plan: planOf({ hubs }), sheet: 'pick' })
  const read = qrs.map((pixels) => new URL(readQr(pixels, Math.sqrt(pixels.length))!))
  expect(read.map(({ searchParams }) => readPaperMark(searchParams.get('paper'))?.hubId)).toEqual(
    hubs.map(({ id }) => id),
  )
})

test('what is no mark of ours is none', () => {
  for (const written of [
    null,
    '',
    'pick',
    'pick.1',
    'boat.1.1',
    'constructor.1.1',
    'pick.-1.1',
    'pick.1.1.',
  ]) {
    expect(readPaperMark(written)).toBeUndefined()
  }
})
