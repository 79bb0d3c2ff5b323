/** What answers customers: the macros, the refund matrix and the returns rule, to be read out or copied. */
import { counted, formatDayAndTime, formatMoney, formatTime, named } from '../plan/format.ts'
import { collections, type Plan } from '../plan/schema.ts'
import { DAY_MS } from '../plan/time.ts'
import { type StaleByPath, staleByPath } from './stale-evidence.ts'
import { type Item, pausePoints, type PausePoint, placeOf, type Sheet, type SheetInput } from './sheet.ts'

const { topic: topics } = collections.macros.fields
const { decision: decisions } = collections.refundRules.fields

export function supportSheet({ plan }: SheetInput): Sheet[] {
  const stale = staleByPath(plan)
  const approved = plan.macros.filter((macro) => macro.approved && !stale.has(approvalOf(macro.id))).length
  const points = [
    ...refundPoints(plan),
    ...returnsPoint(plan),
    ...macroPoints(plan, stale),
    ...shiftPoints(plan),
  ]
  const { sprintOwner } = plan.support
  const sprint = sprintOwner.trim() ? ` Sprint led by ${sprintOwner.trim()}.` : ''
  return [
    {
      title: 'Macros and refunds',
      lead: `${approved} of ${counted(plan.macros.length, 'macro')} approved.${sprint}`,
      points,
      nothing: 'No macro and no refund rule is written yet.',
    },
  ]
}

function refundPoints({ refundRules, event }: Plan): PausePoint[] {
  const groups = pausePoints(refundRules)
  return groups.map((rules, index) => ({
    heading: 'Refunds',
    under: placeOf(index, groups.length),
    columns: [
      { title: 'Decision', width: 'medium', align: 'start' },
      { title: 'Without asking', width: 'wide', align: 'start' },
    ],
    items: rules.map(({ reason, condition, decision, approvalLimitMinor, line }) => ({
      box: 'none',
      text: named(reason, 'refund rule'),
      notes: [condition.trim(), line.trim() && `Say: ${line.trim()}`].filter(Boolean),
      cells: [
        decision === null ? 'Ask a lead' : decisions.options[decision],
        withoutAsking(decision, approvalLimitMinor, event.currency),
      ],
    })),
  }))
}

/** How far whoever answers may go; blank where there is nothing to give, or a lead is asked anyway. */
function withoutAsking(
  decision: Plan['refundRules'][number]['decision'],
  limitMinor: number | null,
  currency: string,
): string {
  if (limitMinor !== null) return `up to ${formatMoney(limitMinor, currency)}`
  return decision === null || decision === 'decline' ? '' : 'no limit written'
}

function returnsPoint({ returns }: Plan): PausePoint[] {
  const rule = returns.rule.trim()
  if (!rule && !returns.exchange.trim() && returns.windowDays === null) return []
  const item: Item = {
    box: 'none',
    text: returns.windowDays === null ? 'Returns' : `Returns within ${counted(returns.windowDays, 'day')}`,
    ...(!returns.flashSpecific && { mark: { text: 'Not written for this drop', isLoud: false } }),
    notes: returns.exchange.trim() ? [`Exchange: ${returns.exchange.trim()}`] : [],
    ...(rule && { prose: rule }),
    cells: [],
  }
  return [{ heading: 'Returns', under: [], columns: [], items: [item] }]
}

const approvalOf = (id: string) => `macros/${id}/approved`

function macroPoints({ macros, event }: Plan, stale: StaleByPath): PausePoint[] {
  const byTopic = Map.groupBy(macros, ({ topic }): string => topic ?? 'other')
  return Object.entries(topics.options).flatMap(([topic, title]) => {
    const groups = pausePoints(byTopic.get(topic) ?? [])
    return groups.map((group, index) => ({
      heading: title,
      under: placeOf(index, groups.length),
      columns: [],
      items: group.map(({ id, title, body, approved }) => ({
        box: approved && !stale.has(approvalOf(id)) ? ('crossed' as const) : ('empty' as const),
        text: named(title, 'macro'),
        notes: [
          approved
            ? `Approved by ${approved.by}, ${formatDayAndTime(approved.at, event.timeZone)}`
            : 'Not approved yet',
          ...(stale.get(approvalOf(id)) ?? []).map(({ text }) => text),
        ],
        ...(body.trim() && { prose: body.trim() }),
        cells: [],
      })),
      done: group.length === 1 ? 'Read and approved' : `All ${group.length} read and approved`,
    }))
  })
}

function shiftPoints({ shifts, event }: Plan): PausePoint[] {
  const inOrder = shifts.toSorted((a, b) => (a.startsAt ?? Infinity) - (b.startsAt ?? Infinity) || 0)
  const groups = pausePoints(inOrder)
  return groups.map((group, index) => ({
    heading: 'Shifts',
    under: placeOf(index, groups.length),
    columns: [
      { title: 'From', width: 'wide', align: 'start' },
      { title: 'To', width: 'medium', align: 'start' },
    ],
    items: group.map(({ who, startsAt, endsAt }) => ({
      box: 'empty',
      text: named(who, 'person'),
      notes: [],
      cells: [
        startsAt === null ? '' : formatDayAndTime(startsAt, event.timeZone),
        endsAt === null ? '' : endOf(endsAt, startsAt),
      ],
    })),
    done: 'All came. Lead',
  }))

  /** Within a day of its beginning the hour is enough, after midnight too. */
  function endOf(endsAt: number, startsAt: number | null): string {
    const isNear = startsAt !== null && endsAt >= startsAt && endsAt - startsAt < DAY_MS
    return (isNear ? formatTime : formatDayAndTime)(endsAt, event.timeZone)
  }
}
