import { emptyPlan, LAUNCH_AT } from '@flashboard/shared/plan/test-plan'
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
    expect([...qrs.keys()]).toEqual(names)
    for (const [name, pixels] of qrs) {
      const read = new URL(readQr(pixels, Math.sqrt(pixels.length))!)
      expect(read.origin + read.pathname).toBe(about.address)
      const mark = { sheet: name, revision: 1_284, logSeq: 37 }
      expect(readPaperMark(read.searchParams.get('paper'))).toEqual(mark)
    }
  },
)

test('what is no mark of ours is none', () => {
  for (const written of [
    null,
    '',
    'pick',
    'pick.1',
    'boat.1.1',
    'constructor.1.1',
    'pick.-1.1',
    'pick.1.1.1',
  ]) {
    expect(readPaperMark(written)).toBeUndefined()
  }
})
