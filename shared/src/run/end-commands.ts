/** How a run ends: called off before its launch, or closed after it. */
import { command, reason } from './command.ts'
import { saleFigures } from './sales.ts'

export const endCommands = {
  callOff: command({
    who: 'caller',
    shape: { reason },
    decide: ({ run }, { reason: why }, { isLead }) => {
      if (run.launchedAt !== undefined) return 'The launch is called. Close the run instead.'
      if (!isLead) return 'Only a lead can call the run off. Hand the desk to one.'
      return [{ kind: 'runCalledOff', reason: why }]
    },
  }),
  closeRun: command({
    who: 'caller',
    shape: {},
    decide: ({ run, sales }, _, { plan }) => {
      if (run.launchedAt === undefined)
        return 'Close comes after the launch. To stop before it, hold the count, or call the run off.'
      const { sold, preorders } = saleFigures(plan, sales)
      return [{ kind: 'runClosed', sold: Math.max(0, sold), preorders: Math.max(0, preorders) }]
    },
  }),
} as const
