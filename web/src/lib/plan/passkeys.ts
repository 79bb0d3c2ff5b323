/** Passkeys, with the browser's own dialogue in between; fetched when somebody wants one. */
import type { Passkey } from '@flashboard/shared/wire/you'
import { answerOf, api } from './api.ts'

/** The browser's dialogue was closed, or the browser has no passkeys for this site. */
class PasskeyError extends Error {
  constructor(cause: unknown) {
    const isKnown = (cause as Error).name === 'InvalidStateError'
    super(
      isKnown
        ? 'This device has a passkey of yours already. Nothing was changed.'
        : 'No passkey was taken. Nothing was changed; try again, or choose another device in the browser’s dialogue.',
      { cause },
    )
    this.name = 'PasskeyError'
  }
}

/** @throws RequestError, PasskeyError */
export async function makePasskey(): Promise<Passkey[]> {
  const { startRegistration } = await import('@simplewebauthn/browser')
  const { options } = await answerOf(api.you.passkeys.options.$post())
  const response = await startRegistration({ optionsJSON: options as never }).catch(asked)
  return (await answerOf(api.you.passkeys.$post({ json: { response } as never }))).passkeys
}

/** @throws RequestError, PasskeyError */
export async function signInWithPasskey() {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  const { options } = await answerOf(api['sign-in'].passkey.options.$post())
  const response = await startAuthentication({ optionsJSON: options as never }).catch(asked)
  return await answerOf(api['sign-in'].passkey.$post({ json: { response } as never }))
}

function asked(cause: unknown): never {
  throw new PasskeyError(cause)
}
