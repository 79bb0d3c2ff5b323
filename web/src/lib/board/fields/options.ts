/** The entities of a list as a control's options: id and name. */
export function optionsOf(list: readonly unknown[]): [id: string, title: string][] {
  return (list as readonly { id: string; name?: string; title?: string }[]).map(({ id, name, title }) => [
    id,
    name || title || 'Unnamed',
  ])
}
