/** The 24 h gate, second half: support and roles. What the offer says and sends has files of its own. */
import { fieldPath } from '../plan/field-path.ts'
import { named, skuName } from '../plan/format.ts'
import { hubModes, type Plan } from '../plan/schema.ts'
import { evidence, staleFindings } from './evidence.ts'
import { keptSkus, neededSlas } from './needed-slas.ts'
import type { Finding, Requirement } from './requirement.ts'
import { isSamePerson } from './same-person.ts'

const group = 'Support and story'

const wantedMacros = [
  { topic: 'confirmation', title: 'confirmation' },
  { topic: 'refund', title: 'refund' },
  { topic: 'shipping', title: 'shipping' },
] as const

export const macrosReady: Requirement = {
  id: 'macros-ready',
  section: 'support',
  title: 'Support macros approved',
  group,
  check: (plan) => {
    const { macros } = plan
    const stale = Map.groupBy(staleFindings(evidence['macros/approved'].proofs(plan)), ({ path }) => path)
    const missing: Finding[] = []
    const unapproved: Finding[] = []
    for (const { topic, title } of wantedMacros) {
      const onTopic = macros.filter((macro) => macro.topic === topic)
      const written = onTopic.filter(({ body }) => body.trim() !== '')
      if (onTopic.length === 0) {
        missing.push({ text: `There is no ${title} macro.`, path: 'macros' })
      } else if (written.length === 0) {
        const path = fieldPath('macros', onTopic[0]!.id, 'body')
        missing.push({ text: `The ${title} macro has no text.`, path })
      }
      for (const macro of written) {
        const path = fieldPath('macros', macro.id, 'approved')
        const text = `The ${title} macro ${macro.title.trim() ? `“${macro.title.trim()}” ` : ''}is not approved.`
        unapproved.push(...(macro.approved ? (stale.get(path) ?? []) : [{ text, path }]))
      }
    }
    return [...missing, ...unapproved]
  },
}

export const returnsRule: Requirement = {
  id: 'returns-rule',
  section: 'support',
  title: 'Returns rule and refund matrix written',
  group,
  check: (plan) => [...ruleFindings(plan), ...matrixFindings(plan)],
}

function ruleFindings({ returns: { rule, windowDays, flashSpecific } }: Plan): Finding[] {
  const findings: Finding[] = []
  if (rule.trim() === '') {
    findings.push({ text: 'The returns rule has no text.', path: fieldPath('returns', 'rule') })
  }
  if (!flashSpecific) {
    const path = fieldPath('returns', 'flashSpecific')
    findings.push({ text: 'The returns rule is not marked as written for this drop.', path })
  }
  if (windowDays === null) {
    findings.push({ text: 'The returns rule has no window.', path: fieldPath('returns', 'windowDays') })
  }
  return findings
}

function matrixFindings({ refundRules }: Plan): Finding[] {
  if (refundRules.length === 0) {
    return [{ text: 'The refund matrix has no rows yet.', path: 'refundRules' }]
  }
  return refundRules.flatMap(({ id, reason, decision, line }, index) => {
    const row = reason.trim() || `Refund rule ${index + 1}`
    const findings: Finding[] = []
    if (reason.trim() === '') {
      findings.push({ text: `${row} has no reason.`, path: fieldPath('refundRules', id, 'reason') })
    }
    if (!decision) {
      findings.push({ text: `${row} has no decision.`, path: fieldPath('refundRules', id, 'decision') })
    }
    if (line.trim() === '') {
      findings.push({ text: `${row} has no line to say.`, path: fieldPath('refundRules', id, 'line') })
    }
    return findings
  })
}

export const slaPublished: Requirement = {
  id: 'sla-published',
  section: 'stock',
  title: 'Shipping promises on the product page',
  group,
  check: (plan) => {
    const kept = keptSkus(plan)
    if (kept.length === 0)
      return [{ text: 'There is no SKU on sale yet to promise anything for.', path: 'skus' }]
    const needed = Map.groupBy(neededSlas(plan), ({ sku }) => sku.id)
    return kept.flatMap((sku) => {
      const own = plan.slas.filter(({ skuId, mode }) => skuId === sku.id && Object.hasOwn(hubModes, mode))
      const wanted = needed.get(sku.id) ?? []
      if (!own.some(({ handlingDays, shipBy }) => handlingDays !== null || shipBy !== null)) {
        const path = fieldPath('slas', sku.id, wanted[0]?.mode ?? 'shipping', 'handlingDays')
        return [{ text: `${skuName(sku)} has no shipping promise.`, path }]
      }
      // At no hub yet, so no mode is sure: one promise on the page will do.
      if (wanted.length === 0 && !own.some(({ published }) => published)) {
        const text = `No shipping promise for ${skuName(sku)} is on the product page.`
        return [{ text, path: fieldPath('slas', sku.id, own[0]!.mode, 'published') }]
      }
      return wanted
        .filter(({ sla }) => !sla?.published)
        .map(({ mode }) => ({
          text: `The ${hubModes[mode].toLowerCase()} promise for ${skuName(sku)} is not on the product page.`,
          path: fieldPath('slas', sku.id, mode, 'published'),
        }))
    })
  },
}

export const rolesStaffed: Requirement = {
  id: 'roles-staffed',
  section: 'event',
  title: 'Consoles staffed',
  group,
  check: ({ consoles }) => {
    const staffed = consoles.filter(({ name }) => name.trim() !== '')
    if (staffed.length === 0) return [{ text: 'There are no consoles yet.', path: 'consoles' }]
    return staffed.flatMap(({ id, name, owner, deputy }) => {
      const console = named(name, 'console')
      const deputyPath = fieldPath('consoles', id, 'deputy')
      const findings: Finding[] = []
      if (owner.trim() === '') {
        findings.push({ text: `${console} has no owner.`, path: fieldPath('consoles', id, 'owner') })
      }
      if (deputy.trim() === '') {
        findings.push({ text: `${console} has no deputy.`, path: deputyPath })
      } else if (isSamePerson(owner, deputy)) {
        const text = `${console} has ${owner.trim()} as owner and as deputy: 2 people are needed.`
        findings.push({ text, path: deputyPath })
      }
      return findings
    })
  },
}
