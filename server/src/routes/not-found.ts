import { AppError } from '@flashboard/shared/wire/errors'

/** For addresses that are nobody's; `onError` answers. */
export function notFound(): never {
  throw new AppError('not_found', 'There is nothing at this address.')
}
