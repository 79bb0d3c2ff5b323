import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { endOf, type InvitationTerms } from './invitations.ts'
import { may, type Right, rights, roleNames, roles, rolesThatMay } from './roles.ts'

const everyRight = Object.keys(rights) as Right[]
const role = fc.constantFrom(...roleNames)
const right = fc.constantFrom(...everyRight)

test('who is no member may nothing', () => {
  fc.assert(fc.property(right, (each) => !may(undefined, each)))
})

test('a role earlier in the table may all that a later one may', () => {
  fc.assert(
    fc.property(role, role, right, (a, b, each) => {
      const [more, less] = roleNames.indexOf(a) <= roleNames.indexOf(b) ? [a, b] : [b, a]
      return !may(less, each) || may(more, each)
    }),
  )
})

test('every member may read, and somebody may each thing', () => {
  expect(rolesThatMay('read')).toEqual(roleNames)
  for (const each of everyRight) expect(rolesThatMay(each)).toContain('lead')
})

test('only what a role’s own line says is its right', () => {
  fc.assert(fc.property(role, right, (r, each) => may(r, each) === roles[r].may.some((own) => own === each)))
})

test('every right has a sentence of its own', () => {
  expect(new Set(Object.values(rights)).size).toBe(everyRight.length)
  for (const sentence of Object.values(rights)) expect(sentence).toMatch(/^[A-Z].*\.$/)
})

test('an invitation lets in only before its end, while uses are left, and until it is taken back', () => {
  const terms: fc.Arbitrary<InvitationTerms> = fc.record({
    role,
    expiresAt: fc.nat(),
    usesMax: fc.integer({ min: 1, max: 9 }),
    uses: fc.nat(9),
    revokedAt: fc.option(fc.nat()),
  })
  fc.assert(
    fc.property(terms, fc.nat(), (invitation, now) => {
      const lets = now < invitation.expiresAt && invitation.uses < invitation.usesMax
      return (endOf(invitation, now) === undefined) === (lets && invitation.revokedAt === null)
    }),
  )
})
