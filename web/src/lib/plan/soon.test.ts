import { expect, test, vi } from 'vitest'
import { soon } from './soon.ts'

test('[C4] an answer that comes soon counts; a page does not wait a second for one that does not', async () => {
  vi.useFakeTimers()
  try {
    expect(await soon(Promise.resolve('the server’s'), 'this device’s')).toBe('the server’s')
    await expect(soon(Promise.reject(new Error('refused')), '')).rejects.toThrow('refused')
    let said: string | undefined
    void soon(new Promise<string>(() => {}), 'this device’s').then((answer) => (said = answer))
    await vi.advanceTimersByTimeAsync(900)
    expect(said).toBeUndefined()
    await vi.advanceTimersByTimeAsync(100)
    expect(said).toBe('this device’s')
  } finally {
    vi.useRealTimers()
  }
})
