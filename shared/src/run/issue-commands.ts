/** What may be asked of the issues of the support sprint. Each change names what its page saw, so that two do not cross. */
import * as z from 'zod/mini'
import type { IssueTopic } from '../log/run-events.ts'
import { supportTopics } from '../plan/schema.ts'
import { command, said, wordsUpTo } from './command.ts'
import type { Run } from './run.ts'

/** Far more than a sprint has, and few enough for every page to hold. */
const ISSUES_MAX = 2_000

const issue = z.number('Say which issue.').check(z.int('Say which issue.'), z.positive('Say which issue.'))
const owner = wordsUpTo(80)
const topic = z.enum(
  Object.keys(supportTopics) as [IssueTopic, ...IssueTopic[]],
  `Say which topic: ${Object.keys(supportTopics).join(', ')}.`,
)

export const issueCommands = {
  logIssue: command({
    who: 'edit',
    /** `owner` may be empty: somebody takes it later. */
    shape: { who: wordsUpTo(120), topic, what: said, owner },
    decide: ({ run }, { who, topic, what, owner }) => {
      if (run.launchedAt === undefined) return 'Issues are logged from the launch on. Write a note instead.'
      if (run.issues.length >= ISSUES_MAX) return `A run has at most ${ISSUES_MAX} issues.`
      return [{ kind: 'issueLogged', issue: run.issues.length + 1, who, topic, what, owner }]
    },
  }),
  sortIssue: command({
    who: 'edit',
    shape: { issue, topic },
    decide: ({ run }, { issue, topic }) => {
      const found = find(run, issue)
      if (!found) return NOT_THERE
      if (found.topic === topic)
        return `Issue ${issue} is under ${supportTopics[topic].toLowerCase()} already.`
      return [{ kind: 'issueSorted', issue, topic, what: found.what }]
    },
  }),
  ownIssue: command({
    who: 'edit',
    /** `from`: the owner that was seen when this was asked, so that two who take it do not both have it. */
    shape: { issue, from: owner, owner },
    decide: ({ run }, { issue, from, owner }) => {
      const found = find(run, issue)
      if (!found) return NOT_THERE
      if (found.closed) return `Issue ${issue} is closed. Open it again first.`
      if (found.owner !== from)
        return found.owner === ''
          ? `Nobody has issue ${issue} any more.`
          : `${found.owner} has issue ${issue} by now.`
      if (owner === from)
        return owner === '' ? `Nobody has issue ${issue}.` : `${owner} has issue ${issue} already.`
      return [{ kind: 'issueOwned', issue, owner }]
    },
  }),
  closeIssue: command({
    who: 'edit',
    shape: { issue },
    decide: ({ run }, { issue }) => {
      const found = find(run, issue)
      if (!found) return NOT_THERE
      if (found.closed) return `${found.closed.by?.name ?? 'Somebody'} closed issue ${issue} already.`
      return [{ kind: 'issueClosed', issue, what: found.what }]
    },
  }),
  reopenIssue: command({
    who: 'edit',
    shape: { issue },
    decide: ({ run }, { issue }) => {
      const found = find(run, issue)
      if (!found) return NOT_THERE
      if (!found.closed) return `Issue ${issue} is open already.`
      return [{ kind: 'issueReopened', issue, what: found.what }]
    },
  }),
} as const

const NOT_THERE = 'This run has no such issue.'

function find({ issues }: Run, number: number) {
  return issues.find((each) => each.number === number)
}
