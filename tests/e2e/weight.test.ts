import { gzipSync } from 'node:zlib'
import type { Page, Response } from '@playwright/test'
import { HOUR_MS } from '@flashboard/shared/plan/time'
import { sessionAnswer } from '@flashboard/shared/wire/http'
import { makePlan, savedState } from './plans.ts'
import { expect, test } from './test.ts'

/** Of it 1.5 KB are launch day's events, which every page reads that follows the log. */
const MOST_BYTES = 178_000

const kinds = { script: /javascript/, style: /^text\/css/, font: /^font\// } as const
type Kind = keyof typeof kinds

test('a cold board weighs at most 178 KB of script, style and font', async ({ person }) => {
  const ada = await person('Ada')
  const id = await makePlan(ada, { template: 'sample', launchInMs: 46 * HOUR_MS })
  await knowsNews(ada, id)
  const fetched: Response[] = []
  ada.on('response', (response) => fetched.push(response))
  await ada.goto(`/plans/${id}`, { waitUntil: 'networkidle' })
  await expect(savedState(ada)).toHaveText('Saved')

  const weights: Record<Kind, number> = { script: 0, style: 0, font: 0 }
  for (const response of fetched) {
    const kind = kindOf(response)
    if (!kind) continue
    const body = await response.body()
    // A font is packed already.
    weights[kind] += kind === 'font' ? body.length : gzipSync(body, { level: 9 }).length
  }
  const total = weights.script + weights.style + weights.font
  const said = Object.entries(weights).map(([kind, bytes]) => `${kind} ${kilobytes(bytes)}`)
  process.stdout.write(`A cold board weighs ${kilobytes(total)}: ${said.join(', ')}.\n`)
  for (const bytes of Object.values(weights)) expect(bytes).toBeGreaterThan(0)
  expect(total).toBeLessThanOrEqual(MOST_BYTES)
})

/**
 * What the clock finds when it first judges the plan is news where it comes while the board is open, or where a slow
 * machine takes the server's clock for later than it is; and news fetches its words. To this person none of it is.
 */
async function knowsNews(page: Page, id: string): Promise<void> {
  const session = await page.request.get('/api/session', { failOnStatusCode: true })
  const { person } = sessionAnswer.parse(await session.json())
  const look = JSON.stringify({ visitedAt: Number.MAX_SAFE_INTEGER, seq: 0, at: 0 })
  const name = `flashboard:look:${person.id}:${id}`
  await page.addInitScript(([key, value]) => localStorage.setItem(key!, value!), [name, look])
}

function kindOf(response: Response): Kind | undefined {
  const type = response.headers()['content-type'] ?? ''
  return (Object.keys(kinds) as Kind[]).find((kind) => kinds[kind].test(type))
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} KB`
}
