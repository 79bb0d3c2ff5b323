/** The go / no-go poll as it stands at a time. */
import { requirementById } from '../activity/belonging.ts'
import { type Vote, votes } from '../log/run-events.ts'
import { MINUTE_MS } from '../plan/time.ts'
import type { CastVote, Poll } from './run.ts'

/** A vote that is older must be given anew. */
export const VOTE_FRESH_MS = 15 * MINUTE_MS

interface ConsoleStanding {
  id: string
  name: string
  vote: CastVote | undefined
  isStale: boolean
}

export function consolesOf({ consoles, votes }: Poll, now: number): ConsoleStanding[] {
  return consoles.map(({ id, name }) => {
    const vote = votes.get(id)
    return { id, name, vote, isStale: vote !== undefined && now - vote.at > VOTE_FRESH_MS }
  })
}

/**
 * What stands against a go, a sentence each, the gravest first: no-go and hold, who has not voted or too long ago, and
 * what is missed.
 * @param missed titles of the requirements that are missed and not waived.
 */
export function against(poll: Poll, missed: readonly string[], now: number): string[] {
  const consoles = consolesOf(poll, now)
  const says = (wanted: Vote) =>
    consoles.flatMap(({ name, vote }) => {
      if (vote?.vote !== wanted) return []
      const about = vote.about === undefined ? '' : `, ${requirementById(vote.about)?.title ?? vote.about}`
      const why = vote.reason === '' ? '' : `: ${vote.reason}`
      return [`${name} says ${votes[wanted].toLowerCase()}${about}${why}.`]
    })
  const missing = consoles.flatMap(({ name, vote, isStale }) => {
    if (!vote) return [`${name} has not voted.`]
    return vote.vote === 'go' && isStale ? [`${name}’s go is older than 15 minutes.`] : []
  })
  return [...says('noGo'), ...says('hold'), ...missing, ...missed.map((title) => `Missed: ${title}.`)]
}
