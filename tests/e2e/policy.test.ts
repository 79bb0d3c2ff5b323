/** What the page's content security policy keeps out, and that the page itself keeps to it. */
import type { Page } from '@playwright/test'
import { type Field, takes } from '@flashboard/shared/plan/fields'
import type { PlanDoc } from '@flashboard/shared/plan/plan-doc'
import { type CollectionName, collections, type ListName } from '@flashboard/shared/plan/schema'
import { MINUTE_MS } from '@flashboard/shared/plan/time'
import type { RunCommand } from '@flashboard/shared/run/commands'
import { TestProvider } from '../support/test-provider.ts'
import { openActivity, openAlerts, openGate, openHistory, openPeople } from './board.ts'
import { startPageServer } from './page-server.ts'
import { editPlan, invite, letIn, makePlan, openBoard, storedPlan, waive } from './plans.ts'
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

/** Fills every field that takes words with one after the other of the corpus; no list is empty then. */
function fillWithCorpus(plan: PlanDoc): void {
  let next = 0
  const put = (path: string, field: Field) => {
    if (!['line', 'prose'].includes(field.kind)) return
    const words = corpus[next++ % corpus.length]!
    // A time of day, a link: what takes no such words has nothing to run.
    if (takes(field, words)) plan.set(path, words)
  }
  for (const name of Object.keys(collections) as CollectionName[]) {
    const { form, fields } = collections[name]
    if (form === 'list' && plan.get(name as 'cues').length === 0) plan.add(name as ListName)
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

/** A launch day in short, with the corpus in all that its log keeps of people's words. */
async function runHostileDay(page: Page, id: string): Promise<void> {
  const { cues, consoles, skus, hubs } = await storedPlan(page, id)
  let keys = 0
  const act = async (command: RunCommand) => {
    const data = { key: `hostile-key-${++keys}`, command }
    await page.request.post(`/api/plans/${id}/run/commands`, { data, failOnStatusCode: true })
  }
  await waive(page, id, 'sku-audit', corpus[0]!)
  await act({ kind: 'startRun' })
  for (const text of corpus) await act({ kind: 'note', text })
  const [cue] = [...cues].sort((a, b) => (a.offsetMs ?? 0) - (b.offsetMs ?? 0))
  await act({ kind: 'startCue', cueId: cue!.id, after: null })
  await act({ kind: 'hold', reason: corpus[1]! })
  await act({ kind: 'resume' })
  await act({ kind: 'openPoll' })
  await act({ kind: 'vote', consoleId: consoles[0]!.id, vote: 'noGo', reason: corpus[2]! })
  await act({ kind: 'callPoll', call: 'noGo', reason: corpus[3]! })
  await act({ kind: 'openPoll' })
  await act({ kind: 'callPoll', call: 'go', waiver: corpus[4]! })
  await act({ kind: 'launch' })
  const sold = { itemId: skus[0]!.id, hubId: hubs[0]!.id, quantity: 1, isPreorder: false }
  for (const [index, what] of corpus.entries()) {
    const owner = corpus.at(index - 1)!.slice(0, 80)
    await act({ kind: 'logIssue', who: corpus.at(index - 2)!, topic: 'other', what, owner })
    await act({ kind: 'recordSale', source: 'key', orderId: what, lines: [sold] })
  }
  await act({ kind: 'closeIssue', issue: 1 })
}

test('[A7] markup in what a launch day writes, and in a file of sales, runs on no page that tells, saves or prints it', async ({
  person,
}) => {
  const ada = await person(corpus[1]!)
  const noted = await watched(ada)
  const id = await makePlan(ada, { template: 'sample', name: corpus[0]!, launchInMs: 18 * MINUTE_MS })
  await ada.goto('/')
  await editPlan(ada, id, fillWithCorpus)
  await runHostileDay(ada, id)
  const saves = async (button: string) => {
    const saved = ada.waitForEvent('download')
    await ada.getByRole('button', { name: button, exact: true }).click()
    await saved
  }

  await openBoard(ada, id)
  const activity = await openActivity(ada)
  for (const words of corpus.slice(0, 5)) await expect(activity).toContainText(words)

  await ada.goto(`/plans/${id}/war-room`)
  const log = ada.getByRole('region', { name: 'Log', exact: true })
  const issues = ada.getByRole('list', { name: 'Issues' })
  for (const words of corpus) {
    await expect(log).toContainText(words)
    await expect(issues).toContainText(words)
  }
  await saves('Save as CSV')

  await ada.goto(`/plans/${id}/files`)
  for (const button of ['Plan as JSON', 'Workbook (XLSX)', 'Table as CSV', 'Log as CSV']) await saves(button)

  await ada.goto(`/plans/${id}/retro`)
  await expect(ada.getByLabel('What is to be done')).toHaveValue((await storedPlan(ada, id)).actions[0]!.what)
  await saves('Save as CSV')

  await ada.goto(`/plans/${id}/sales`)
  const file = ada.getByRole('region', { name: 'Sales from a file' })
  await file.getByText('Or paste it').click()
  const pasted = file.getByLabel('Sales as CSV')
  const cells = (...of: string[]) => of.map((cell) => `"${cell.replaceAll('"', '""')}"`).join()
  await pasted.fill(cells(...corpus))
  await file.getByRole('button', { name: 'Look at it' }).click()
  await expect(file.getByRole('alert')).toContainText('Nothing was recorded.')
  const rows = corpus.map((words) => cells(`new ${words}`, words, words, words, words, words))
  await pasted.fill(['Order id,SKU,Quantity,Hub,Preorder,Time', ...rows].join('\n'))
  await file.getByRole('button', { name: 'Look at it' }).click()
  for (const words of corpus) {
    await expect(file.getByRole('list', { name: 'Orders of the file' })).toContainText(`new ${words}`)
  }

  await ada.goto(`/plans/${id}/rehearsal`)
  await ada.getByRole('button', { name: 'Start the run' }).click()
  for (const words of corpus) {
    await ada.getByLabel('Note for the log').fill(words)
    await ada.getByLabel('Note for the log').press('Enter')
    await expect(log).toContainText(words)
  }

  await ada.goto(`/plans/${id}/print`)
  const sheet = ada.getByLabel('Sheet')
  for (const title of await sheet.getByRole('option').allTextContents()) {
    await sheet.selectOption(title)
    const picture = ada.getByRole('img', { name: `${title}, page 1 of` })
    // The first sheet that a server prints has its thread and fonts to wait for.
    await expect(picture).toBeVisible({ timeout: 60_000 })
    await expect(picture).not.toHaveJSProperty('naturalWidth', 0)
  }
  expect(noted).toEqual([])
})

test('[A7] markup in the names of people, accounts, tokens and plans runs nowhere that people and plans are decided on', async ({
  newcomer,
}) => {
  const provider = await TestProvider.open()
  const named = { ...provider.settings, name: corpus[8]!.slice(0, 40) }
  const server = await startPageServer({ provider: named })
  try {
    const at = { baseURL: server.url }
    // Half of the corpus in each kind of name, and all of it among them.
    for (const [index, words] of corpus.entries()) {
      if (index % 2 === 1) continue
      const others = corpus[index + 1]!
      const ada = await newcomer(at)
      const noted = await watched(ada)
      const say = { data: { name: words.slice(0, 80) }, failOnStatusCode: true }
      await ada.request.post('/api/session', say)
      const token = { name: others.slice(0, 60), scope: 'read', days: 7 }
      await ada.request.post('/api/you/tokens', { data: token, failOnStatusCode: true })
      provider.account = { sub: others, name: others, email: others }
      const id = await makePlan(ada, { name: words })
      const gone = await makePlan(ada, { name: words })
      await ada.request.delete(`/api/plans/${gone}`, { failOnStatusCode: true })

      await ada.goto('/you')
      await ada.getByRole('button', { name: 'Sign in with' }).click()
      await expect(ada.getByRole('button', { name: 'Unlink' })).toBeVisible()
      const tokens = ada.getByRole('region', { name: 'Access tokens' })
      await expect(tokens.getByRole('listitem')).toContainText(token.name)
      await ada.getByRole('button', { name: 'Delete what is yours' }).click()
      await expect(ada.getByRole('group', { name: 'Delete what is yours' })).toContainText(words)
      await ada.goto('/')
      await expect(ada.getByRole('region', { name: 'Deleted plans' })).toContainText(words)
      await ada.getByRole('button', { name: `More for ${words}` }).click()
      await ada.getByRole('button', { name: 'Delete', exact: true }).click()
      await expect(ada.getByRole('button', { name: 'Delete the plan' })).toBeVisible()

      const bea = await newcomer(at)
      await bea.request.post('/api/session', say)
      const joining = await watched(bea)
      await bea.goto(`/join#${await invite(ada, id, 'editor')}`)
      await expect(bea.getByRole('heading', { name: `Join ${words}` })).toBeVisible()
      await expect(bea.getByText(`You join as ${say.data.name}.`)).toBeVisible()
      await letIn(ada, id, [bea])
      await openBoard(ada, id)
      const people = await openPeople(ada)
      await people.getByRole('button', { name: 'Make an invitation link' }).click()
      await expect(people.getByRole('img', { name: 'The invitation link as a code' })).toBeVisible()
      await people.getByRole('button', { name: 'Remove' }).click()
      await ada.goto(`/signed-in?error=${encodeURIComponent(words)}&state=${encodeURIComponent(words)}`)
      await expect(ada.getByRole('alert')).toBeVisible()
      expect([...noted, ...joining]).toEqual([])
      for (const page of [ada, bea]) await page.context().close()
    }
  } finally {
    await server.stop()
    await provider.close()
  }
})

test('[A7] the stream’s overlay shows words as text, and does nothing that its policy refuses', async ({
  person,
  newcomer,
}) => {
  const ada = await person('Ada')
  const id = await makePlan(ada, { template: 'sample', launchInMs: 12 * MINUTE_MS })
  await ada.goto('/')
  await editPlan(ada, id, fillWithCorpus)
  const made = await ada.request.post(`/api/plans/${id}/tokens`, { data: { purpose: 'overlay' } })
  const stream = await newcomer()
  const noted = await watched(stream)
  await stream.goto(((await made.json()) as { path: string }).path)
  await expect(stream.getByRole('region', { name: 'On the stream' })).toBeVisible()
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
