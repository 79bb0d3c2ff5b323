import { expect, test, vi } from 'vitest'
import { answerWithin, takeTurn } from './builds.ts'

/** As much of a browser's caches as is asked here. */
function cachesOf() {
  const all = new Map<string, Map<string, string>>()
  const open = (name: string) => {
    const kept = all.get(name) ?? new Map<string, string>()
    all.set(name, kept)
    return Promise.resolve({
      match: (path: string) => Promise.resolve(kept.has(path) ? new Response(kept.get(path)) : undefined),
      put: async (path: string, response: Response) => void kept.set(path, await response.text()),
    })
  }
  return { all, caches: { open } as unknown as CacheStorage }
}

test('[C4] after a rollback the files of the build that was here last stay, not of the one that was made last', async () => {
  const { all, caches } = cachesOf()
  const deploy = async (own: string) => {
    await caches.open(own)
    const gone = await takeTurn(
      caches,
      own,
      [...all.keys()].filter((name) => name !== own),
    )
    for (const name of gone) all.delete(name)
    return [...all.keys()]
  }
  expect(await deploy('one')).toEqual(['one'])
  expect(await deploy('two')).toEqual(['one', 'two'])
  expect(await deploy('one')).toEqual(['one', 'two'])
  expect(await deploy('three')).toEqual(['one', 'three'])
  expect(await deploy('four')).toEqual(['three', 'four'])
})

test('[C4] of builds that noted no turn, the one that was made last stays', async () => {
  const { caches } = cachesOf()
  expect(await takeTurn(caches, 'new', ['older', 'old'])).toEqual(['older'])
})

test('[C4] a server that has begun to answer is let finish; one that has not, is not waited for', async () => {
  vi.useFakeTimers()
  try {
    let begun: AbortSignal | undefined
    const answer = await answerWithin(4_000, (signal) => {
      begun = signal
      return Promise.resolve(new Response('half a page'))
    })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(begun!.aborted).toBe(false)
    expect(await answer.text()).toBe('half a page')

    const silent = answerWithin(
      4_000,
      (signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('not in time')))),
    )
    const refused = expect(silent).rejects.toThrow('not in time')
    await vi.advanceTimersByTimeAsync(4_000)
    await refused
  } finally {
    vi.useRealTimers()
  }
})
