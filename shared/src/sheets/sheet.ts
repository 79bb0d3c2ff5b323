/**
 * What is on a printed sheet, without its layout: a title and pause points, each of items next to their boxes.
 * The layout engine prints the words as they are: nothing in them is markup.
 */
import type { PlanEvent } from '../log/events.ts'
import type { Plan } from '../plan/schema.ts'

export interface SheetInput {
  plan: Plan
  /** The plan's events up to `now`. */
  log: readonly PlanEvent[]
  /** UTC ms. */
  now: number
  /** The hubs to print, where a sheet is one a hub; all of them unless said. */
  hubIds?: readonly string[]
}

export interface Sheet {
  title: string
  /** The hub that it is of, where each has one of its own. */
  hubId?: string
  /** Stands under the title: what a reader of this sheet needs to know first. */
  lead: string
  points: readonly PausePoint[]
  /** Where there are no pause points: why. */
  nothing: string
}

/** Where the crew stops, does what is listed, and says that it is done. */
export interface PausePoint {
  heading: string
  /** Short lines under the heading. */
  under: readonly string[]
  mark?: Mark
  /** What stands in columns at the end of each item. */
  columns: readonly Column[]
  items: readonly Item[]
  /** Sums under the columns. */
  total?: { text: string; cells: readonly string[] }
  /** The completion line, with room to write behind it; none for what is only looked up. */
  done?: string
}

/** A state to be seen across a room, without colour. */
export interface Mark {
  text: string
  /** White on black. */
  isLoud: boolean
}

export interface Column {
  title: string
  width: 'narrow' | 'medium' | 'wide'
  align: 'start' | 'end'
  /** What the sheet is for: it is read first. */
  isMain?: true
}

export interface Item {
  box: 'empty' | 'crossed' | 'none'
  text: string
  mark?: Mark
  /** The value wanted, and what is missing. */
  notes: readonly string[]
  /** Words to be read out or copied, as long as they are. */
  prose?: string
  /** One a column; an empty one is room to write. */
  cells: readonly string[]
}

/** What somebody writes there by hand, unless the plan knows it. */
export const WHO_AND_WHEN: readonly Column[] = [
  { title: 'Who', width: 'medium', align: 'start' },
  { title: 'When', width: 'wide', align: 'start' },
]

const ITEMS_MAX = 9

/**
 * The fewest groups of at most nine, as even as can be: with ten items or more, none has fewer than five. More than
 * that, nobody checks in one go.
 */
export function pausePoints<T>(items: readonly T[]): T[][] {
  const groups = Math.ceil(items.length / ITEMS_MAX)
  return Array.from({ length: groups }, (_, group) =>
    items.slice(
      Math.round((group * items.length) / groups),
      Math.round(((group + 1) * items.length) / groups),
    ),
  )
}

/** "2 of 3", where there is more than one. */
export function placeOf(index: number, count: number): string[] {
  return count > 1 ? [`${index + 1} of ${count}`] : []
}
