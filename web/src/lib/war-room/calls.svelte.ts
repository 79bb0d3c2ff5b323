/** What a person does on launch day, one act a key or a button: each looks at the run as it stands when it is pressed. */
import type { Vote } from '@flashboard/shared/log/run-events'
import { isCueOf } from '@flashboard/shared/run/crew'
import { lastStepOf } from '@flashboard/shared/run/run'
import type { ScheduledCue } from '@flashboard/shared/run/schedule'
import { createContext } from 'svelte'
import type { RunDesk } from './run-desk.svelte.ts'
import type { Seat } from './seat.svelte.ts'

export class Calls {
  readonly #desk: RunDesk
  readonly #seat: Seat
  #isHolding = $state(false)

  constructor(desk: RunDesk, seat: Seat) {
    this.#desk = desk
    this.#seat = seat
  }

  /** The cue of mine that is on or comes next. */
  get mine(): ScheduledCue | undefined {
    const { schedule, me } = this.#desk
    const isMine = ({ cue, state }: ScheduledCue) =>
      (state === 'live' || state === 'waiting') && isCueOf(cue, me.name, this.#seat.console)
    return schedule.cues.find(isMine)
  }

  start(cueId: string) {
    return this.#desk.do({ kind: 'startCue', cueId, after: this.#desk.run.liveCueId ?? null })
  }

  next() {
    const { next, live } = this.#desk.schedule
    if (next) return this.start(next.cue.id)
    return live && this.#desk.do({ kind: 'finishCue', cueId: live.cue.id })
  }

  back() {
    return this.#desk.do({ kind: 'goBack', cueId: lastStepOf(this.#desk.run) ?? 'none' })
  }

  end() {
    const { live } = this.#desk.schedule
    return live && this.#desk.do({ kind: 'finishCue', cueId: live.cue.id })
  }

  skip() {
    const { next } = this.#desk.schedule
    return next && this.#desk.do({ kind: 'skipCue', cueId: next.cue.id })
  }

  /** Asks for the reason first, which may be left out: a hold without one is better than a late one. */
  hold() {
    const { isCaller, run } = this.#desk
    if (isCaller && !run.hold) this.#isHolding = true
    // Refused, in a sentence that says why.
    else return this.#desk.do({ kind: 'hold', reason: '' })
    return undefined
  }

  get isHolding(): boolean {
    return this.#isHolding && this.#desk.isCaller && !this.#desk.run.hold
  }

  holdFor(reason: string) {
    this.#isHolding = false
    return this.#desk.do({ kind: 'hold', reason })
  }

  dontHold() {
    this.#isHolding = false
  }

  resume() {
    return this.#desk.do({ kind: 'resume' })
  }

  nudge() {
    const { next, live } = this.#desk.schedule
    const asked = next ?? live
    return asked && this.#desk.do({ kind: 'nudge', cueId: asked.cue.id })
  }

  get isPollOpen(): boolean {
    const { isOn, run } = this.#desk
    return isOn && run.poll !== undefined && !run.poll.call && run.launchedAt === undefined
  }

  /** Whether a vote can be cast from here; where not, the page says why, and leads to the choice of a console. */
  canVote(): boolean {
    if (this.isPollOpen && this.#seat.console) return true
    this.#desk.refuse(this.isPollOpen ? 'Choose your console first: you vote for it.' : 'No poll is open.')
    document.getElementById('vote-console')?.focus()
    return false
  }

  /** @returns whether it is cast. */
  async vote(vote: Vote, reason = '', about = ''): Promise<boolean> {
    if (!this.canVote()) return false
    const consoleId = this.#seat.console!.id
    const pointed = about === '' || vote === 'go' ? {} : { about }
    return this.#desk.do({ kind: 'vote', consoleId, vote, reason, ...pointed })
  }

  /** Read first, then ready. */
  acknowledge() {
    const { mine } = this
    const how = mine?.record.acknowledged ? 'ready' : 'read'
    if (mine) return this.#desk.do({ kind: 'acknowledge', cueId: mine.cue.id, how })
    return this.#desk.refuse('No cue is left for you. Choose your console, if it is another one.')
  }

  /** The oldest that nobody has. */
  takeIssue() {
    const { run, me } = this.#desk
    const free = run.issues.find(({ owner, closed }) => owner === '' && !closed)
    if (free) return this.#desk.do({ kind: 'ownIssue', issue: free.number, from: '', owner: me.name })
    return this.#desk.refuse('Every open issue has an owner.')
  }

  closeIssue() {
    const { run, me } = this.#desk
    const mine = run.issues.find(({ owner, closed }) => owner === me.name && !closed)
    if (mine) return this.#desk.do({ kind: 'closeIssue', issue: mine.number })
    return this.#desk.refuse('You have no open issue.')
  }

  openPoll() {
    return this.#desk.do({ kind: 'openPoll' })
  }
}

export const [useCalls, provideCalls] = createContext<Calls>()
