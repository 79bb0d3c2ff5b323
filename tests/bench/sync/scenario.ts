/** What a scenario is: measured for one server at a time, told as rows with a goal for ours. */
import type { BenchRun } from './bench-run.ts'
import { type Contestant, OURS } from './contestants.ts'

export type Figures = Readonly<Record<string, number>>

/** By the server's name; an Error says why there are none. */
export type Results = ReadonlyMap<string, Figures | Error>

export interface Row {
  /** The key among the figures. */
  of: string
  what: string
  digits: number
  goal?: Goal
  /** A count, of which no ratio says anything. */
  isCount?: true
}

type Goal =
  | { atMost: number }
  | { atLeast: number }
  /** So many times what the other has. */
  | { atMostTimes: number; of: string }

export interface Scenario {
  name: string
  title: (isQuick: boolean) => string
  /** A line under the table: how to read it. */
  note?: string
  rows: readonly Row[]
  /** A quick run does so much less that the goal says nothing of it. */
  isLessWhenQuick?: true
  /** Servers are measured in turns, so often at most, and the median counts; one whose first two agree is done. */
  rounds: number
  /** Servers of which it says nothing that another does not. */
  leavesOut?: readonly string[]
  /** @throws NotApplicable; Error where the server did not get through. */
  measure: (contestant: Contestant, run: BenchRun) => Promise<Figures>
}

/** It does not do what is measured. */
class NotApplicable extends Error {
  constructor(why: string) {
    super(why)
    this.name = 'NotApplicable'
  }
}

export function requireSync({ speaksSync }: Contestant): void {
  if (!speaksSync) throw new NotApplicable('holds no document')
}

export function requireDisk(contestant: Contestant): void {
  requireSync(contestant)
  if (!contestant.keeps) throw new NotApplicable('keeps nothing on disk')
}

/** @returns nothing where what the goal is measured by is not there. */
export function judgeGoal(
  { goal, of }: Row,
  results: Results,
): { limit: number; isReached: boolean; isCeiling: boolean } | undefined {
  const ours = figure(results, OURS, of)
  if (!goal || ours === undefined) return undefined
  if ('atLeast' in goal) return { limit: goal.atLeast, isReached: ours >= goal.atLeast, isCeiling: false }
  const limit = 'atMost' in goal ? goal.atMost : timesOf(goal, results, of)
  return limit === undefined ? undefined : { limit, isReached: ours <= limit, isCeiling: true }
}

function timesOf(goal: { atMostTimes: number; of: string }, results: Results, key: string) {
  const theirs = figure(results, goal.of, key)
  return theirs === undefined ? undefined : theirs * goal.atMostTimes
}

export function figure(results: Results, name: string, key: string): number | undefined {
  const figures = results.get(name)
  const value = figures === undefined || figures instanceof Error ? undefined : figures[key]
  return value === undefined || Number.isNaN(value) ? undefined : value
}
