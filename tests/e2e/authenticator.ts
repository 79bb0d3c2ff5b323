/** Passkeys without a person's finger. */
import type { Page } from '@playwright/test'

/** Passkeys are for sites with a name. */
export const named = (url: string) => url.replace('127.0.0.1', 'localhost')

/** A device that makes passkeys without asking anybody. @returns how to give its keys to another. */
export async function withAuthenticator(page: Page) {
  const browser = await page.context().newCDPSession(page)
  await browser.send('WebAuthn.enable')
  const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    keys: async () => (await browser.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    /** As a password manager brings a key to another device. */
    take: async (from: { keys: () => Promise<{ credentialId: string }[]> }) => {
      for (const credential of await from.keys()) {
        await browser.send('WebAuthn.addCredential', { authenticatorId, credential: credential as never })
      }
    },
  }
}
