/** A page of a table read to its end: where it begins, and how long it may be. */

/** At most `limit` rows behind that key in the table's order; null: from its beginning. */
export type PageAfter<K> = { after: K | null; limit: number }
