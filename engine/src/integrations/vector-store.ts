import { OptionError } from '../errors.js';
import { preparePath } from '../files/optional-package.js';
import { type Embedder, vectorOf } from './embedder.js';
import { IntegrationError, loadPackage, RUVECTOR } from './packages.js';

/** What is kept beside a vector. */
export interface VectorNote {
  /** Name of the embedder that made the vector. */
  readonly embedder: string;
  readonly [name: string]: unknown;
}

export interface VectorEntry {
  readonly id: string;
  readonly vector: Float32Array;
  readonly metadata: VectorNote;
}

export interface VectorHit {
  readonly id: string;
  /** Cosine of the angle between the vectors: 1 the same direction, 0 unrelated. */
  readonly similarity: number;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The part of ruvector that is used. */
interface Database {
  insertBatch(entries: readonly VectorEntry[]): Promise<unknown>;
  search(query: { vector: Float32Array; k: number; efSearch?: number }): Promise<readonly Found[]>;
  delete(id: string): Promise<boolean>;
  len(): Promise<number>;
}

interface Found {
  readonly id: string;
  readonly vector?: ArrayLike<number>;
  /** A distance: 0 is nearest. */
  readonly score: number;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

interface Package {
  VectorDB: new (options: {
    dimensions: number;
    storagePath: string;
    distanceMetric: 'cosine';
    hnswConfig: typeof INDEX;
  }) => Database;
  getImplementationType?(): string;
}

/**
 * As the package has it, but for the elements that room is made for at once: its 10,000,000 take 36 GB of address space, after
 * which the process can start no other. More than are named here find room all the same.
 */
const INDEX = { m: 32, efConstruction: 200, efSearch: 100, maxElements: 100_000 };

/** Open files by their paths: ruvector has no way to close one, and each holds an index of its own. */
const open = new Map<string, Database>();

/** Vectors in one file, with what they stand for. */
export class VectorStore {
  private constructor(
    private readonly database: Database,
    private readonly embedder: Embedder,
    /** Ids may be there already. */
    private mayHold: boolean,
  ) {}

  /**
   * Opens a file, or makes it.
   * @throws IntegrationError where ruvector is missing or has no native part here, or another process has the file open
   * @throws OptionError where the file holds vectors of other dimensions, or of another embedder
   */
  static async open(path: string, embedder: Embedder, module?: object): Promise<VectorStore> {
    const full = preparePath(path);
    const database = open.get(full) ?? (await openDatabase(path, full, embedder.dimensions, module));
    const probe = new Float32Array(embedder.dimensions);
    probe[0] = 1;
    const [any] = await database.search({ vector: probe, k: 1 }).catch((error: Error) => {
      const held = /expected (\d+), got/.exec(error.message);
      throw held === null
        ? error
        : new OptionError(
            `${path} holds vectors of ${held[1]} dimensions, and the embedder makes ${embedder.dimensions}: name another dbPath, or an embedder of ${held[1]} dimensions.`,
          );
    });
    open.set(full, database);
    const other = any?.metadata?.embedder;
    if (typeof other === 'string' && other !== embedder.name) {
      throw new OptionError(
        `${path} holds vectors of the embedder ${other}, which cannot be compared with those of ${embedder.name}: name another dbPath.`,
      );
    }
    return new VectorStore(database, embedder, any !== undefined);
  }

  /** Puts vectors in; those of the same ids are replaced. */
  async insert(entries: readonly VectorEntry[]): Promise<void> {
    if (entries.length === 0) return;
    // The index would find a replaced vector as before.
    if (this.mayHold) for (const { id } of entries) await this.database.delete(id);
    // Until it is known that nothing failed halfway.
    const before = this.mayHold;
    this.mayHold = true;
    await this.database.insertBatch(entries);
    this.mayHold = before;
  }

  /**
   * The nearest vectors, best first. The index is approximate: a few in a thousand are not found.
   * @param accept what else a hit has to be; as many are looked at as it takes
   */
  async search(vector: ArrayLike<number>, limit: number, accept: (hit: VectorHit) => boolean): Promise<VectorHit[]> {
    const wanted = vectorOf(vector, this.embedder.dimensions, (what) => {
      throw new OptionError(`The query is ${what}.`, 'integration/vector');
    });
    const size = await this.database.len();
    for (let k = Math.max(64, limit * 4); ; k *= 4) {
      const found = await this.database.search({ vector: wanted, k, efSearch: Math.max(k, 128) });
      const hits = new Map<string, VectorHit>();
      for (const { id, vector: its, score, metadata = {} } of found) {
        const hit = { id, similarity: its === undefined ? 1 - score : cosine(wanted, its), metadata };
        if (!hits.has(id) && accept(hit)) hits.set(id, hit);
      }
      const best = [...hits.values()].sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1));
      if (best.length >= limit || k >= size) return best.slice(0, limit);
    }
  }
}

async function openDatabase(path: string, full: string, dimensions: number, module?: object): Promise<Database> {
  const ruvector = await loadPackage<Package>(RUVECTOR, 'VectorDB', module);
  if (ruvector.getImplementationType !== undefined && ruvector.getImplementationType() !== 'native') {
    throw new IntegrationError(
      'integration/unusable',
      'ruvector',
      'The package ruvector has no native part for this system: install it without --omit=optional, on Linux (glibc), macOS or Windows on x64, or Linux or macOS on arm64.',
    );
  }
  try {
    return new ruvector.VectorDB({ dimensions, storagePath: full, distanceMetric: 'cosine', hnswConfig: INDEX });
  } catch (error) {
    const why = (error as Error).message.replace(/^Failed to create database: /, '');
    if (/lock|already open/i.test(why)) {
      throw new IntegrationError(
        'integration/locked',
        'ruvector',
        `Another process has ${path} open, and ruvector lets in one at a time: wait for it, or name another dbPath.`,
        error,
      );
    }
    throw new IntegrationError('integration/unusable', 'ruvector', `ruvector cannot open ${path}: ${why}`, error);
  }
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let i = 0; i < a.length; i++) {
    product += a[i] * b[i];
    squareA += a[i] * a[i];
    squareB += b[i] * b[i];
  }
  const norms = Math.sqrt(squareA * squareB);
  // Not a number, or of no direction: whoever put it there, it is near to nothing.
  return norms > 0 ? Math.max(-1, Math.min(1, product / norms)) : -1;
}
