/** The ways of being told that lead somewhere: what each is called, and how its address is asked for. */
import type { Target } from '@flashboard/shared/wire/alerts'
import type { FullAutoFill, HTMLInputAttributes } from 'svelte/elements'

export interface Way {
  via: Target['via']
  title: string
  about: string
  adds: string
  asks: string
  such: string
  does: string
  inputMode: HTMLInputAttributes['inputmode']
  autocomplete: FullAutoFill
}

export const ways: readonly Way[] = [
  {
    via: 'webhook',
    title: 'Chat or program',
    about: 'A message to a channel of a chat, or to a program of yours.',
    adds: 'Add a webhook',
    asks: 'Address of the webhook',
    such: 'https://hooks.slack.com/services/…',
    does: 'Add it',
    inputMode: 'url',
    autocomplete: 'off',
  },
  {
    via: 'email',
    title: 'Email',
    about: 'A message to an address of yours.',
    adds: 'Add an address',
    asks: 'Email address',
    such: 'you@example.org',
    does: 'Send me a code',
    inputMode: 'email',
    autocomplete: 'email',
  },
]
