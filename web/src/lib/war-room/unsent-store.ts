/** Sales and notes that the server has not taken yet, on this device: one entry each, so that two tabs don't mix them up. */
import type { RunCommand } from '@flashboard/shared/run/commands'
import { deviceName } from '#lib/ui/device-names.ts'
import type { Keeping, Unsent } from './outbox.ts'

export function unsentOnDevice(planId: string, personId: string): Keeping {
  const prefix = deviceName('unsent', personId, planId, '')
  return {
    kept: () =>
      safely(
        () =>
          Object.keys(localStorage)
            .filter((name) => name.startsWith(prefix))
            .map((name) => ({ key: name.slice(prefix.length), command: read(name) }))
            .filter((unsent): unsent is Unsent => unsent.command !== undefined),
        [],
      ),
    keep: ({ key, command }) =>
      safely(() => localStorage.setItem(`${prefix}${key}`, JSON.stringify(command)), undefined),
    drop: (key) => safely(() => localStorage.removeItem(`${prefix}${key}`), undefined),
  }
}

function read(name: string): RunCommand | undefined {
  return safely(() => JSON.parse(localStorage.getItem(name)!) as RunCommand, undefined)
}

/** A browser that keeps nothing sends all the same. */
function safely<T>(act: () => T, otherwise: T): T {
  try {
    return act()
  } catch {
    return otherwise
  }
}
