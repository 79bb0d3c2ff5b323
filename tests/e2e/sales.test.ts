import { createHmac } from 'node:crypto'
import { MINUTE_MS } from '@flashboard/shared/plan/time'
import type { Page } from '@playwright/test'
import { makePlan, storedPlan } from './plans.ts'
import { expect, test } from './test.ts'

/** A number and Enter, again and again, without waiting for anything. */
async function recordOneByOne(page: Page, count: number): Promise<void> {
  const form = page.getByRole('form', { name: 'Record a sale' })
  await form.getByLabel('Units').focus()
  for (let index = 0; index < count; index++) await page.keyboard.press('Enter')
}

test('[RUN11] of 200 sales from two keyboards and the shop at once none is lost or counted twice', async ({
  person,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { team: [bea], template: 'sample', launchInMs: 12 * MINUTE_MS })
  const { skus, event } = await storedPlan(ada, id)
  await Promise.all([ada, bea].map((page) => page.goto(`/plans/${id}/sales`)))

  await ada.getByRole('button', { name: 'New address: shop’s sales' }).click()
  const address = await ada.getByLabel('Address', { exact: true }).inputValue()
  const secret = await ada.getByLabel('Secret to sign with').inputValue()
  await expect(bea.getByRole('heading', { name: 'Addresses for programs' })).toBeHidden()
  const tell = async (orderId: string) => {
    const data = JSON.stringify({ orderId, lines: [{ sku: skus[0]!.code || skus[0]!.name, quantity: 1 }] })
    const signed = createHmac('sha256', secret).update(data).digest('base64')
    const headers = { 'content-type': 'application/json', 'x-flashboard-hmac-sha256': signed }
    await ada.request.post(address, { data, headers, failOnStatusCode: true })
  }
  const orders = Array.from({ length: 150 }, (_, index) => `order-${index}`)
  const toldTwice = [...orders, ...orders.slice(0, 20)]
  await Promise.all([recordOneByOne(ada, 25), recordOneByOne(bea, 25), ...toldTwice.map(tell)])

  const over = 200 - event.hardCap!
  for (const page of [ada, bea]) {
    const numbers = page.getByRole('region', { name: 'Live numbers' })
    await expect(numbers.getByRole('definition').first()).toHaveText('200')
    await expect(page.getByRole('alert')).toContainText(`Oversold: ${over} beyond the cap.`)
    await expect(numbers).toContainText(/Left for the stream\s*0|0\s*Left for the stream/)
    await page.reload()
    await expect(numbers.getByRole('definition').first()).toHaveText('200')
  }
})

test('[RUN24] a file of sales is looked at, recorded through a failing server, and counts once', async ({
  person,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { team: [bea], template: 'sample', launchInMs: 12 * MINUTE_MS })
  const { skus, hubs } = await storedPlan(ada, id)
  await Promise.all([ada, bea].map((page) => page.goto(`/plans/${id}/sales`)))
  const sku = skus[0]!.code || skus[0]!.name
  const hub = hubs[0]!.name
  const rows = Array.from({ length: 8 }, (_, index) => `o-${index},${sku},2,${hub}`)
  const csv = ['Order id,SKU,Quantity,Hub', ...rows, `bad,${sku},many,${hub}`, 'mug,Mug,1,'].join('\n')
  const file = { name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }
  const part = ada.getByRole('region', { name: 'Sales from a file' })
  await part.getByLabel('Choose a file').setInputFiles(file)
  await expect(part).toContainText('10 orders: 8 to record, 1 left out, 1 refused.')
  await expect(part.getByRole('listitem').first()).toContainText('Row 10 has no whole quantity.')

  const again = bea.getByRole('region', { name: 'Sales from a file' })
  await again.getByText('Or paste it').click()
  await again.getByLabel('Sales as CSV').fill(csv)
  await again.getByRole('button', { name: 'Look at it' }).click()
  await expect(again).toContainText('10 orders: 8 to record, 1 left out, 1 refused.')

  // The third request and what follows get no answer, though the third one arrives.
  let asked = 0
  await ada.route('**/run/commands', async (route) => {
    if (++asked === 3) await route.fetch()
    await (asked < 3 ? route.continue() : route.abort())
  })
  await part.getByRole('button', { name: 'Record 8 orders of 16 units' }).click()
  await expect(part).toContainText('2 of 8 recorded. The server does not answer; the page goes on trying.')
  await ada.unroute('**/run/commands')
  await expect(part).toContainText('8 orders of 8 recorded.')

  // What somebody else recorded meanwhile is no refusal, and stays as it is.
  await again.getByRole('button', { name: 'Record 8 orders of 16 units' }).click()
  await expect(again).toContainText('8 orders of 8 recorded.')
  await expect(again).not.toContainText('Refused')
  await expect(again).toContainText('10 orders: 8 there already, 1 left out, 1 refused.')
  for (const page of [ada, bea]) {
    const numbers = page.getByRole('region', { name: 'Live numbers' })
    await expect(numbers.getByRole('definition').first()).toHaveText('16')
  }
  await expect(again.getByRole('button', { name: /^Record/ })).toBeHidden()
})
