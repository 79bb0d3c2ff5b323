/**
 * Where others take away what has the focus, it stays on the panel around it. On nothing, the next space that somebody
 * types would scroll the page away from where they are; so would one in a field that has become theirs to read only.
 */
import { on } from 'svelte/events'

/** @param board within which the focus is kept. */
export function keepFocus(board: HTMLElement): () => void {
  let held: HTMLElement | undefined
  let panel: HTMLElement | null = null

  const watch = new MutationObserver(() => {
    if (!held || (held.isConnected && !held.matches(':disabled'))) return
    const { activeElement } = document
    const isLost = activeElement === document.body || activeElement === held
    held = undefined
    if (isLost && panel) focusPanel(panel)
  })
  watch.observe(board, { childList: true, subtree: true, attributeFilter: ['disabled'] })

  const stops = [
    on(document, 'focusin', ({ target }) => {
      const element = target as HTMLElement
      held = board.contains(element) ? element : undefined
      panel = element.closest('section')
    }),
    // Whoever points elsewhere lets it go themselves.
    on(document, 'pointerdown', () => (held = undefined), { capture: true }),
    on(board, 'keydown', (event) => {
      const isForNothing = (event.target as HTMLElement).matches('section, [readonly]')
      if (event.key === ' ' && isForNothing) event.preventDefault()
    }),
  ]
  return () => {
    watch.disconnect()
    for (const stop of stops) stop()
  }
}

function focusPanel(panel: HTMLElement): void {
  panel.tabIndex = -1
  panel.addEventListener('blur', () => panel.removeAttribute('tabindex'), { once: true })
  panel.focus({ preventScroll: true })
}
