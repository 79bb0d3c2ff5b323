/** What a person wrote that their plan did not take: in words to be read, and whole to be taken along. */
import { changesBetween, type Entity } from './changes.ts'
import { type Difference, DIFFERENCES_MAX, differences } from './differences.ts'
import { collections, type CollectionName, type ListName, type Plan } from './schema.ts'
import { isSameValue } from './same-value.ts'
import { type Section, sectionNames, sections } from './sections.ts'

export interface NotTaken {
  /** As many as anybody reads, their texts cut to what differs. */
  changes: Difference[]
  more: number
  /** All of them, with all their words. */
  text: string
}

/** @param was the plan without it. @param is and with it. */
export function notTaken(was: Plan, is: Plan): NotTaken {
  const { differences: changes, more } = differences(was, is)
  return { changes, more, text: asText(differences(was, is, Infinity, Infinity).differences) }
}

/** What a person wrote in is shown whole, up to here. */
const LETTERS_SHOWN = 2_000

interface Takeaway {
  /** The plan as the server had it, without what this page alone had. */
  known: Plan
  /** As it stood on this page. */
  before: Plan
  /** As it stands there now that others' edits came. */
  after: Plan
  /** The ids under which nothing stands there now, or something else than did: it was set back without what they wrote. */
  renewed: ReadonlySet<string>
  /** The field that the person is in. */
  at?: string | undefined
}

/** What others took out of the plan while a person wrote in it, or was about to: as it stood on their page. */
export function takenAway({ known, before, after, renewed, at }: Takeaway): NotTaken {
  const isSame = (list: ListName, id: string) =>
    isSameValue(entityIn(before, list, id), entityIn(after, list, id))
  const gone = new Set(
    listNames.flatMap((list) => idsIn(before, list).filter((id) => renewed.has(id) && !isSame(list, id))),
  )
  const isBack = (id: string) => listNames.some((list) => entityIn(after, list, id))
  const isIn = (path: string) => path.split('/').some((part) => gone.has(part) && !isBack(part))
  const paths = changesBetween(known, before).map(({ path }) => path)
  const touched = new Set(
    [...paths, at ?? ''].flatMap((path) => path.split('/')).filter((id) => gone.has(id)),
  )
  const rest = Object.fromEntries(listNames.map((list) => [list, without(before[list], touched)]))
  const words = (letters: number) => [
    ...differences(before, { ...before, ...rest }, Infinity, letters).differences,
    ...differences(known, before, Infinity, letters).differences.filter(
      ({ path }) => isIn(path) && collections[path.split('/')[0] as CollectionName].form === 'grid',
    ),
  ]
  const shown = words(LETTERS_SHOWN)
  return {
    changes: shown.slice(0, DIFFERENCES_MAX),
    more: Math.max(0, shown.length - DIFFERENCES_MAX),
    text: asText(words(Infinity)),
  }
}

const listNames = (Object.keys(collections) as CollectionName[]).filter(
  (name): name is ListName => collections[name].form === 'list',
)
const idsIn = (plan: Plan, list: ListName) => plan[list].map(({ id }) => id)
const entityIn = (plan: Plan, list: ListName, id: string) => plan[list].find((entity) => entity.id === id)
const without = (entities: readonly Entity[], ids: ReadonlySet<string>) =>
  entities.filter(({ id }) => !ids.has(id))

function asText(all: readonly Difference[]): string {
  const bySection = Map.groupBy(all, ({ section }) => section)
  const part = (section: Section) => {
    const own = bySection.get(section)
    return own ? [[sections[section].title, ...own.map(line)].join('\n')] : []
  }
  return sectionNames.flatMap(part).join('\n\n')
}

function line({ kind, label, was, is }: Difference): string {
  if (kind === 'added') return `- Added ${label}${is === null ? '' : `: ${is}`}`
  if (kind === 'removed') return `- Removed ${label}${was === null ? '' : `: ${was}`}`
  if (kind === 'moved') return `- Moved ${label}: ${was} to ${is}`
  return `- ${label}: ${is ?? '(empty)'}\n  before: ${was ?? '(empty)'}`
}
