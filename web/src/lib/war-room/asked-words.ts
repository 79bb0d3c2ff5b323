/** What somebody asked for, as they would name it: for what was given up, to be done again. */
import { type Vote, votes } from '@flashboard/shared/log/run-events'
import { named } from '@flashboard/shared/plan/format'
import type { Plan } from '@flashboard/shared/plan/schema'
import type { CommandKind, RunCommand } from '@flashboard/shared/run/commands'

type CommandOf<K extends CommandKind> = Extract<RunCommand, { kind: K }>

const asked: { [K in CommandKind]: (command: CommandOf<K>, plan: Plan) => string } = {
  startRun: () => 'the start of the run',
  handOver: () => 'the handing over of the desk',
  takeDesk: () => 'taking the desk',
  startCue: ({ cueId }, plan) => `the start of ${cue(plan, cueId)}`,
  finishCue: ({ cueId }, plan) => `the end of ${cue(plan, cueId)}`,
  skipCue: ({ cueId }, plan) => `skipping ${cue(plan, cueId)}`,
  goBack: ({ cueId }, plan) => `going back from ${cue(plan, cueId)}`,
  nudge: ({ cueId }, plan) => `the nudge for ${cue(plan, cueId)}`,
  acknowledge: ({ cueId, how }, plan) => `your “${how}” for ${cue(plan, cueId)}`,
  hold: () => 'the hold',
  resume: () => 'resuming the count',
  openPoll: () => 'opening the poll',
  vote: ({ consoleId, vote }, plan) => `your ${word(vote)} for ${console(plan, consoleId)}`,
  callPoll: ({ call }) => `the call of ${word(call)}`,
  launch: () => 'the call of the launch',
  recordSale: () => 'a sale',
  startSprint: () => 'fifteen more minutes of the sprint',
  logIssue: ({ what }) => `the issue “${what}”`,
  sortIssue: ({ issue }) => `the topic of issue ${issue}`,
  ownIssue: ({ issue }) => `the owner of issue ${issue}`,
  closeIssue: ({ issue }) => `closing issue ${issue}`,
  reopenIssue: ({ issue }) => `opening issue ${issue} again`,
  note: ({ text }) => `the note “${text}”`,
  callOff: () => 'calling the run off',
  closeRun: () => 'closing the run',
}

export function askedInWords(command: RunCommand, plan: Plan): string {
  return (asked[command.kind] as (command: RunCommand, plan: Plan) => string)(command, plan)
}

function cue({ cues }: Plan, id: string): string {
  const found = cues.find((each) => each.id === id)
  return found ? `“${named(found.callOut, 'cue')}”` : 'a cue that is gone'
}

function console({ consoles }: Plan, id: string): string {
  return named(consoles.find((each) => each.id === id)?.name ?? '', 'console')
}

const word = (vote: Vote) => `“${votes[vote].toLowerCase()}”`
