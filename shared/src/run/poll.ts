/** The go / no-go poll as it stands at a time. */
import { MINUTE_MS } from '../plan/time.ts'
import type { CastVote, Poll } from './run.ts'

/** A vote that is older must be given anew. */
export const VOTE_FRESH_MS = 15 * MINUTE_MS

export interface ConsoleStanding {
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
 * What stands against a go, a sentence each: who has not voted go, or too long ago, and what is missed.
 * @param missed titles of the requirements that are missed and not waived.
 */
export function against(poll: Poll, missed: readonly string[], now: number): string[] {
  const consoles = consolesOf(poll, now).flatMap(({ name, vote, isStale }) => {
    if (!vote) return [`${name} has not voted.`]
    if (vote.vote !== 'go') {
      const says = vote.vote === 'noGo' ? 'no-go' : 'hold'
      return [`${name} says ${says}${vote.reason === '' ? '' : `: ${vote.reason}`}.`]
    }
    return isStale ? [`${name}’s go is older than 15 minutes.`] : []
  })
  return [...consoles, ...missed.map((title) => `Missed: ${title}.`)]
}
