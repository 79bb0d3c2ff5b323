/** Reads a QR code as a phone would: off its pixels, with white around them. */
import jsQR from 'jsqr'

/** @param pixels a byte each, row by row; 0 is black. */
export function readQr(pixels: Uint8Array, size: number): string | undefined {
  const around = 40
  const full = size + 2 * around
  const rgba = new Uint8ClampedArray(full * full * 4).fill(255)
  for (let at = 0; at < pixels.length; at++) {
    const place = (Math.floor(at / size) + around) * full + (at % size) + around
    rgba.fill(pixels[at]!, place * 4, place * 4 + 3)
  }
  return jsQR.default(rgba, full, full)?.data
}
