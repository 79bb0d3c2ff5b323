/** Every scenario, in the order in which they are printed. */
import type { Scenario } from '../scenario.ts'
import { besideLarge } from './beside-large.ts'
import { coldOpen } from './cold-open.ts'
import { intake } from './intake.ts'
import { kill } from './kill.ts'
import { memory } from './memory.ts'
import { most } from './most.ts'
import { returning } from './returning.ts'
import { stalledReader } from './stalled-reader.ts'
import { streams } from './streams.ts'

export const scenarios: readonly Scenario[] = [
  ...streams,
  most,
  ...returning,
  memory,
  ...coldOpen,
  besideLarge,
  intake,
  kill,
  stalledReader,
]
