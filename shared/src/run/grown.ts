/**
 * A map that never changes, and is added to without being copied: what comes after shares one store with what was
 * before, and each knows how much of it is its own. Only where something is added to a map that is not the last one is
 * the store copied.
 */
export class Grown<K, V> {
  readonly #store: Store<K, V>
  readonly #size: number

  private constructor(store: Store<K, V>, size: number) {
    this.#store = store
    this.#size = size
  }

  static empty<K, V>(): Grown<K, V> {
    return new Grown({ entries: [], placesOf: new Map() }, 0)
  }

  get(key: K): V | undefined {
    const place = this.#store.placesOf.get(key)?.findLast((at) => at < this.#size)
    return place === undefined ? undefined : this.#store.entries[place]![1]
  }

  /** The map with one more entry, or with another value under a key that it has. */
  with(key: K, value: V): Grown<K, V> {
    const { entries } = this.#store
    const store = entries.length === this.#size ? this.#store : storeOf(entries.slice(0, this.#size))
    add(store, key, value)
    return new Grown(store, this.#size + 1)
  }

  *values(): Generator<V> {
    for (const key of this.#store.placesOf.keys()) {
      const value = this.get(key)
      if (value !== undefined) yield value
    }
  }
}

interface Store<K, V> {
  /** In the order of their coming; the last one of a key counts. */
  entries: [K, V][]
  placesOf: Map<K, number[]>
}

function storeOf<K, V>(entries: readonly [K, V][]): Store<K, V> {
  const store: Store<K, V> = { entries: [], placesOf: new Map() }
  for (const [key, value] of entries) add(store, key, value)
  return store
}

function add<K, V>({ entries, placesOf }: Store<K, V>, key: K, value: V): void {
  const places = placesOf.get(key)
  if (places) places.push(entries.length)
  else placesOf.set(key, [entries.length])
  entries.push([key, value])
}
