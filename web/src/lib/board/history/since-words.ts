import { counted, joined } from '@flashboard/shared/plan/format'
import type { VersionAnswer } from '@flashboard/shared/wire/versions'

/**
 * What a restore would set back, for whoever is asked whether to.
 * @param present what others are called who have the plan open.
 */
export function sinceInWords(
  { changes, more }: Pick<VersionAnswer, 'changes' | 'more'>,
  present: readonly string[],
): string {
  const count = changes.length + more
  if (count === 0) return 'Nothing is different now.'
  const people = new Map(
    changes
      .flatMap(({ by, others }) => [...others, ...(by ? [by] : [])])
      .map((each) => [each.personId, each]),
  )
  const isOfMore = more > 0 || changes.some(({ by }) => by === null)
  const names = [...people.values()].map(({ name }) => name)
  const whose = joined(isOfMore && names.length > 0 ? [...names, 'others'] : names)
  const done = `${counted(count, 'change')}${whose === '' ? '' : ` by ${whose}`} since then would be set back.`
  if (present.length === 0) return done
  return `${done} ${joined(present)} ${present.length === 1 ? 'has' : 'have'} the plan open now.`
}
