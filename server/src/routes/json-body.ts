/** A request's JSON, checked: what does not fit is refused with the schema's own sentence. */
import { AppError } from '@flashboard/shared/wire/errors'
import { validator } from 'hono-openapi'
import * as z from 'zod'

// zod/mini brings no sentences of its own; these are for the checks that the schemas give none.
z.config(z.locales.en())

/** @throws AppError `bad_request` */
export const jsonBody = <S extends z.core.$ZodType>(schema: S) =>
  validator('json', schema, (result) => {
    if (result.success) return
    const [issue] = result.error
    throw new AppError('bad_request', issue?.message ?? 'The request could not be read.')
  })
