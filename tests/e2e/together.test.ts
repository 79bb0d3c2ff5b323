import { entry, field, panel } from './board.ts'
import { letIn, makePlan, openBoard, savedState, storedPlan } from './plans.ts'
import { expect, test } from './test.ts'

const TITLE = 'Your order is confirmed'

test('two people type in one macro at once, and a third who comes later reads both', async ({ person }) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { team: [bea] })
  await Promise.all([openBoard(ada, id), openBoard(bea, id)])
  const bodies = [ada, bea].map((page) => field(panel(page, 'Support macros'), `${TITLE}: body`))
  const [atStart, atEnd] = bodies as [(typeof bodies)[0], (typeof bodies)[0]]
  const before = await atStart.inputValue()
  expect(before).toContain('{first_name}')
  await atStart.press('Control+Home')
  await atEnd.press('Control+End')

  const first = 'Thank you for being here from the first minute. '
  const last = ' Yours, the people who made it by hand.'
  await Promise.all([atStart.pressSequentially(first), atEnd.pressSequentially(last)])

  const whole = first + before + last
  await expect(atStart).toHaveValue(whole)
  await expect(atEnd).toHaveValue(whole)
  await expect(savedState(ada)).toHaveText('Saved')
  await expect(savedState(bea)).toHaveText('Saved')
  expect((await storedPlan(bea, id)).macros[0]!.body).toBe(whole)

  const cleo = await person('Cleo')
  await letIn(ada, id, [cleo])
  await openBoard(cleo, id)
  await expect(field(panel(cleo, 'Support macros'), `${TITLE}: body`)).toHaveValue(whole)
})

test('words that two people put into the same line keep the caret where each of them types', async ({
  person,
}) => {
  const [ada, bea] = await Promise.all([person('Ada'), person('Bea')])
  const id = await makePlan(ada, { team: [bea] })
  await Promise.all([openBoard(ada, id), openBoard(bea, id)])
  const title = (page: typeof ada) => field(entry(panel(page, 'Support macros'), TITLE), 'Title')
  await title(bea).press('End')
  await title(ada).press('Home')
  // Ada's words move Bea's caret along; what Bea types next still stands at the end.
  await ada.keyboard.type('Good news: ')
  await expect(bea.getByRole('listitem', { name: `Good news: ${TITLE}` })).toBeVisible()
  await bea.keyboard.type(' today')
  await ada.keyboard.type('yes, ')
  const whole = `Good news: yes, ${TITLE} today`
  for (const page of [ada, bea]) {
    await expect(field(entry(panel(page, 'Support macros'), whole), 'Title')).toHaveValue(whole)
  }
})
