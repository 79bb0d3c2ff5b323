import { entry, field, gateButton, openGate, openGroup, openMore, panel, requirement } from './board.ts'
import { HOUR_MS } from '@flashboard/shared/plan/time'
import { makePlan, openBoard, savedState } from './plans.ts'
import { expect, test } from './test.ts'

test('stock that one person stages moves the guard, the buffer and the 48-hour gate of another', async ({
  person,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { team: [bea], launchInMs: 90 * HOUR_MS })
  await Promise.all([openBoard(ada, id), openBoard(bea, id)])
  const seen = panel(bea, 'Hub stock')
  const stock = panel(ada, 'Hub stock')
  const offer = panel(ada, 'Offer')
  await expect(seen.getByText('The hard cap is not set.')).toBeVisible()
  await expect(seen.getByText('48 h: 5 open')).toBeVisible()
  await expect(gateButton(bea, '48 hours')).toContainText('5 open, due')
  const gate = await openGate(bea, '48 hours')

  await field(offer, 'Hard cap').fill('20')
  await expect(seen.getByText('Over by 20: the cap of 20 needs 20 pieces, stock covers 0.')).toBeVisible()
  await expect(requirement(gate, 'Hard cap covered')).toContainText('Over by 20')

  await stock.getByRole('button', { name: 'Add SKU' }).click()
  await ada.keyboard.type('M38 sand')
  await field(stock, 'M38 sand staged at Collection hub').fill('12')
  await field(stock, 'M38 sand staged at Collection hub').press('Enter')
  await field(stock, 'M38 sand staged at Shipping hub').fill('10')
  await field(stock, 'M38 sand staged at Shipping hub').press('Tab')

  await expect(field(seen, 'M38 sand staged at Collection hub')).toHaveValue('12')
  await expect(field(seen, 'M38 sand staged at Shipping hub')).toHaveValue('10')
  await expect(
    seen.getByText('Covered: the cap of 20 needs 20 pieces, stock covers 22, 2 to spare.'),
  ).toBeVisible()
  await expect(seen.getByText('The buffer holds 0 of 4 units: 15% of 22 staged.')).toBeVisible()
  await expect(seen.getByText('M38 sand holds 0 of 4 buffer units.')).toBeVisible()
  await expect(seen.getByText('48 h: 4 open')).toBeVisible()
  await expect(gateButton(bea, '48 hours')).toContainText('4 open, due')
  await expect(requirement(gate, 'Hard cap covered')).toContainText('Met')
  await expect(
    requirement(gate, 'Stock staged at two hubs').getByRole('link', {
      name: 'M38 sand at Collection hub has not been counted.',
    }),
  ).toBeVisible()

  // A buffer is held back from sale, a preorder quota is sold ahead of stock: the guard keeps them apart.
  await openGroup(stock, 'SKUs')
  await openMore(stock, 'M38 sand')
  await field(entry(stock, 'M38 sand'), 'Collection hub: buffer').fill('4')
  await expect(seen.getByText('The buffer holds 4 of 4 units: 15% of 22 staged.')).toBeVisible()
  await expect(seen.getByText('M38 sand holds 0 of 4 buffer units.')).toBeHidden()
  await expect(seen.getByText('Over by 2: the cap of 20 needs 20 pieces, stock covers 18.')).toBeVisible()
  await expect(requirement(gate, 'Buffer held back')).toContainText('Met')
  await field(offer, 'Preorder quota').fill('2')
  await expect(
    seen.getByText(
      'Covered: the cap of 20 needs 20 pieces, 18 from stock and 2 on preorder cover 20, none to spare.',
    ),
  ).toBeVisible()
})

test('two people who stage the same SKU at one hub, not knowing of each other, both count', async ({
  person,
  cable,
}) => {
  const [ada, bea] = await Promise.all([person('Ada', { baseURL: cable.url }), person('Bea')])
  const id = await makePlan(bea, { team: [ada], template: 'sample', launchInMs: 60 * HOUR_MS })
  await Promise.all([openBoard(ada, id), openBoard(bea, id)])
  const cell = (page: typeof ada) => field(panel(page, 'Hub stock'), 'M38 sand staged at Porto')
  await cable.cut()
  await expect(savedState(ada)).toHaveText('Offline')
  await cell(ada).fill('35')
  await cell(ada).press('Enter')
  await cell(bea).fill('36')
  await cell(bea).press('Enter')
  await expect(savedState(ada)).toHaveText('Offline, 1 edit kept here')
  await cable.mend()
  // 33, and 2 more, and 3 more.
  await expect(cell(ada)).toHaveValue('38')
  await expect(cell(bea)).toHaveValue('38')
})

test('a block of a spreadsheet is pasted into the grid, all of it or nothing', async ({ person }) => {
  const ada = await person('Ada')
  const id = await makePlan(ada, { template: 'sample', launchInMs: 60 * HOUR_MS })
  await openBoard(ada, id)
  const stock = panel(ada, 'Hub stock')
  const cell = (sku: string, hub: string) => field(stock, `${sku} staged at ${hub}`)
  const paste = async (text: string) => {
    const target = cell('M38 on moss strap', 'Porto')
    await target.focus()
    await target.evaluate((input, text) => {
      const clipboardData = { getData: () => text }
      const event = new Event('paste', { bubbles: true, cancelable: true })
      input.dispatchEvent(Object.assign(event, { clipboardData }))
    }, text)
  }
  const [moss, mossLisbon] = [cell('M38 on moss strap', 'Porto'), cell('M38 on moss strap', 'Lisbon')]
  const [rust, rustLisbon] = [cell('M38 on rust strap', 'Porto'), cell('M38 on rust strap', 'Lisbon')]
  const before = await Promise.all([moss, mossLisbon, rust, rustLisbon].map((each) => each.inputValue()))

  await paste('31\t32\n33\tmany')
  await expect(stock.getByText(/“many” is not a whole number. Lisbon still holds/)).toBeVisible()
  await paste('31\t32\t33\n')
  await expect(stock.getByText(/The clipboard holds 1 × 3 cells, and from here the grid has/)).toBeVisible()
  await expect(mossLisbon).toHaveValue(before[1]!)

  await paste('31\t32\r\n33\t\r\n')
  await expect(moss).toHaveValue('31')
  await expect(mossLisbon).toHaveValue('32')
  await expect(rust).toHaveValue('33')
  await expect(rustLisbon).toHaveValue(before[3]!)
  await expect(stock.getByText('nothing was pasted')).toBeHidden()

  await moss.press('ControlOrMeta+z')
  await expect(moss).toHaveValue(before[0]!)
  await expect(mossLisbon).toHaveValue(before[1]!)
  await expect(rust).toHaveValue(before[2]!)
})

test('[C1] a number that is typed and not entered is not called saved, and is asked for before it would be lost', async ({
  person,
}) => {
  const ada = await person('Ada')
  const id = await makePlan(ada)
  await openBoard(ada, id)
  const stock = panel(ada, 'Hub stock')
  await stock.getByRole('button', { name: 'Add SKU' }).click()
  await ada.keyboard.type('M38 sand')
  await expect(savedState(ada)).toHaveText('Saved')
  const cell = field(stock, 'M38 sand staged at Collection hub')
  await cell.click()
  await ada.keyboard.type('20')
  await expect(savedState(ada)).toHaveText('Saved, 1 field not entered')
  const asked = ada.waitForEvent('dialog')
  const leaving = ada.evaluate('location.reload()')
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await leaving
  await cell.press('Enter')
  await expect(savedState(ada)).toHaveText('Saved')
  await cell.fill('many')
  await cell.press('Tab')
  await expect(savedState(ada)).toHaveText('Saved, 1 field not entered')
  await cell.press('Escape')
  await expect(savedState(ada)).toHaveText('Saved')
})
