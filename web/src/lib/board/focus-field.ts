/** Takes a person to a field of the plan, opening what hides it. */
import { parseFieldPath } from '@flashboard/shared/plan/field-path'
import { controlId } from './fields/field-control.ts'

/** A browser rings a field that was reached by keyboard; whoever followed a link is shown it all the same. */
function markFound(target: HTMLElement): void {
  target.dataset['found'] = ''
  target.addEventListener('blur', () => delete target.dataset['found'], { once: true })
}

/** @param path of a field; or a collection's name alone, for the place where its first one is added. */
export function focusField(path: string): boolean {
  const element =
    document.getElementById(controlId(path)) ?? document.getElementById(controlId(path.split('/')[0]!))
  if (!element) return false
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (at instanceof HTMLDetailsElement) at.open = true
  }
  const target = parseFieldPath(path)
    ? element
    : (element.querySelector<HTMLElement>('button.add') ?? element)
  target.scrollIntoView({ block: 'center' })
  target.focus({ preventScroll: true })
  markFound(target)
  return true
}
