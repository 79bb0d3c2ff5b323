/** A request's query, checked like its JSON: what does not fit is refused with the schema's own sentence. */
import { AppError } from '@flashboard/shared/wire/errors'
import { validator } from 'hono-openapi'
import type * as z from 'zod/v4/core'

/** @throws AppError `bad_request` */
export const query = <S extends z.$ZodType>(schema: S) =>
  validator('query', schema, (result) => {
    if (result.success) return
    const [issue] = result.error
    throw new AppError('bad_request', issue?.message ?? 'The request could not be read.')
  })
