/** The issues that buyers have after the launch, folded from the log: what each is, whose, and whether it is closed. */
import type { Actor, PlanEvent } from '../log/events.ts'
import type { IssueTopic } from '../log/run-events.ts'
import { supportTopics } from '../plan/schema.ts'

export interface Issue {
  /** Counted up from 1 in a run: short enough to call across a room. */
  number: number
  /** The order or the customer. */
  who: string
  topic: IssueTopic
  what: string
  /** Empty while nobody has it. */
  owner: string
  /** UTC ms. */
  loggedAt: number
  by: Actor | null
  closed: { at: number; by: Actor | null } | undefined
}

/** The issues after one more event; the same where the event is of something else. */
export function afterIssue(issues: readonly Issue[], event: PlanEvent): readonly Issue[] {
  const { at, actor: by } = event
  switch (event.kind) {
    case 'issueLogged': {
      const { issue: number, who, topic, what, owner } = event
      return [...issues, { number, who, topic, what, owner, loggedAt: at, by, closed: undefined }]
    }
    case 'issueSorted':
      return changed(event.issue, { topic: event.topic })
    case 'issueOwned':
      return changed(event.issue, { owner: event.owner })
    case 'issueClosed':
      return changed(event.issue, { closed: { at, by } })
    case 'issueReopened':
      return changed(event.issue, { closed: undefined })
    default:
      return issues
  }

  function changed(number: number, changes: Partial<Pick<Issue, 'topic' | 'owner' | 'closed'>>): Issue[] {
    return issues.map((issue) => (issue.number === number ? { ...issue, ...changes } : issue))
  }
}

interface TopicCount {
  topic: IssueTopic
  title: string
  open: number
  all: number
}

/** By topic, in the order of the plan's; topics without an issue too. */
export function countsByTopic(issues: readonly Issue[]): TopicCount[] {
  return (Object.keys(supportTopics) as IssueTopic[]).map((topic) => {
    const ofTopic = issues.filter((issue) => issue.topic === topic)
    const open = ofTopic.filter(({ closed }) => !closed).length
    return { topic, title: supportTopics[topic], open, all: ofTopic.length }
  })
}

/** What somebody should look at first: without an owner, then owned, then closed; the oldest first in each. */
export function byUrgency(issues: readonly Issue[]): Issue[] {
  const rank = ({ owner, closed }: Issue) => (closed ? 2 : owner === '' ? 0 : 1)
  return issues.toSorted((a, b) => rank(a) - rank(b) || a.number - b.number)
}
