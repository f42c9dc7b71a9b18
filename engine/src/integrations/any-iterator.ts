/** What can be gone through, one record after another. */
export type AnyIterator = AsyncIterator<unknown> | AsyncIterable<unknown> | Iterable<unknown>;

const WAITING = Symbol('waiting');

/**
 * Goes through an iterator in batches of up to so many records. A record never waits for one that is not there yet: what comes
 * slowly comes one by one.
 */
export async function* batchesOf(data: AnyIterator, size: number): AsyncGenerator<unknown[]> {
  const iterator = iteratorOf(data);
  let records: unknown[] = [];
  let ended = false;
  try {
    while (!ended) {
      const next = Promise.resolve(iterator.next());
      let result = records.length === 0 ? await next : await Promise.race([next, turn()]);
      if (result === WAITING) {
        yield records;
        records = [];
        result = await next;
      }
      const { done, value } = result as IteratorResult<unknown>;
      ended = done === true;
      if (!ended) records.push(value);
      if (records.length >= size || (ended && records.length > 0)) {
        yield records;
        records = [];
      }
    }
  } finally {
    if (!ended) await iterator.return?.();
  }
}

function iteratorOf(data: AnyIterator): AsyncIterator<unknown> | Iterator<unknown> {
  if (Symbol.asyncIterator in data) return data[Symbol.asyncIterator]();
  return Symbol.iterator in data ? data[Symbol.iterator]() : data;
}

/** Resolves when everything that is ready by now has had its turn. */
function turn(): Promise<typeof WAITING> {
  return new Promise((resolve) => setTimeout(resolve, 0, WAITING));
}
