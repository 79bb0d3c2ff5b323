/** What the OpenAPI document says about a route, in one call: its answer and every way it refuses. */
import { errorAnswer, type ErrorCode, errorStatus } from '@flashboard/shared/wire/errors'
import { describeRoute, resolver } from 'hono-openapi'
import type * as z from 'zod/v4/core'

interface Description {
  summary: string
  /** The status of success, and the answer's schema where there is one; of a `file` its media type. */
  ok: { status: 200 | 201 | 204; schema?: z.$ZodType; file?: string; is: string }
  refusals?: readonly ErrorCode[]
}

export function describe({ summary, ok, refusals = [] }: Description) {
  const content = ok.schema
    ? { 'application/json': { schema: resolver(ok.schema) } }
    : ok.file && { [ok.file]: { schema: { type: 'string' as const, format: 'binary' } } }
  return describeRoute({
    summary,
    responses: {
      [ok.status]: { description: ok.is, ...(content && { content }) },
      ...refusalsByStatus([...refusals, 'internal']),
    },
  })
}

/** Several codes may share a status; the document then names them all under it. */
function refusalsByStatus(codes: readonly ErrorCode[]) {
  const byStatus = Map.groupBy(codes, (code) => errorStatus[code])
  return Object.fromEntries(
    [...byStatus].map(([status, sharing]) => [
      status,
      {
        description: `Refused: ${sharing.map((code) => `\`${code}\``).join(', ')}`,
        content: { 'application/json': { schema: resolver(errorAnswer) } },
      },
    ]),
  )
}
