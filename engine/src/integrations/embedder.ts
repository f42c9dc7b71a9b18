import { OptionError } from '../errors.js';

/** Turns texts into vectors. */
export interface Embedder {
  /** Tells it from others: vectors of different embedders cannot be compared. */
  readonly name: string;
  /** Numbers of each vector. */
  readonly dimensions: number;
  /** One vector a text, in their order. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly ArrayLike<number>[]>;
}

const DIMENSIONS = 256;

/**
 * Vectors by hashed n-grams: every word, and all pairs and triples of its characters, counts at one place of the vector,
 * up or down. Texts that share words, or parts of words, in any script, are near one another; meaning is not known. The hash is
 * FNV-1a of 32 bits; the sign keeps the expected product of unrelated texts at nothing (Weinberger et al. 2009, Feature Hashing
 * for Large Scale Multitask Learning).
 */
export class NgramEmbedder implements Embedder {
  readonly name: string;

  /** @param dimensions 8 … 4096; more keep more words apart. */
  constructor(readonly dimensions = DIMENSIONS) {
    if (!Number.isInteger(dimensions) || dimensions < 8 || dimensions > 4096) {
      throw new OptionError(`\`dimensions\` must be a whole number from 8 to 4096, not ${dimensions}.`);
    }
    this.name = `agentic-synth/ngram-v1/${dimensions}`;
  }

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    return texts.map((text) => this.#vector(text));
  }

  #vector(text: string): Float32Array {
    const counts = new Float64Array(this.dimensions);
    const words =
      text
        .normalize('NFKC')
        .toLowerCase()
        .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
    for (const word of words) {
      this.#count(counts, word);
      const characters = ['^', ...word, '$'];
      for (let i = 0; i < characters.length - 1; i++) {
        this.#count(counts, characters[i] + characters[i + 1]);
        if (i + 2 < characters.length) this.#count(counts, characters[i] + characters[i + 1] + characters[i + 2]);
      }
    }
    let square = 0;
    for (const count of counts) square += count * count;
    // Nothing but zeros has no direction, and would be as near to all as to itself.
    if (square === 0) counts[0] = square = 1;
    return Float32Array.from(counts, (count) => count / Math.sqrt(square));
  }

  #count(counts: Float64Array, feature: string): void {
    let hash = 0x811c9dc5;
    for (let i = 0; i < feature.length; i++) hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193);
    // The low bits of FNV-1a are its weakest.
    hash ^= hash >>> 15;
    counts[(hash >>> 1) % this.dimensions] += (hash & 1) === 0 ? 1 : -1;
  }
}

/**
 * The vectors of some texts, as the store takes them.
 * @param places what the texts belong to, for messages
 * @throws OptionError where the embedder gives another number of vectors, of other dimensions, with numbers that are not
 * finite, or with nothing but zeros: a store would take them, and find anything by them
 */
export async function embedAll(
  embedder: Embedder,
  texts: readonly string[],
  places: readonly string[],
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const vectors = await embedder.embed(texts, signal);
  const refuse = (what: string): never => {
    throw new OptionError(`The embedder ${embedder.name} gave ${what}.`, 'integration/vector');
  };
  if (vectors.length !== texts.length) refuse(`${vectors.length} vectors for ${texts.length} texts`);
  return vectors.map((vector, i) =>
    vectorOf(vector, embedder.dimensions, (what) => refuse(`${what} for ${places[i]}`)),
  );
}

/** A vector that a store can be asked with. @param refuse called with what is wrong with it; throws */
export function vectorOf(vector: ArrayLike<number>, dimensions: number, refuse: (what: string) => never): Float32Array {
  if (vector.length !== dimensions) refuse(`a vector of ${vector.length} dimensions, not ${dimensions},`);
  const numbers = Float32Array.from(vector);
  if (!numbers.every(Number.isFinite)) refuse('a vector with a number that is not finite');
  if (numbers.every((number) => number === 0)) refuse('a vector of nothing but zeros');
  return numbers;
}
