/** What is sent, in the form that each kind of receiver reads. docs/alerts.md documents these for their readers. */
import { requirementById } from '@flashboard/shared/activity/belonging'
import type { AlertKind } from '@flashboard/shared/log/alerts'
import type { AlertJob } from '../store/alert-jobs.ts'

export interface Message {
  /** The same at every attempt, so that whoever gets it twice can tell. */
  id: string
  type: 'flashboard.alert' | 'flashboard.test'
  /** UTC ms: when it happened. */
  at: number
  subject: string
  /** One line that can be read aloud. */
  text: string
  /** Where people open the plan, on servers that know their own address. */
  link?: string
  /** What a signed webhook has beside. */
  facts: Readonly<Record<string, unknown>>
}

interface AboutPlan {
  planId: string
  /** The origin that people's browsers know the server by. */
  publicUrl?: string | undefined
}

const subjects: Record<AlertKind, string> = {
  atRisk: 'at risk',
  missed: 'missed',
  metLate: 'met late',
  waived: 'waiver',
  launchMoved: 'launch moved',
  restored: 'set back',
}

export function alertMessage(job: AlertJob, about: AboutPlan): Message {
  const { targetId, epoch, alert } = job
  const { seq, at, kind, plan, text, gate, dueAt, requirements } = alert
  return {
    id: `msg_${targetId}_${epoch}_${seq}`,
    type: 'flashboard.alert',
    at,
    subject: `${plan}: ${subjects[kind]}`,
    text,
    ...linkOf(about),
    facts: {
      plan: { id: about.planId, name: plan },
      event: seq,
      kind,
      ...(gate !== undefined && { gate }),
      ...(dueAt !== undefined && { dueAt: new Date(dueAt).toISOString() }),
      requirements: requirements.map((id) => ({ id, title: requirementById(id)?.title ?? id })),
    },
  }
}

/** @param id of its own: a test is never the same as another. */
export function testMessage(id: string, plan: string, at: number, about: AboutPlan): Message {
  return {
    id: `msg_${id}`,
    type: 'flashboard.test',
    at,
    subject: `${plan}: a test`,
    text: `${plan}: this is a test. Word of this plan will arrive here.`,
    ...linkOf(about),
    facts: { plan: { id: about.planId, name: plan } },
  }
}

/** Nothing in it is anybody's to choose: it goes to an address that nobody has proved to be theirs. */
export function codeMessage(
  id: string,
  code: string,
  at: number,
): Pick<Message, 'id' | 'at' | 'subject' | 'text'> {
  return {
    id: `code_${id}`,
    at,
    subject: `${code} is your Flashboard code`,
    text:
      `Somebody asked Flashboard to send word of a plan to this address. If it was you, type this code ` +
      `there within 30 minutes: ${code}\n\nIf it was not, do nothing: without the code, nothing is sent here.`,
  }
}

/**
 * Slack's form: `&`, `<` and `>` would be taken for mentions and links of the sender's choosing. Others that take it
 * (Mattermost, Discord) read "@channel" and "@everyone" as they stand, so something that is not seen comes between.
 */
export function slackBody({ text, link }: Message): string {
  const plain = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u200b')
  return JSON.stringify({ text: link === undefined ? plain : `${plain}\n<${link}|Open the plan>` })
}

/** The payload that https://www.standardwebhooks.com recommends. */
export function standardBody({ type, at, text, link, facts }: Message): string {
  const url = link === undefined ? {} : { url: link }
  return JSON.stringify({ type, timestamp: new Date(at).toISOString(), data: { text, ...url, ...facts } })
}

export function mailText({ text, link }: Message): string {
  const where = link === undefined ? 'the plan' : link
  const why = 'You get this because you asked Flashboard for word of this plan.'
  return `${text}\n\n${link === undefined ? '' : `${link}\n\n`}${why} To end it, open ${where}, look under Alerts, and remove this address.\n`
}

function linkOf({ planId, publicUrl }: AboutPlan): { link?: string } {
  return publicUrl === undefined ? {} : { link: `${publicUrl}/plans/${planId}` }
}
