/** The playbook's launch day and the 21 days after it: the run of show, and what is sent when. */
import { elapsedMs, type EventFacts, offsetFromEnd, offsetWithin } from './event-facts.ts'
import type { PlanSeed } from './schema.ts'

type Seeded<N extends keyof PlanSeed> = NonNullable<PlanSeed[N]>

const minutes = (minutes: number) => elapsedMs({ minutes })

/** One hero clip, two micro-docs, three emails and the subscription offer, each later than the one before. */
export function playbookContent(event: EventFacts): Seeded<'pieces'> {
  return [
    {
      id: 'piece-hero',
      kind: 'heroClip',
      title: 'Hero clip: the drop in 30 seconds',
      sendOffsetMs: offsetFromEnd(event, { hours: 3 }),
      lengthSeconds: 30,
    },
    {
      id: 'piece-email-1',
      kind: 'email',
      title: 'Email 1: shipping timeline and thanks',
      sendOffsetMs: offsetFromEnd(event, { days: 2 }),
    },
    {
      id: 'piece-doc-making',
      kind: 'microDoc',
      title: 'Micro-doc: how it is made',
      sendOffsetMs: offsetFromEnd(event, { days: 4 }),
      lengthSeconds: 120,
      embeddedInId: 'piece-email-2',
    },
    {
      id: 'piece-email-2',
      kind: 'email',
      title: 'Email 2: behind the scenes',
      sendOffsetMs: offsetFromEnd(event, { days: 8 }),
    },
    {
      id: 'piece-doc-maker',
      kind: 'microDoc',
      title: 'Micro-doc: the maker, and why this run is small',
      sendOffsetMs: offsetFromEnd(event, { days: 11 }),
      lengthSeconds: 90,
    },
    {
      id: 'piece-offer',
      kind: 'offer',
      title: 'Subscription offer to buyers, open for 72 hours',
      sendOffsetMs: offsetFromEnd(event, { days: 16 }),
    },
    {
      id: 'piece-email-3',
      kind: 'email',
      title: 'Email 3: last hours of the offer, first look at what comes next',
      sendOffsetMs: offsetFromEnd(event, { days: 18, hours: 12 }),
    },
  ]
}

/** From the rehearsal to the published timeline, in the order of their times whatever the event's length. */
export function playbookCues(event: EventFacts): Seeded<'cues'> {
  const cues: (Seeded<'cues'>[number] & { offsetMs: number })[] = [
    {
      id: 'cue-rehearsal',
      offsetMs: minutes(-45),
      durationSeconds: 600,
      callOut: 'Rehearsal: both cameras, sound check, overlay on a private stream',
      owner: 'Stream and capture',
    },
    {
      id: 'cue-counts',
      offsetMs: minutes(-35),
      durationSeconds: 240,
      callOut: 'Both hubs read out their counts and buffers',
      owner: 'Stock and hubs',
    },
    {
      id: 'cue-loyalty',
      offsetMs: minutes(-30),
      durationSeconds: 60,
      callOut: 'Loyalty tier opens',
      owner: 'Lead',
    },
    {
      id: 'cue-first-confirmations',
      offsetMs: minutes(-25),
      durationSeconds: 180,
      callOut: 'First confirmations arrived, with the right hub and date',
      owner: 'Support',
    },
    {
      id: 'cue-hotspot',
      offsetMs: minutes(-20),
      durationSeconds: 120,
      callOut: 'Stream over the hotspot for a minute, then back',
      owner: 'Stream and capture',
    },
    {
      id: 'cue-poll',
      offsetMs: minutes(-15),
      durationSeconds: 240,
      callOut: 'Go or no-go, console by console',
      owner: 'Lead',
    },
    {
      id: 'cue-subscribers',
      offsetMs: minutes(-10),
      durationSeconds: 60,
      callOut: 'Subscribers and lookalikes open',
      owner: 'Lead',
    },
    {
      id: 'cue-context-camera',
      offsetMs: minutes(-6),
      durationSeconds: 180,
      callOut: 'Context camera live, counter on the overlay',
      owner: 'Stream and capture',
    },
    {
      id: 'cue-smoke-test',
      offsetMs: minutes(-3),
      durationSeconds: 120,
      callOut: 'One real order through the overlay, then refunded',
      owner: 'Checkout',
    },
    {
      id: 'cue-launch',
      offsetMs: 0,
      durationSeconds: 60,
      callOut: 'Public opens, hero clip plays',
      owner: 'Lead',
    },
    {
      id: 'cue-sprint',
      offsetMs: 0,
      durationSeconds: 900,
      callOut: 'Support sprint: every confirmation issue gets an owner',
      owner: 'Support',
    },
    {
      id: 'cue-restock',
      offsetMs: offsetWithin(event, 2 / 9),
      durationSeconds: 120,
      callOut: 'Restock call: move between hubs, or on to preorders',
      owner: 'Stock and hubs',
    },
    {
      id: 'cue-story',
      offsetMs: offsetWithin(event, 1 / 2),
      durationSeconds: 600,
      callOut: 'The maker on camera: why this run, why this few',
      owner: 'Stream and capture',
    },
    {
      id: 'cue-last-call',
      offsetMs: offsetWithin(event, 8 / 9),
      durationSeconds: 300,
      callOut: 'Last call, counter full screen',
      owner: 'Stream and capture',
    },
    {
      id: 'cue-close',
      offsetMs: offsetFromEnd(event, {}),
      durationSeconds: 120,
      callOut: 'Close: buy link off, thanks on screen',
      owner: 'Checkout',
    },
    {
      id: 'cue-metrics',
      offsetMs: offsetFromEnd(event, { minutes: 5 }),
      durationSeconds: 600,
      callOut: 'Save the live metrics before anybody signs out',
      owner: 'Lead',
    },
    {
      id: 'cue-timeline',
      offsetMs: offsetFromEnd(event, { minutes: 30 }),
      durationSeconds: 900,
      callOut: 'Publish the shipping timeline to buyers',
      owner: 'Stock and hubs',
    },
  ]
  return cues.sort((a, b) => a.offsetMs - b.offsetMs)
}
