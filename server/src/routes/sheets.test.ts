import { paperNames, sheetNames } from '@flashboard/shared/sheets/sheets'
import { describe, expect, test } from 'vitest'
import { readPdf } from '../../../tests/support/pdf-text.ts'
import { openTestApp } from '../../../tests/support/test-app.ts'

async function openPlan() {
  const at = await openTestApp(undefined, { publicUrl: 'https://board.example.org' })
  const ada = await at.device().sayName('Ada')
  const id = await ada.makePlan({ template: 'sample', name: 'Meridian 38' })
  const file = async (path: string) => {
    const answer = await at.app.request(`/api/plans/${id}/sheets/${path}`, {
      headers: { cookie: ada.cookie! },
    })
    return { answer, bytes: new Uint8Array(await answer.clone().arrayBuffer()) }
  }
  return { ...at, ada, id, file }
}

describe('over HTTP', { timeout: 60_000 }, () => {
  test('every sheet comes as a PDF on both papers, each page with plan, revision, time and number', async () => {
    const { file } = await openPlan()
    const sizes = { a4: [595, 842], letter: [612, 792] }
    for (const sheet of sheetNames) {
      for (const paper of paperNames) {
        const { answer, bytes } = await file(`${sheet}.pdf?paper=${paper}`)
        expect(answer.status).toBe(200)
        expect(answer.headers.get('content-type')).toBe('application/pdf')
        const pages = await readPdf(bytes)
        pages.forEach(({ width, height, text }, index) => {
          expect([width, height].map(Math.round)).toEqual(sizes[paper])
          expect(text).toContain('Meridian 38')
          expect(text).toMatch(/Revision \d+, printed Mon 1 Jun 2026, 11:00\./)
          expect(text).toContain(`Page ${index + 1} of ${pages.length}`)
        })
      }
    }
  })

  test('the pictures are as many as the pages of the file, and hold no script, no link and no colour', async () => {
    const { ada, id, file } = await openPlan()
    const pages = await readPdf((await file('book.pdf')).bytes)
    const answer = await ada.ask('GET', `/api/plans/${id}/sheets/book/pages`)
    expect(answer.body.pages).toHaveLength(pages.length)
    for (const svg of answer.body.pages as string[]) {
      expect(svg).toMatch(/^<svg viewBox="0 0 595\.\d+ 841\.\d+"/)
      expect(svg).not.toMatch(/<script|<a |<foreignObject/i)
      for (const [, colour] of svg.matchAll(/(?:fill|stroke)="#([0-9a-f]{6})/gi)) {
        expect(colour).toMatch(/^(..)\1\1$/)
      }
      // Every letter that it shows is in it.
      const used = new Set([...svg.matchAll(/xlink:href="#([^"]+)"/g)].map(([, name]) => name))
      for (const name of used) expect(svg).toContain(`id="${name}"`)
    }
  })

  test('the run sheet has the log of launch day, with words that people wrote as they wrote them', async () => {
    const { ada, id, file } = await openPlan()
    let keys = 0
    const act = (command: object) =>
      ada.ask('POST', `/api/plans/${id}/run/commands`, { key: `the-key-${++keys}`, command })
    const { plan } = (await ada.ask('GET', `/api/plans/${id}`)).body
    const [cue, next] = plan.cues
    const before = (await readPdf((await file('show.pdf')).bytes)).map(({ text }) => text).join('\n')
    expect(before).not.toContain('the run')
    const commands = [
      { kind: 'startRun' },
      { kind: 'startCue', cueId: cue.id, after: null },
      { kind: 'startCue', cueId: next.id, after: cue.id },
      { kind: 'hold', reason: 'Mic swap #show("x")' },
      { kind: 'resume' },
      { kind: 'openPoll' },
      { kind: 'callPoll', call: 'go', waiver: 'We sell less in Porto' },
      { kind: 'launch' },
      { kind: 'logIssue', who: '1042', topic: 'refund', what: 'Charged twice', owner: 'Bea' },
      { kind: 'note', text: 'Σήμερα βρέχει' },
    ]
    for (const command of commands) expect(await act(command)).toMatchObject({ status: 200 })
    const pages = await readPdf((await file('show.pdf')).bytes)
    const text = pages.map((page) => page.text.replaceAll(/\s+/g, ' ')).join(' ')
    for (const line of [
      'Ada started the run and has the desk.',
      'Ada held the count: Mic swap #show("x").',
      'Ada called go with a waiver: We sell less in Porto.',
      'Ada logged issue 1, refund, 1042: Charged twice. Bea has it.',
      'Ada: Σήμερα βρέχει',
    ]) {
      expect(text).toContain(line)
    }
    expect(text).toContain('Began 11:00:00')
  })

  test('hubs can be chosen', async () => {
    const { ada, id, file } = await openPlan()
    const { plan } = (await ada.ask('GET', `/api/plans/${id}`)).body
    const [porto, lisbon] = plan.hubs
    const chosen = await file(`pick.pdf?hub=${porto.id}`)
    expect(chosen.answer.headers.get('content-disposition')).toContain('%2C%20Porto%2C%20revision%201.pdf')
    const pages = await readPdf(chosen.bytes)
    const one = pages.map(({ text }) => text).join('\n')
    expect(one).toContain(`Pick list, ${porto.name}.`)
    expect(one).not.toContain(`Pick list, ${lisbon.name}.`)
    const { answer } = await file(`pick.pdf?hub=${porto.id},gone`)
    expect([answer.status, await answer.json()]).toEqual([
      404,
      { code: 'not_found', message: 'This plan has no hub "gone".' },
    ])
  })

  test('a viewer has the sheets, and a program with a token to read, until they are in the plan no more', async () => {
    const { app, device, ada, id } = await openPlan()
    const vic = await (await device().sayName('Vic')).join(id, ada, 'viewer')
    expect((await vic.ask('GET', `/api/plans/${id}/sheets/gear/pages`)).status).toBe(200)
    const { body } = await vic.ask('POST', '/api/you/tokens', { name: 'Printer', scope: 'read', days: 7 })
    const byToken = async () => {
      const headers = { authorization: `Bearer ${body.secret}` }
      return await app.request(`/api/plans/${id}/sheets/gear.pdf`, { headers })
    }
    const answer = await byToken()
    expect(answer.headers.get('content-disposition')).toContain(
      "filename*=UTF-8''Meridian%2038%2C%20gear%20packing%20list%2C%20revision%201.pdf",
    )
    expect((await readPdf(new Uint8Array(await answer.arrayBuffer())))[0]!.text).toContain(
      'Gear packing list.',
    )
    const { members } = (await ada.ask('GET', `/api/plans/${id}/people`)).body
    const { personId } = members.find(({ name }: { name: string }) => name === 'Vic')
    expect((await ada.ask('DELETE', `/api/plans/${id}/people/${personId}`)).status).toBe(204)
    expect((await byToken()).status).toBe(404)
  })

  test('a stranger, a wrong sheet and a wrong paper are refused', async () => {
    const { device, id, file } = await openPlan()
    const bob = await device().sayName('Bob')
    expect((await bob.ask('GET', `/api/plans/${id}/sheets/gear.pdf`)).body.code).toBe('not_found')
    expect((await bob.ask('GET', `/api/plans/${id}/sheets/gear/pages`)).body.code).toBe('not_found')
    const nobody = device()
    expect((await nobody.ask('GET', `/api/plans/${id}/sheets/gear.pdf`)).body.code).toBe('no_session')
    for (const path of ['nothing.pdf', 'constructor.pdf']) {
      expect((await file(path)).answer.status).toBe(404)
    }
    for (const path of ['gear.pdf?paper=a5', 'pick.pdf?hub=../x', 'pick/pages?hub=,']) {
      expect((await file(path)).answer.status).toBe(400)
    }
  })
})
