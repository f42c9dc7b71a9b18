/** What a text is to those before it. */
export type Novelty = 'new' | 'exact' | 'near';

/** How many values of a field came more than once. */
export interface DuplicateCounts {
  /** Values looked at. */
  readonly values: number;
  /** Values that no value before them equals or nearly equals. */
  readonly distinct: number;
  /** Of these, the same as an earlier one. */
  readonly exact: number;
  /** Of these, nearly the same as an earlier one. */
  readonly near: number;
}

export interface DuplicateOptions {
  /** Share of common 5-grams (Jaccard index) from which two texts count as nearly the same; 0.9. */
  readonly threshold?: number | undefined;
  /** How many texts are remembered at most: those before are forgotten; 50,000. About 400 bytes each. */
  readonly memory?: number | undefined;
  /** Whether nearly equal texts are looked for; true. */
  readonly near?: boolean | undefined;
}

const GRAM = 5;
/** Normalised characters from which on near duplicates are looked for: shorter texts are alike by chance. */
const SHORTEST = 24;
const HASHES = 64;
const BAND = 4;
/** Texts that are compared in one bucket: templated texts are many. */
const MOST_COMPARED = 8;

interface Generation {
  readonly exact: Set<number>;
  readonly bands: Map<number, Int32Array[]>;
}

/**
 * Tells whether texts are new. The same text is one whose letters and digits are the same; nearly the same one with at
 * least nine tenths of its 5-grams in common, as estimated by MinHash (A. Broder, "On the resemblance and containment of
 * documents", 1997) with 16 bands of 4 of 64 hashes. Deterministic, in bounded memory.
 */
export class DuplicateIndex {
  readonly #threshold: number;
  readonly #memory: number;
  readonly #shortest: number;
  #now = generation();
  #before = generation();
  #values = 0;
  #exact = 0;
  #near = 0;

  constructor(options: DuplicateOptions = {}) {
    this.#threshold = options.threshold ?? 0.9;
    this.#memory = Math.max(2, options.memory ?? 50_000);
    this.#shortest = options.near === false ? Infinity : SHORTEST;
  }

  get counts(): DuplicateCounts {
    const distinct = this.#values - this.#exact - this.#near;
    return { values: this.#values, distinct, exact: this.#exact, near: this.#near };
  }

  /** What the text is to those added before, without adding it. */
  look(text: string): Novelty {
    const plain = normalised(text);
    if (this.#generations().some(({ exact }) => exact.has(hashOf(plain)))) return 'exact';
    return plain.length >= this.#shortest && this.#resembles(signatureOf(plain)) ? 'near' : 'new';
  }

  /** Adds a text. @returns what it is to those added before. */
  add(text: string): Novelty {
    const plain = normalised(text);
    const hash = hashOf(plain);
    this.#values++;
    if (this.#generations().some(({ exact }) => exact.has(hash))) {
      this.#exact++;
      return 'exact';
    }
    if (this.#now.exact.size >= this.#memory / 2) {
      this.#before = this.#now;
      this.#now = generation();
    }
    this.#now.exact.add(hash);
    if (plain.length < this.#shortest) return 'new';
    const signature = signatureOf(plain);
    const near = this.#resembles(signature);
    if (near) this.#near++;
    for (const key of bandsOf(signature)) {
      const bucket = this.#now.bands.get(key);
      if (bucket === undefined) this.#now.bands.set(key, [signature]);
      else {
        bucket.push(signature);
        if (bucket.length > MOST_COMPARED) bucket.shift();
      }
    }
    return near ? 'near' : 'new';
  }

  #generations(): readonly Generation[] {
    return [this.#now, this.#before];
  }

  #resembles(signature: Int32Array): boolean {
    for (const key of bandsOf(signature)) {
      for (const { bands } of this.#generations()) {
        for (const other of bands.get(key) ?? []) if (resemblance(signature, other) >= this.#threshold) return true;
      }
    }
    return false;
  }
}

/** Letters, marks and digits in one case and form, apart by single spaces; of a text without any, the text. */
export function normalised(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
  return plain === '' ? text.trim() : plain;
}

function generation(): Generation {
  return { exact: new Set(), bands: new Map() };
}

/** FNV-1a twice, to 53 bits. */
function hashOf(text: string): number {
  let a = 0x811c9dc5;
  let b = 0x2f0b4a27;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ (code + i), 0x5bd1e995);
    b ^= b >>> 15;
  }
  return (a >>> 0) + (b >>> 11) * 4294967296;
}

function signatureOf(text: string): Int32Array {
  const signature = new Int32Array(HASHES).fill(0x7fffffff);
  for (let i = 0; i + GRAM <= text.length; i++) {
    let gram = 0x811c9dc5;
    for (let k = 0; k < GRAM; k++) gram = Math.imul(gram ^ text.charCodeAt(i + k), 0x01000193);
    for (let h = 0; h < HASHES; h++) {
      // A finaliser of low bias (C. Wellons, "hash-prospector"), begun at another number for each hash.
      let x = gram + Math.imul(h + 1, 0x9e3779b9);
      x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
      x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
      x ^= x >>> 15;
      if (x < signature[h]!) signature[h] = x;
    }
  }
  return signature;
}

function* bandsOf(signature: Int32Array): Iterable<number> {
  for (let band = 0; band < HASHES; band += BAND) {
    let a = band;
    let b = 0x2f0b4a27 ^ band;
    for (let i = band; i < band + BAND; i++) {
      a = Math.imul(a ^ signature[i]!, 0x01000193);
      a ^= a >>> 13;
      b = Math.imul(b ^ signature[i]!, 0x5bd1e995);
      b ^= b >>> 15;
    }
    yield (a >>> 0) + (b >>> 11) * 4294967296;
  }
}

function resemblance(a: Int32Array, b: Int32Array): number {
  let same = 0;
  for (let i = 0; i < HASHES; i++) if (a[i] === b[i]) same++;
  return same / HASHES;
}
