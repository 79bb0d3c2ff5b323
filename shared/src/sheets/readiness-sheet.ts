/** The readiness checklist: the gates before the launch, the go / no-go, and what comes after. */
import { formatDayAndTime, formatDuration, formatInstant } from '../plan/format.ts'
import { type GateStanding, judge, openCount, type RequirementStanding } from '../readiness/judge.ts'
import { gateStates, worstOf } from '../readiness/states.ts'
import { goNoGo } from './go-no-go.ts'
import { type Item, type Mark, type PausePoint, type Sheet, type SheetInput, WHO_AND_WHEN } from './sheet.ts'
import { wanted } from './wanted.ts'
import { whoseIs } from './whose.ts'

/** More of one item are on the board. */
const FINDINGS_MAX = 6

export function readinessSheet({ plan, log, now }: SheetInput): Sheet[] {
  const standings = judge(plan, now, log)
  const before = standings.filter(({ isAfterLaunch }) => !isAfterLaunch)
  const after = standings.filter(({ isAfterLaunch }) => isAfterLaunch)
  const open = before.reduce((sum, gate) => sum + openCount(gate), 0)
  return [
    {
      title: 'Readiness checklist',
      lead: open === 0 ? 'Nothing is open before the launch.' : `${open} open before the launch.`,
      points: [...before.flatMap((gate) => gatePoints(gate)), ...goNoGo(plan, true), afterPoint(after)],
      nothing: '',
    },
  ]

  function gatePoints(gate: GateStanding): PausePoint[] {
    return [...Map.groupBy(gate.requirements, ({ group }) => group)].map(([group, requirements]) => ({
      heading: gate.short,
      under: [...(group === undefined ? [] : [group]), `by ${short(gate.dueAt)}`],
      mark: markOf(worstOf(requirements.map(({ state }) => state))),
      columns: WHO_AND_WHEN,
      items: mostCriticalFirst(requirements).map((each) => itemOf(each, gate.dueAt)),
      ...doneOf(requirements, 'hold'),
    }))
  }

  function afterPoint(gates: readonly GateStanding[]): PausePoint {
    const requirements = gates.flatMap((gate) => gate.requirements)
    return {
      heading: 'After',
      under: ['the launch'],
      mark: markOf(worstOf(requirements.map(({ state }) => state))),
      columns: WHO_AND_WHEN,
      items: requirements.map((each) => itemOf(each)),
      ...doneOf(requirements, 'done'),
    }
  }

  /** @param gateDue says its own deadline where that is not its pause point's. */
  function itemOf(requirement: RequirementStanding, gateDue?: number): Item {
    const { id, title, state, findings, dueAt, waiver } = requirement
    const applies = state !== 'doesNotApply'
    const isMet = findings.length === 0 && applies
    const met = isMet ? requirement.history.findLast(({ truth }) => truth === 'met') : undefined
    const what = wanted[id]
    return {
      box: isMet ? 'crossed' : isOwed(requirement) ? 'empty' : 'none',
      text: title,
      ...(isSaid(requirement) && { mark: stateOf(requirement) }),
      notes: unlessSaid([
        ...(what && applies ? [what(plan)] : []),
        ...(dueAt === gateDue ? [] : [`By ${short(dueAt)}.`]),
        ...(waiver
          ? [`Waived${waiver.by ? ` by ${waiver.by.name}` : ''}, ${short(waiver.at)}: ${waiver.reason}`]
          : []),
        ...lateBefore(requirement),
        ...findings.slice(0, FINDINGS_MAX).map(({ text }) => text),
        ...(findings.length > FINDINGS_MAX
          ? [`And ${findings.length - FINDINGS_MAX} more, on the board.`]
          : []),
      ]),
      cells: [
        met?.by?.name ?? (isMet || !isOwed(requirement) ? '' : whoseIs(id, plan)),
        met ? short(met.at) : '',
      ],
    }
  }

  function lateBefore({ lateBefore = [] }: RequirementStanding): string[] {
    return lateBefore.map(({ dueAt, lateByMs }) =>
      lateByMs === undefined
        ? `Missed when it was due ${short(dueAt)}.`
        : `Late by ${formatDuration(lateByMs)} when it was due ${short(dueAt)}.`,
    )
  }

  function short(at: number): string {
    const { timeZone } = plan.event
    return Math.abs(at - plan.event.launchAt) > 300 * 86_400_000
      ? formatInstant(at, timeZone)
      : formatDayAndTime(at, timeZone)
  }
}

/** Whether it can be held: nobody signs for what does not apply or is waived. */
const isOwed = ({ state }: RequirementStanding) => state !== 'doesNotApply' && state !== 'waived'

function doneOf(requirements: readonly RequirementStanding[], word: string): Pick<PausePoint, 'done'> {
  const { length } = requirements.filter(isOwed)
  return length === 0 ? {} : { done: `All ${length} ${word}` }
}

/** The value wanted and the finding may be one sentence. */
const unlessSaid = (notes: readonly string[]) => [...new Set(notes)]

function mostCriticalFirst(requirements: readonly RequirementStanding[]): RequirementStanding[] {
  return requirements.toSorted((a, b) => gateStates[b.state].urgency - gateStates[a.state].urgency)
}

/** The box alone tells what is simply met or open. */
const isSaid = ({ state }: RequirementStanding) => state !== 'met' && state !== 'open'

function stateOf({ state, lateByMs }: RequirementStanding): Mark {
  const late = lateByMs === undefined ? '' : ` by ${formatDuration(lateByMs)}`
  return { text: `${gateStates[state].title}${late}`, isLoud: state === 'missed' }
}

function markOf(state: keyof typeof gateStates): Mark {
  return { text: gateStates[state].title, isLoud: state === 'missed' }
}
