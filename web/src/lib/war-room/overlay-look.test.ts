import { expect, test } from 'vitest'
import { overlayLook } from './overlay-look.ts'

test('the address says how the overlay looks; what it does not know is left as it is', () => {
  expect(overlayLook('')).toEqual({ place: 'bottom-left', look: 'panel', show: 'all', size: 100 })
  const said = overlayLook('?place=top&look=text&show=units&size=150')
  expect(said).toEqual({ place: 'top', look: 'text', show: 'units', size: 150 })
  const odd = overlayLook('?place=moon&look=%3Cb%3E&show=&size=9e9')
  expect(odd).toEqual({ place: 'top-left', look: 'panel', show: 'all', size: 100 })
})
