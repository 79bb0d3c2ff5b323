/**
 * Clients that send whatever bytes they like into a plan that somebody works on: noise, half updates, forged ones,
 * deletions of what is to come, gaps, others' ids and presence. The plan must stay what its log says, load again as it
 * is, and take edits; whoever works on it must not notice, nor must another plan of that server.
 *
 * Several plans, one after the other: what is let in makes a plan larger, and each look at it dearer.
 */
import { Siege } from './siege.ts'
import type { Soak } from './soak.ts'
import { stormOverSockets } from './storm-over-sockets.ts'

interface Size {
  plans: number
  /** In each plan. */
  messages: number
  noiseBytes: number
  /** Of a socket that may only read. */
  viewerFrames: number
  overSockets: number
  /** How long the other plan is watched at a time, in s. */
  stretch: number
  /** Whether it is to keep its pace: on a machine that has other work, as a test's has, that says nothing. */
  isTimed: boolean
}

const CHECK_EVERY = 5_000

export const hostile: Soak<Size> = {
  promises: 'S4 S5 S6 S7',
  title: 'Whatever bytes a client sends, the plan is what its log says, loads again and takes edits',
  full: {
    plans: 10,
    messages: 10_000,
    noiseBytes: 106_496,
    viewerFrames: 1_000,
    overSockets: 10_000,
    stretch: 5,
    isTimed: true,
  },
  short: {
    plans: 1,
    messages: 500,
    noiseBytes: 16_384,
    viewerFrames: 200,
    overSockets: 100,
    stretch: 0.5,
    isTimed: false,
  },

  async prove({ plans, messages, noiseBytes, viewerFrames, overSockets, stretch, isTimed }, say) {
    const stormed = await stormOverSockets(overSockets, stretch, say)
    const sum = { messages: 0, rows: 0, noise: 0, damaged: 0, frames: 0, changes: 0 }
    const seen = { closed: 0, spoofed: 0, complaints: 0 }
    for (let plan = 1; plan <= plans; plan++) {
      const siege = await Siege.begin(plan)
      for (let sent = 0, checkAt = CHECK_EVERY; sent < messages;) {
        const more = await siege.storm('editor', messages - sent)
        sent += more
        sum.messages += more
        siege.work()
        if (sent < checkAt && sent < messages) continue
        checkAt += CHECK_EVERY
        sum.damaged += (await siege.isSound()) ? 0 : 1
      }
      sum.noise += await siege.noise(noiseBytes)
      sum.damaged += (await siege.isSound()) ? 0 : 1

      const before = siege.state()
      for (let frames = 0; frames < viewerFrames;) {
        const more = await siege.storm('viewer', viewerFrames - frames)
        frames += more
        sum.frames += more
      }
      sum.changes += before === siege.state() ? 0 : 1
      sum.rows += siege.rows
      seen.closed += siege.closed
      seen.spoofed += siege.spoofed
      seen.complaints += siege.complaints
      say(
        `plan ${plan}: ${sum.messages} messages, ${sum.rows} rows, ${sum.damaged} times not as it should be`,
      )
    }
    return [
      { what: 'hostile messages', value: sum.messages, atLeast: plans * messages },
      { what: 'of them let in, as rows', value: sum.rows, atLeast: plans },
      { what: 'bytes of noise', value: sum.noise, atLeast: plans * noiseBytes },
      {
        what: 'times the plan was not as its log says, or did not load or take an edit',
        value: sum.damaged,
        atMost: 0,
      },
      { what: 'times who works on it was closed', value: seen.closed, atMost: 0 },
      { what: 'times their presence was not theirs', value: seen.spoofed, atMost: 0 },
      { what: 'frames of a viewer', value: sum.frames, atLeast: plans * viewerFrames },
      { what: 'changes by that', value: sum.changes, atMost: 0 },
      { what: 'complaints of the server', value: seen.complaints, atMost: 0 },
      { what: 'hostile messages over sockets', value: stormed.heard, atLeast: overSockets },
      { what: 'another plan’s p99 before, ms', value: stormed.p99Before },
      { what: 'and at worst meanwhile, ms', value: stormed.p99, ...(isTimed && { atMost: 100 }) },
      { what: 'of that, how late those who measure were themselves, ms', value: stormed.lateMs },
      { what: 'edits of it that did not come', value: stormed.lost, ...(isTimed && { atMost: 0 }) },
      { what: 'sockets closed on those who did nothing', value: stormed.closed, atMost: 0 },
      { what: 'memory growth without garbage, MiB', value: stormed.growthMiB, atMost: 95 },
    ]
  },
}
