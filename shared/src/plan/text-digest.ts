/**
 * A short print of a text, the same on every platform, by which a later reader can tell that the text is another:
 * 53 bits, two halves of mixed multiplications. It keeps no secret and proves nothing to an adversary.
 * @returns 14 hexadecimal digits.
 */
export function textDigest(text: string): string {
  let [low, high] = [0xdeadbeef, 0x41c6ce57]
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    low = Math.imul(low ^ unit, 2_654_435_761)
    high = Math.imul(high ^ unit, 1_597_334_677)
  }
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909)
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  return (4_294_967_296 * (high & 0x1fffff) + (low >>> 0)).toString(16).padStart(14, '0')
}
