/** The mail server, where there is one; else the sentence that says why not. */
import { createTransport } from 'nodemailer'
import type { Config } from '../config.ts'
import { DeliveryError } from './delivery-error.ts'

/** Its own limits: an attempt that is given up leaves a connection behind, which then ends too. */
const LIMIT_MS = 10_000

interface Letter {
  /** The same at every attempt. */
  id: string
  to: string
  /** UTC ms. */
  at: number
  subject: string
  text: string
}

export class Mail {
  /** Why no email can be sent from here; `null` when it can. */
  readonly off: string | null
  readonly #from: string
  readonly #transport: ReturnType<typeof createTransport> | undefined

  constructor({ smtpUrl, mailFrom }: Pick<Config, 'smtpUrl' | 'mailFrom'>) {
    const missing = [...(smtpUrl ? [] : ['SMTP_URL']), ...(mailFrom ? [] : ['MAIL_FROM'])]
    this.#from = mailFrom ?? ''
    if (missing.length > 0) {
      const names = missing.join(' and ')
      this.off = `No email is sent from here: whoever runs this server has not set ${names}.`
      return
    }
    this.off = null
    const limits = { connectionTimeout: LIMIT_MS, greetingTimeout: LIMIT_MS, socketTimeout: LIMIT_MS }
    this.#transport = createTransport({
      url: smtpUrl,
      ...limits,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  }

  /** @throws DeliveryError; whatever else is thrown is the signal's. */
  async send({ id, to, at, subject, text }: Letter, signal: AbortSignal): Promise<void> {
    if (!this.#transport) throw new DeliveryError(this.off!)
    signal.throwIfAborted()
    const sending = this.#transport.sendMail({
      // As parts, not as one text: what is in an address never becomes a second one.
      from: { name: 'Flashboard', address: this.#from },
      to: { name: '', address: to },
      messageId: `<${id}@${this.#from.slice(this.#from.lastIndexOf('@') + 1)}>`,
      date: new Date(at),
      subject,
      text,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
    const refused = sending.catch((error: unknown) => Promise.reject(unsent(error)))
    await Promise.race([refused, aborted(signal)])
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}

/** What a mail server answers may name its inside, so of it there is the number alone. */
function unsent(cause: unknown): DeliveryError {
  const { code, responseCode } = cause as { code?: unknown; responseCode?: unknown }
  const answer = typeof responseCode === 'number' ? ` (${responseCode})` : ''
  if (code === 'EENVELOPE')
    return new DeliveryError(`The mail server refused the address${answer}.`, { cause })
  if (code === 'EAUTH')
    return new DeliveryError(`The mail server did not let this server in${answer}.`, { cause })
  if (answer) return new DeliveryError(`The mail server did not take the message${answer}.`, { cause })
  return new DeliveryError('The mail server could not be reached.', { cause })
}
