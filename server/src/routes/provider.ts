/**
 * The team's own sign-in: an OpenID Connect provider that the operator names. It is asked for the first time when
 * somebody wants to sign in by it, so that the board starts, and goes on, without it.
 */
import { HOUR_MS } from '@flashboard/shared/plan/time'
import { AppError } from '@flashboard/shared/wire/errors'
import * as oidc from 'openid-client'
import type { Clock } from '../clock/clock.ts'

/** What the operator has set. */
export interface ProviderSettings {
  issuer: string
  clientId: string
  /** A provider may know a client without one: PKCE alone then says that it is the same. */
  clientSecret?: string | undefined
  /** What its people call it. */
  name: string
}

/** Less than a page waits for an answer. */
const ANSWERS_WITHIN_SECONDS = 5
/** So long what the provider says of itself is believed. */
const KNOWN_FOR_MS = HOUR_MS

/** Of one sign-in, from its beginning to its end: nobody but the browser that began it can know these. */
export interface Checks {
  state: string
  nonce: string
  verifier: string
}

export interface SignedIn {
  issuer: string
  subject: string
  /** What they are called there, if it says. */
  name: string | undefined
  /** What they know their account by. */
  label: string
}

export class Provider {
  readonly name: string
  /** As accounts have it. */
  readonly issuer: string
  readonly #settings: ProviderSettings
  readonly #clock: Pick<Clock, 'now'>
  #known: { at: number; configuration: Promise<oidc.Configuration> } | undefined

  constructor(settings: ProviderSettings, clock: Pick<Clock, 'now'>) {
    this.name = settings.name
    this.issuer = new URL(settings.issuer).href
    this.#settings = settings
    this.#clock = clock
  }

  /**
   * Where the browser is to go.
   * @param redirectUri where it comes back to.
   * @throws AppError `provider_away`
   */
  async addressFor({ state, nonce, verifier }: Checks, redirectUri: string): Promise<string> {
    const configuration = await this.#configuration()
    const address = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: 'openid profile email',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    })
    return address.href
  }

  /**
   * Who has signed in there.
   * @param cameTo the address that the browser came back to, with all that the provider put there.
   * @throws AppError `sign_in_refused`, `provider_away`
   */
  async whoCame({ state, nonce, verifier }: Checks, cameTo: URL): Promise<SignedIn> {
    const configuration = await this.#configuration()
    const tokens = await oidc
      .authorizationCodeGrant(configuration, cameTo, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      .catch((error: unknown) => this.#fail(error))
    const claims = tokens.claims()!
    const said = (claim: unknown) => (typeof claim === 'string' ? claim.trim() : '')
    const [name, user, email] = [claims['name'], claims['preferred_username'], claims['email']].map(said)
    return {
      issuer: new URL(claims.iss).href,
      subject: claims.sub,
      name: name || user || undefined,
      label: (email || user || name || this.name).slice(0, 200),
    }
  }

  /** Those who ask at once share an answer; one that failed is asked for anew. */
  #configuration(): Promise<oidc.Configuration> {
    const now = this.#clock.now()
    if (this.#known && now - this.#known.at < KNOWN_FOR_MS) return this.#known.configuration
    const configuration = this.#discover()
    this.#known = { at: now, configuration }
    configuration.catch(() => (this.#known = undefined))
    return configuration
  }

  async #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings
    const url = new URL(issuer)
    try {
      const configuration = await oidc.discovery(
        url,
        clientId,
        undefined,
        clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(clientSecret),
        {
          timeout: ANSWERS_WITHIN_SECONDS,
          // The settings allow it on this machine alone.
          ...(url.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : {}),
        },
      )
      // TLS says who has sent a token; its signature says so too.
      oidc.enableNonRepudiationChecks(configuration)
      return configuration
    } catch (error) {
      throw this.#away(error)
    }
  }

  #fail(error: unknown): never {
    if (didNotAnswer(error)) throw this.#away(error)
    const message =
      error instanceof oidc.AuthorizationResponseError && error.error === 'access_denied'
        ? `The sign-in with ${this.name} was broken off. Nothing was changed.`
        : `The sign-in with ${this.name} was not taken. Nothing was changed; try again.`
    throw new AppError('sign_in_refused', message, { cause: causeOf(error) })
  }

  #away(error: unknown): AppError {
    const message = `${this.name} does not answer as it should. Nothing was changed; try again later, or go on by name or passkey.`
    return new AppError('provider_away', message, { cause: causeOf(error) })
  }
}

/** It could not be reached (fetch then throws a TypeError), was too slow, or fell over itself. */
function didNotAnswer(error: unknown): boolean {
  if (error instanceof TypeError) return true
  const code = error instanceof oidc.ClientError ? error.code : undefined
  return code === 'OAUTH_TIMEOUT' || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM'
}

/** For the log: what kind of error it was. The library's own carry requests and answers, and secrets with them. */
function causeOf(error: unknown): Error {
  const { name, message, code, error: told, status, cause } = error as Record<string, unknown>
  const under = (cause as { code?: unknown } | undefined)?.code
  const known = [name, code, status, told, message, under].filter(
    (part) => typeof part === 'string' || typeof part === 'number',
  )
  return new Error(known.join(', ').slice(0, 500))
}
