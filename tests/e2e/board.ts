/** Finding one's way on the board, by what people read there. */
import { expect, type Locator, type Page } from '@playwright/test'

export function panel(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true })
}

/** A panel's part that folds away, opened. */
export async function openGroup(within: Locator, title: string): Promise<void> {
  const group = within.getByRole('group').filter({ has: within.page().getByRole('heading', { name: title }) })
  if ((await group.getAttribute('open')) === null) await group.getByRole('heading', { name: title }).click()
}

/** One of a list, by its name. */
export function entry(within: Locator, name: string): Locator {
  return within.getByRole('listitem', { name, exact: true })
}

/** Shows the less used fields of one of a list. */
export async function openMore(of: Locator, name: string): Promise<void> {
  await of.getByLabel(`More of ${name}`, { exact: true }).click()
}

/** A control by what it is called. */
export function field(within: Locator, label: string): Locator {
  return within.getByLabel(label, { exact: true })
}

export function gateButton(page: Page, title: string): Locator {
  return page.getByRole('navigation', { name: 'Readiness gates' }).getByRole('button', { name: title })
}

/** What a gate asks for, opened by its stop on the rail. */
export async function openGate(page: Page, title: string): Promise<Locator> {
  const button = gateButton(page, title)
  if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click()
  return page.getByRole('region', { name: `${title} gate` })
}

/** A gate's requirement: its state, its title, what it misses. */
export function requirement(gate: Locator, title: string): Locator {
  return gate.getByRole('listitem').filter({ has: gate.page().getByText(title, { exact: true }) })
}

/** Presses Tab, or Shift+Tab, until the control has the focus. */
export async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab', most = 250): Promise<void> {
  for (let pressed = 0; pressed < most; pressed++) {
    if (await target.evaluate((element) => element.matches(':focus'))) return
    await target.page().keyboard.press(key)
  }
  await expect(target).toBeFocused()
}

export function activityButton(page: Page): Locator {
  return page.getByRole('banner').getByRole('button', { name: /^Activity/ })
}

/** Who is in the plan, opened from the head. */
export async function openPeople(page: Page): Promise<Locator> {
  await page.getByRole('banner').getByRole('button', { name: 'People' }).click()
  const people = page.getByRole('dialog', { name: 'People' })
  await expect(people.getByRole('heading', { name: 'In this plan' })).toBeVisible()
  return people
}

/** The plan's activity, opened from the head. */
export async function openActivity(page: Page): Promise<Locator> {
  await activityButton(page).click()
  const list = page.getByRole('dialog', { name: 'Activity' })
  await expect(list.getByRole('listitem').first()).toBeVisible()
  return list
}

/** Where a person chooses what they are told, opened from the activity. */
export async function openAlerts(page: Page): Promise<Locator> {
  await (await openActivity(page)).getByRole('button', { name: 'Alerts' }).click()
  const alerts = page.getByRole('dialog', { name: 'Alerts' })
  await expect(alerts.getByRole('heading', { name: 'In this page' })).toBeVisible()
  return alerts
}

/** The plan's past, opened from the activity. */
export async function openHistory(page: Page): Promise<Locator> {
  await (await openActivity(page)).getByRole('button', { name: 'History' }).click()
  const history = page.getByRole('dialog', { name: 'History' })
  await expect(history.getByRole('heading', { name: 'Named versions' })).toBeVisible()
  return history
}
