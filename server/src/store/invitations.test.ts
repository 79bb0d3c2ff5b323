import type { Role } from '@flashboard/shared/access/roles'
import type { Person } from '@flashboard/shared/wire/http'
import { describe, expect, test } from 'vitest'
import { openTemporaryStore, storePlan } from '../../../tests/support/temporary-store.ts'
import * as events from './events.ts'
import * as invitations from './invitations.ts'
import * as members from './members.ts'
import * as people from './people.ts'

describe('an invitation', () => {
  const DAY = 86_400_000

  /** An invitation to a new plan of Ada's, and people who may come by it. */
  async function invited(terms: { usesMax?: number; role?: Role } = {}) {
    const { db } = await openTemporaryStore()
    const { planId, personId } = await storePlan({ db })
    const by = { id: personId, name: 'Ada' }
    const made = { id: 'i', planId, by, createdAt: 2, secretHash: 'hash', expiresAt: 2 + DAY }
    const invitation = { ...made, role: 'editor', usesMax: 1, ...terms } as const
    await db.transaction().execute((trx) => invitations.make(trx, invitation, 9))
    const newcomer = async (id: string) => {
      const person = { id, name: id }
      await people.create(db, person, 2)
      return person
    }
    const accept = (person: Person, at = 3) => invitations.accept(db, { secretHash: 'hash', person, at })
    const kinds = async () => (await events.readAfter(db, planId, 2)).map(({ kind }) => kind)
    return { db, planId, by, newcomer, accept, kinds }
  }

  test('leaves the role of one who is a member already, is not used by it, and logs nothing', async () => {
    const { by, planId, accept, kinds, db } = await invited({ role: 'viewer' })
    expect(await accept(by)).toEqual({ planId, role: 'lead', isNew: false })
    expect(await kinds()).toEqual([])
    expect(await invitations.listOpen(db, planId, 3)).toMatchObject([{ uses: 0 }])
  })

  test('logs once who joined and who invited, whichever of their tabs comes first', async () => {
    const { db, planId, newcomer, accept, by } = await invited({ usesMax: 5 })
    const ben = await newcomer('ben')
    const joined = await Promise.all([accept(ben), accept(ben)])
    expect(joined).toMatchObject([{ isNew: true }, { isNew: false }])
    expect(await events.readAfter(db, planId, 2)).toEqual([
      {
        seq: 3,
        at: 3,
        actor: { personId: 'ben', name: 'ben' },
        kind: 'personJoined',
        personId: 'ben',
        name: 'ben',
        role: 'editor',
        invitedBy: { personId: by.id, name: 'Ada' },
      },
    ])
    expect(await invitations.listOpen(db, planId, 3)).toMatchObject([{ uses: 1 }])
  })

  test('lets in as many as it was made for, however many come at once', async () => {
    const { db, planId, newcomer, accept } = await invited({ usesMax: 3 })
    const many = await Promise.all(Array.from({ length: 20 }, (_, i) => newcomer(`p${i}`)))
    const all = await Promise.all(many.map((person) => accept(person)))
    expect(all.filter((each) => each && 'isNew' in each)).toHaveLength(3)
    expect(all.filter((each) => each && 'end' in each && each.end === 'usedUp')).toHaveLength(17)
    expect(await members.listOf(db, planId)).toHaveLength(4)
  })

  test('lets nobody in from the moment on at which it expires, or once it is taken back', async () => {
    const { db, planId, by, newcomer, accept, kinds } = await invited({ usesMax: 9 })
    expect(await accept(await newcomer('early'), 1 + DAY)).toMatchObject({ isNew: true })
    expect(await accept(await newcomer('late'), 2 + DAY)).toEqual({ end: 'expired' })
    const revoke = () =>
      db.transaction().execute((trx) => invitations.revoke(trx, { planId, id: 'i', by, at: 5 }))
    expect([await revoke(), await revoke()]).toEqual([true, true])
    expect(await accept(await newcomer('later'), 6)).toEqual({ end: 'revoked' })
    expect(await kinds()).toEqual(['personJoined', 'invitationRevoked'])
  })

  test('lets in again who left, and is not used up by that', async () => {
    const { db, planId, newcomer, accept } = await invited({ usesMax: 2 })
    const ben = await newcomer('ben')
    for (const at of [3, 5]) {
      expect(await accept(ben, at)).toEqual({ planId, role: 'editor', isNew: true })
      await db
        .transaction()
        .execute((trx) => members.remove(trx, { planId, personId: 'ben', by: ben, at: at + 1 }))
    }
    expect(await invitations.listOpen(db, planId, 7)).toMatchObject([{ uses: 1 }])
  })

  test('of another plan, and with another secret, is none', async () => {
    const { db, by, newcomer, planId } = await invited()
    const ben = await newcomer('ben')
    expect(await invitations.accept(db, { secretHash: 'other', person: ben, at: 3 })).toBeUndefined()
    const { planId: elsewhere } = await storePlan({ db })
    const revoke = { planId: elsewhere, id: 'i', by, at: 5 }
    expect(await db.transaction().execute((trx) => invitations.revoke(trx, revoke))).toBe(false)
    expect(await invitations.listOpen(db, planId, 3)).toHaveLength(1)
  })

  test('is not made where there are as many open ones as a plan may have', async () => {
    const { db, planId, by } = await invited()
    const more = { id: 'j', planId, by, createdAt: 3, secretHash: 'h', role: 'viewer', usesMax: 1 } as const
    const make = (atMost: number) =>
      db.transaction().execute((trx) => invitations.make(trx, { ...more, expiresAt: 9 }, atMost))
    expect([await make(1), await make(2)]).toEqual([false, true])
  })
})
