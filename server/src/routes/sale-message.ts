/** What a shop sent to its address, read as a plain sale: Shopify's own, JSON, or a form. */
import { saleOfForm } from '@flashboard/shared/run/form-sale'
import { saleOfShopify } from '@flashboard/shared/run/shopify'
import { AppError } from '@flashboard/shared/wire/errors'
import { type PlainSale, plainSale } from '@flashboard/shared/wire/war-room'

interface SaleMessage {
  body: string
  /** `Content-Type`. */
  type: string | undefined
  /** Shopify's own header. */
  topic: string | undefined
}

/** @throws AppError `bad_request` */
export function saleIn({ body, type, topic }: SaleMessage): PlainSale {
  if (topic !== undefined) return readable(saleOfShopify(topic, jsonIn(body)))
  const isForm = type?.split(';')[0]!.trim().toLowerCase() === 'application/x-www-form-urlencoded'
  const said = isForm ? formIn(body) : jsonIn(body)
  const read = plainSale.safeParse(said)
  if (read.success) return read.data
  throw refused(read.error.issues[0]?.message ?? 'It is no sale.')
}

function formIn(body: string): object {
  const form = new URLSearchParams(body)
  return readable(saleOfForm((field) => form.getAll(field)))
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw refused('The message is no JSON.')
  }
}

function readable<T extends object>(said: T | string): T {
  if (typeof said === 'string') throw refused(said)
  return said
}

const refused = (why: string) => new AppError('bad_request', `${why} Nothing was recorded.`)
