import { emptyPlan, LAUNCH_AT } from '@flashboard/shared/plan/test-plan'
import { paperMark, readPaperMark } from '@flashboard/shared/sheets/paper-link'
import { expect, test } from 'vitest'
import { readQr } from '../../../tests/support/read-qr.ts'
import { sheetJob } from './sheet-job.ts'

test('the code leads to the plan, and says which sheet it is on, of which edit and event', () => {
  const mark = { sheet: 'pick', revision: 1_284, logSeq: 37 } as const
  const link = `https://board.example.org/plans/k3j5h2?paper=${paperMark(mark)}`
  const about = {
    plan: emptyPlan(),
    log: [],
    sheet: 'pick',
    paper: 'a4',
    printedAt: LAUNCH_AT,
    revision: 1_284,
  } as const
  const { qr } = sheetJob({ ...about, link })
  const read = readQr(qr, Math.sqrt(qr.length))
  expect(read).toBe(link)
  expect(readPaperMark(new URL(read!).searchParams.get('paper'))).toEqual(mark)
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
    'pick.1.1.1',
  ]) {
    expect(readPaperMark(written)).toBeUndefined()
  }
})
