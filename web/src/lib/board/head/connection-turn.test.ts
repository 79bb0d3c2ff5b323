import { expect, test } from 'vitest'
import { connectionTurn } from './connection-turn.ts'

test('a page without the server is offline; one that the server sent away for now, or for good, is not', () => {
  expect(connectionTurn({ name: 'online' })).toBe('Connected')
  expect(connectionTurn({ name: 'offline' })).toBe('Offline')
  expect(connectionTurn({ name: 'offline', message: '' })).toBe('Offline')
  expect(connectionTurn({ name: 'offline', message: 'The server could not save.' })).toBe('Trying again')
  expect(connectionTurn({ name: 'refused', code: 4410, message: 'You are no longer in this plan.' })).toBe(
    'Not connected',
  )
})
