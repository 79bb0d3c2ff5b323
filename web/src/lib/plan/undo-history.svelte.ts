/** Undo and redo of this person's own edits on this page. */
import type { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { createSubscriber } from 'svelte/reactivity'
import type { UndoManager } from 'yjs'

const STACK_EVENTS = ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const

export class UndoHistory {
  readonly #manager: UndoManager
  readonly #subscribe: () => void

  constructor(plan: PlanDoc) {
    this.#manager = plan.undoManager()
    this.#subscribe = createSubscriber((update) => {
      for (const event of STACK_EVENTS) this.#manager.on(event, update)
      return () => {
        for (const event of STACK_EVENTS) this.#manager.off(event, update)
      }
    })
  }

  get canUndo(): boolean {
    this.#subscribe()
    return this.#manager.canUndo()
  }

  get canRedo(): boolean {
    this.#subscribe()
    return this.#manager.canRedo()
  }

  undo(): void {
    this.#manager.undo()
  }

  redo(): void {
    this.#manager.redo()
  }

  /** Nothing of before can be undone any more. */
  clear(): void {
    this.#manager.clear()
  }

  /** Ends the running step, so that what follows is undone on its own. */
  pause(): void {
    this.#manager.stopCapturing()
  }

  destroy(): void {
    this.#manager.destroy()
  }
}
