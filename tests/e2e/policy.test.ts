/** What the page's content security policy keeps out, and that the page itself keeps to it. */
import type { Page } from '@playwright/test'
import type { Field } from '@flashboard/shared/plan/fields'
import type { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { type CollectionName, collections } from '@flashboard/shared/plan/schema'
import { openActivity, openAlerts, openGate, openHistory } from './board.ts'
import { editPlan, makePlan, openBoard } from './plans.ts'
import { expect, test } from './test.ts'

/** Each would run, were it taken for markup, in one of the ways that browsers know. */
const corpus = [
  '<script>ran()</script>',
  '<img src=x onerror=ran()>',
  '<svg onload=ran()>',
  '"><svg/onload=ran()>',
  '<iframe srcdoc="<script>parent.ran()</script>">',
  '<a href="javascript:ran()" autofocus onfocus=ran()>x</a>',
  'javascript:ran()',
  '</textarea></title></style><script>ran()</script>',
  '<style>@import "javascript:ran()";*{color:red}</style>',
  '{@html "<script>ran()</script>"} ${ran()} {{ran()}}',
]

/** Notes what the policy refuses on a page, and whether anything of the corpus ran. */
async function watched(page: Page): Promise<string[]> {
  const noted: string[] = []
  await page.exposeFunction('note', (what: string) => void noted.push(what))
  await page.addInitScript({
    content: `
      window.ran = () => note('something stored ran')
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample, sourceFile }) =>
        note([effectiveDirective, blockedURI, sample, sourceFile].join(' ')),
      )`,
  })
  return noted
}

async function visitAll(page: Page, id: string): Promise<void> {
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Plans' })).toBeVisible()
  await openBoard(page, id)
  // Where the page says to a screen reader that it is another one now.
  await page.getByRole('link', { name: 'All plans' }).click()
  await expect(page.getByRole('heading', { name: 'Plans' })).toBeVisible()
  await page.getByRole('link').filter({ hasText: 'Launch' }).first().click()
  await openGate(page, '72 hours')
  await openActivity(page)
  await page.keyboard.press('Escape')
  await openAlerts(page)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await openHistory(page)
  await page.evaluate(`document.querySelectorAll('details').forEach((details) => (details.open = true))`)
  for (const path of ['war-room', 'print']) {
    await page.goto(`/plans/${id}/${path}`)
    await expect(page.getByRole('heading').first()).toBeVisible()
  }
}

/** Fills every field that takes words with one after the other of the corpus. */
function fillWithCorpus(plan: PlanDoc): void {
  let next = 0
  const put = (path: string, field: Field) => {
    if (!['line', 'prose'].includes(field.kind)) return
    const words = corpus[next++ % corpus.length]!
    // A time of day, a link: what takes no such words has nothing to run.
    if (field.schema.safeParse(words).success) plan.set(path, words)
  }
  for (const name of Object.keys(collections) as CollectionName[]) {
    const { form, fields } = collections[name]
    const ids =
      form === 'record'
        ? [name]
        : form === 'list'
          ? plan.get(name as 'cues').map(({ id }) => `${name}/${id}`)
          : []
    for (const id of ids)
      for (const [key, field] of Object.entries(fields)) put(`${id}/${key}`, field as Field)
  }
}

test('[A7] markup stored in any field runs nowhere, and no page of ours does what its policy refuses', async ({
  person,
}) => {
  const ada = await person(corpus[1]!)
  const noted = await watched(ada)
  const id = await makePlan(ada, { template: 'sample', name: corpus[0]! })
  await ada.goto('/')
  await editPlan(ada, id, fillWithCorpus)
  await visitAll(ada, id)
  expect(noted).toEqual([])
})

test('[A7] script that came into the page by whatever way is refused', async ({ person }) => {
  const ada = await person('Ada')
  const noted = await watched(ada)
  await ada.goto('/')
  const ways = [
    `document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=ran()>')`,
    `document.body.setAttribute('onclick', 'ran()'), document.body.click()`,
    `document.head.append(Object.assign(document.createElement('script'), { text: 'ran()' }))`,
    `document.head.append(Object.assign(document.createElement('script'), { src: 'data:text/javascript,ran()' }))`,
    `setTimeout('ran()')`,
    `document.head.append(Object.assign(document.createElement('style'), { textContent: '* { color: red }' }))`,
  ]
  for (const [index, way] of ways.entries()) {
    await ada.evaluate(`try { ${way} } catch {}`)
    await expect.poll(() => noted.length).toBeGreaterThan(index)
  }
  expect(noted).not.toContain('something stored ran')
})
