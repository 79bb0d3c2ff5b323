/**
 * Ties a `<textarea>` to a Y.Text, keystroke by keystroke: what is typed goes out as the smallest edit, what
 * comes in leaves the caret where it was among its letters.
 *
 * While letters are being composed (CJK, dead keys, every word on Android), or a text stands refused, the
 * control is not touched: what others write is held back and shown when that is over.
 */
import { editBetween, type TextEdit } from '@flashboard/shared/plan/text-edit'
import type { Attachment } from 'svelte/attachments'
import type * as Y from 'yjs'
import { caretAfter, editsOf, HeldBack } from './text-edit.ts'

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

export function boundTo({
  text,
  maxLength,
  isOneLine,
  change,
  onRefused,
}: Binding): Attachment<HTMLTextAreaElement> {
  return (control) => {
    let isOwn = false
    let isComposing = false
    let isRefused = false
    /** What the control reflects: its value before what is being typed. */
    let shown = text.toString()
    let held: HeldBack | undefined
    control.value = shown

    function write(edit: TextEdit) {
      const edits = held?.mine(edit) ?? [edit]
      isOwn = true
      change(() => {
        for (const { at, remove, insert } of edits) {
          if (remove > 0) text.delete(at, remove)
          if (insert !== '') text.insert(at, insert)
        }
      })
      isOwn = false
    }

    function typed() {
      if (isOneLine && control.value.includes('\n')) joinLines(control)
      const { value } = control
      isRefused = value.length > maxLength && value.length > shown.length
      onRefused(isRefused ? value.length : undefined)
      if (isRefused) return
      const edit = editBetween(shown, value, control.selectionEnd)
      shown = value
      if (edit.remove > 0 || edit.insert !== '') write(edit)
      catchUp()
    }

    /** Shows what was held back, once the control may be touched again. */
    function catchUp() {
      if (!held || isComposing || isRefused) return
      const places = held
      held = undefined
      shown = text.toString()
      show(control, shown, (index) => places.inDocument(index))
    }

    function received(event: Y.YTextEvent) {
      if (isOwn) return
      const edits = editsOf(event.delta)
      if (isComposing || isRefused) {
        held ??= new HeldBack(shown.length)
        for (const edit of edits) held.theirs(edit)
        return
      }
      shown = text.toString()
      show(control, shown, (index) => edits.reduce(caretAfter, index))
    }

    const listeners = {
      input: typed,
      compositionstart: () => {
        isComposing = true
      },
      compositionend: () => {
        isComposing = false
        typed()
      },
    }
    for (const [name, listener] of Object.entries(listeners)) control.addEventListener(name, listener)
    text.observe(received)
    return () => {
      for (const [name, listener] of Object.entries(listeners)) control.removeEventListener(name, listener)
      text.unobserve(received)
    }
  }
}

function joinLines(control: HTMLTextAreaElement): void {
  const { selectionStart, selectionEnd } = control
  control.value = control.value.replaceAll('\n', ' ')
  control.setSelectionRange(selectionStart, selectionEnd)
}

function show(control: HTMLTextAreaElement, value: string, move: (index: number) => number): void {
  const { selectionStart, selectionEnd, selectionDirection } = control
  control.value = value
  if (control !== document.activeElement) return
  control.setSelectionRange(move(selectionStart), move(selectionEnd), selectionDirection)
}
