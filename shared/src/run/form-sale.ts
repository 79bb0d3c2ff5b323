/** A sale as a plain form sends it: the fields of a line come again for each further one. */

/** @param all every value of a field, in order. @returns what `plainSale` reads; or in a sentence why it can't be one. */
export function saleOfForm(all: (field: string) => readonly string[]): object | string {
  const [skus, quantities, hubs, preorders] = [all('sku'), all('quantity'), all('hub'), all('preorder')]
  if (quantities.length !== skus.length) return 'Give a quantity for each sku.'
  for (const [field, values] of [['hub', hubs] as const, ['preorder', preorders] as const]) {
    if (values.length > 1 && values.length !== skus.length)
      return `Give one ${field} for all, or one for each sku.`
  }
  const ofLine = (values: readonly string[], index: number) =>
    values.length === 1 ? values[0]! : (values[index] ?? '')
  const lines = skus.map((sku, index) => {
    const hub = ofLine(hubs, index)
    const preorder = ['true', '1', 'on', 'yes'].includes(ofLine(preorders, index).toLowerCase())
    return { sku, quantity: wholeNumber(quantities[index]!), ...(hub !== '' && { hub }), preorder }
  })
  return { orderId: all('orderId')[0] ?? '', lines }
}

/** NaN for what is no whole number, which the sale's schema then refuses. */
function wholeNumber(text: string): number {
  return /^-?\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN
}
