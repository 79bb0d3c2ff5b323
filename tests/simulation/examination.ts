/** What a stored plan must be whenever nobody is writing: looked at as the next process will find it. */
import type { Store } from '@flashboard/server/store/database'
import { documentOf, readStored } from '@flashboard/server/sync/stored-plan'
import type * as Y from 'yjs'
import type { Content } from './content.ts'
import { PLAN } from './disk.ts'

interface Examined {
  doc: Y.Doc | undefined
  violations: string[]
}

/** Opens the plan as a server does. */
export async function examine(store: Store, promised: Content): Promise<Examined> {
  const seqs = store.sqlite
    .prepare<[string], { seq: number }>('select seq from updates where plan_id = ? order by seq')
    .all(PLAN)
    .map(({ seq }) => seq)
  const last = store.sqlite
    .prepare<[string], { seq: number }>('select seq from plans where id = ?')
    .get(PLAN)!
  const violations: string[] = []
  if (seqs.some((seq, index) => seq !== index + 1) || seqs.length !== last.seq) {
    violations.push(
      `the log's numbers have a gap: ${seqs.length} rows, the last of which should be ${last.seq}`,
    )
  }
  try {
    const doc = documentOf(await readStored(store.db, PLAN))
    violations.push(...promised.missingIn(doc).map((what) => `promised and lost: ${what}`))
    return { doc, violations }
  } catch (error) {
    return { doc: undefined, violations: [...violations, `the stored plan does not load: ${String(error)}`] }
  }
}
