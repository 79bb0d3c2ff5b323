/**
 * Ties a `<textarea>` to a Y.Text, keystroke by keystroke: what is typed goes out as the
 * smallest edit, what comes in leaves the caret where it was among its letters.
 */
import type { Attachment } from 'svelte/attachments'
import type * as Y from 'yjs'
import { caretAfter, editBetween, type TextEdit } from './text-edit.ts'

type TextControl = HTMLTextAreaElement

interface Binding {
  text: Y.Text
  maxLength: number
  /** Line breaks pasted into it become spaces. */
  isOneLine: boolean
  /** Runs the write as this person's own change. */
  change: (write: () => void) => void
  /** Called with the length that was refused, or `undefined` when the text fits again. */
  onRefused: (length: number | undefined) => void
}

export function boundTo({ text, maxLength, isOneLine, change, onRefused }: Binding): Attachment<TextControl> {
  return (control) => {
    let isOwn = false
    // While what stands in the control is refused it is kept there, whatever others write meanwhile.
    let isRefused = false
    control.value = text.toString()

    const typed = (event: Event) => {
      // Letters under composition (CJK, dead keys) are not text yet.
      if ((event as InputEvent).isComposing) return
      const before = text.toString()
      if (isOneLine && control.value.includes('\n')) joinLines(control)
      isRefused = control.value.length > maxLength && control.value.length > before.length
      onRefused(isRefused ? control.value.length : undefined)
      if (isRefused) return
      const edit = editBetween(before, control.value, control.selectionEnd)
      isOwn = true
      change(() => {
        if (edit.remove > 0) text.delete(edit.at, edit.remove)
        if (edit.insert !== '') text.insert(edit.at, edit.insert)
      })
      isOwn = false
    }

    const received = (event: Y.YTextEvent) => {
      if (isOwn || isRefused) return
      show(control, text.toString(), editsOf(event))
    }

    control.addEventListener('input', typed)
    control.addEventListener('compositionend', typed)
    text.observe(received)
    return () => {
      control.removeEventListener('input', typed)
      control.removeEventListener('compositionend', typed)
      text.unobserve(received)
    }
  }
}

function joinLines(control: TextControl): void {
  const { selectionStart, selectionEnd } = control
  control.value = control.value.replaceAll('\n', ' ')
  control.setSelectionRange(selectionStart, selectionEnd)
}

function show(control: TextControl, value: string, edits: readonly TextEdit[]): void {
  const { selectionStart, selectionEnd, selectionDirection } = control
  control.value = value
  if (control !== document.activeElement) return
  const move = (index: number) => edits.reduce(caretAfter, index)
  control.setSelectionRange(move(selectionStart), move(selectionEnd), selectionDirection)
}

/** A Yjs delta as edits one after the other, each addressed in the text that the ones before it left. */
function editsOf(event: Y.YTextEvent): TextEdit[] {
  const edits: TextEdit[] = []
  let at = 0
  for (const { retain, delete: remove, insert } of event.delta) {
    if (retain !== undefined) at += retain
    else if (remove !== undefined) edits.push({ at, remove, insert: '' })
    else if (typeof insert === 'string') {
      edits.push({ at, remove: 0, insert })
      at += insert.length
    }
  }
  return edits
}
