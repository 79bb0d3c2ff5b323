/** What the commands say of a database that can't be used: what happened, what was kept, what to do. */
import { DatabaseInUseError } from './store/database-lock.ts'
import { NewerDatabaseError, NotOursError, NotUpToDateError } from './store/database.ts'

/** Errors whose message is for whoever typed the command. */
const plain = [DatabaseInUseError, NewerDatabaseError, NotOursError, NotUpToDateError]

/** By how the code begins. */
const sentences: readonly (readonly [code: string, sentence: string])[] = [
  [
    'SQLITE_NOTADB',
    'The file that DATABASE names is damaged, or no database of Flashboard’s. It was left as it is. If it was one, put a backup in its place with pnpm restore FILE, which keeps the damaged file beside it; else name another DATABASE.',
  ],
  [
    'SQLITE_CORRUPT',
    'The database that DATABASE names is damaged. It was left as it is. Put a backup in its place with pnpm restore FILE, which keeps the damaged file beside it.',
  ],
  [
    'SQLITE_CANTOPEN',
    'The file that DATABASE names can’t be opened. Look at its folder and who may write there.',
  ],
  [
    'SQLITE_READONLY',
    'The file that DATABASE names can’t be written. Look at who may write it, and in its folder.',
  ],
  ['SQLITE_FULL', 'The disk is full. What was there is kept; make room, and try again.'],
  ['ENOSPC', 'The disk is full. What was there is kept; make room, and try again.'],
  [
    'SQLITE_IOERR',
    'The disk could not be read or written. What is on it was left as it is; look at the disk, and try again.',
  ],
  ['SQLITE_BUSY', 'The database is busy. Nothing was changed; try again in a moment.'],
]

/** One or two sentences; nothing where it is about something else. */
export function databaseSentence(error: unknown): string | undefined {
  if (plain.some((kind) => error instanceof kind)) return (error as Error).message
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return sentences.find(([start]) => code.startsWith(start))?.[1]
}
