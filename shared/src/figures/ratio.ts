/**
 * Exact products and quotients of whole numbers. Shares, money and counts multiply past 2^53, so the
 * products are made of bigints and rounded once, at the end.
 */

/** `numerator ÷ denominator` to the nearest whole number, a half towards +∞. `denominator` > 0. */
export function roundHalfUp(numerator: bigint, denominator: bigint): number {
  return Number(floorOf(2n * numerator + denominator, 2n * denominator))
}

/** The least whole number ≥ `numerator ÷ denominator`. `denominator` > 0. */
export function ceil(numerator: bigint, denominator: bigint): number {
  return Number(-floorOf(-numerator, denominator))
}

/** The product of whole numbers. */
export function product(...factors: readonly number[]): bigint {
  return factors.reduce((result, factor) => result * BigInt(factor), 1n)
}

function floorOf(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient
}
