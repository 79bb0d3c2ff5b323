/** The sample's launch day and the 21 days after it. */
import { elapsedMs, type EventFacts, offsetFromEnd, offsetWithin } from './event-facts.ts'
import type { PlanSeed } from './schema.ts'

type Seeded<N extends keyof PlanSeed> = NonNullable<PlanSeed[N]>

const minutes = (minutes: number) => elapsedMs({ minutes })

export function sampleContent(event: EventFacts): Seeded<'pieces'> {
  return [
    {
      id: 'piece-hero',
      kind: 'heroClip',
      title: 'Hero clip: the last pour',
      owner: 'Stream',
      sendOffsetMs: offsetFromEnd(event, { hours: 3 }),
      lengthSeconds: 35,
    },
    {
      id: 'piece-email-1',
      kind: 'email',
      title: 'Email 1: shipping timeline',
      owner: 'Stock',
      sendOffsetMs: offsetFromEnd(event, { days: 2 }),
    },
    {
      id: 'piece-doc-foundry',
      kind: 'microDoc',
      title: 'Micro-doc: the dial foundry',
      owner: 'Stream',
      sendOffsetMs: offsetFromEnd(event, { days: 4 }),
      lengthSeconds: 120,
      embeddedInId: 'piece-email-2',
    },
    {
      id: 'piece-email-2',
      kind: 'email',
      title: 'Email 2: behind the scenes',
      owner: 'Support',
      sendOffsetMs: offsetFromEnd(event, { days: 8 }),
    },
    {
      id: 'piece-doc-straps',
      kind: 'microDoc',
      title: 'Micro-doc: one hide, four straps',
      owner: 'Stream',
      sendOffsetMs: offsetFromEnd(event, { days: 11 }),
      lengthSeconds: 95,
    },
    {
      id: 'piece-offer',
      kind: 'offer',
      title: 'Strap of the season, open for 72 hours',
      owner: 'Checkout',
      sendOffsetMs: offsetFromEnd(event, { days: 16 }),
    },
    {
      id: 'piece-email-3',
      kind: 'email',
      title: 'Email 3: last hours of the strap offer',
      owner: 'Support',
      sendOffsetMs: offsetFromEnd(event, { days: 18, hours: 12 }),
    },
  ]
}

export function sampleCues(event: EventFacts): Seeded<'cues'> {
  const cues = [
    cue('rehearsal', minutes(-45), 600, 'Rehearsal: both cameras, sound check', 'Stream', 'Lead'),
    cue('counts', minutes(-35), 240, 'Porto and Lisbon read out counts and buffers', 'Stock', 'Support'),
    cue('loyalty', minutes(-30), 60, 'Loyalty tier opens', 'Lead', 'Checkout'),
    cue(
      'confirmations',
      minutes(-25),
      180,
      'First confirmations arrived, hub and date right',
      'Support',
      'Stock',
    ),
    cue(
      'hotspot',
      minutes(-20),
      120,
      'Stream over the hotspot for a minute, then back',
      'Stream',
      'Checkout',
    ),
    cue('poll', minutes(-15), 240, 'Go or no-go, console by console', 'Lead', 'Checkout'),
    cue('lookalikes', minutes(-10), 60, 'Lookalike tier opens', 'Lead', 'Checkout'),
    cue('context', minutes(-6), 180, 'Camera two to context, overlay counter on', 'Stream', 'Lead'),
    cue('smoke-test', minutes(-3), 120, 'Checkout smoke test, one real order', 'Checkout', 'Stream'),
    cue('launch', 0, 60, 'Public opens, hero clip plays', 'Lead', 'Checkout'),
    cue('sprint', 0, 900, '15-minute support sprint starts', 'Support', 'Stock'),
    cue(
      'restock',
      offsetWithin(event, 2 / 9),
      120,
      'First restock call: Porto or preorder',
      'Stock',
      'Support',
    ),
    cue('maker', offsetWithin(event, 1 / 2), 600, 'Maker on camera, provenance story', 'Stream', 'Lead'),
    cue(
      'second-restock',
      offsetWithin(event, 2 / 3),
      120,
      'Second restock call: what is left goes live',
      'Stock',
      'Support',
    ),
    cue('last-call', offsetWithin(event, 8 / 9), 300, 'Last call, counter full screen', 'Stream', 'Lead'),
    cue(
      'close',
      offsetFromEnd(event, {}),
      120,
      'Close: buy link off, thanks on screen',
      'Checkout',
      'Stream',
    ),
    cue('metrics', offsetFromEnd(event, { minutes: 5 }), 600, 'Save the live metrics', 'Lead', 'Checkout'),
    cue(
      'timeline',
      offsetFromEnd(event, { minutes: 30 }),
      900,
      'Publish the shipping timeline',
      'Stock',
      'Support',
    ),
  ]
  return cues.sort((a, b) => a.offsetMs - b.offsetMs)
}

function cue(
  id: string,
  offsetMs: number,
  durationSeconds: number,
  callOut: string,
  owner: string,
  deputy: string,
) {
  return { id: `cue-${id}`, offsetMs, durationSeconds, callOut, owner, deputy }
}
