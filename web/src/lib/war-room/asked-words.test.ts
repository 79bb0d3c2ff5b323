import { planOf } from '@flashboard/shared/plan/test-plan'
import type { RunCommand } from '@flashboard/shared/run/commands'
import { expect, test } from 'vitest'
import { askedInWords } from './asked-words.ts'

const plan = planOf({
  consoles: [
    { id: 'stock', name: 'Stock' },
    { id: 'new', name: ' ' },
  ],
  cues: [{ id: 'c', callOut: 'Public opens' }],
})

test.each<[RunCommand, string]>([
  [{ kind: 'vote', consoleId: 'stock', vote: 'go', reason: '' }, 'your “go” for Stock'],
  [{ kind: 'vote', consoleId: 'new', vote: 'noGo', reason: 'Ten short' }, 'your “no-go” for Unnamed console'],
  [{ kind: 'startCue', cueId: 'c', after: null }, 'the start of “Public opens”'],
  [{ kind: 'finishCue', cueId: 'gone' }, 'the end of a cue that is gone'],
  [{ kind: 'acknowledge', cueId: 'c', how: 'ready' }, 'your “ready” for “Public opens”'],
  [{ kind: 'callPoll', call: 'noGo' }, 'the call of “no-go”'],
  [{ kind: 'closeIssue', issue: 3 }, 'closing issue 3'],
  [{ kind: 'hold', reason: 'Mic' }, 'the hold'],
])('%j is named as whoever asked would name it', (command, words) => {
  expect(askedInWords(command, plan)).toBe(words)
})
