/** Whether two fields name one person, however each was typed. */
export function isSamePerson(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase()
}
