import { canonicalJson } from '../cache/canonical.js';
import { sha256 } from '../cache/sha256.js';
import { OptionError } from '../errors.js';
import { embedAll, type Embedder, NgramEmbedder } from './embedder.js';
import type { IntegrationHost } from './host.js';
import { type IntegrationError, isInstalled, missing, RUVECTOR } from './packages.js';
import { memberAt, RowText, type RowTextOptions } from './row-text.js';
import { semanticAnswers } from './semantic-answers.js';
import type { Sink, SinkRetry, SinkRow, SinkRun } from './sink.js';
import { type VectorHit, VectorStore } from './vector-store.js';

/** What is looked for: by a text, or by a vector of one's own. */
export interface RuvectorQuery {
  /** What the rows should be like. */
  readonly text?: string | undefined;
  /** Instead of a text: numbers, as many as the store has dimensions. */
  readonly vector?: ArrayLike<number> | undefined;
  /** Members that a row has to have, such as `{ country: 'DE', 'address.city': 'Bonn' }`. */
  readonly filter?: Readonly<Record<string, unknown>> | undefined;
  /** Only rows of this table. */
  readonly table?: string | undefined;
}

/** A stored row that was found. */
export interface RuvectorMatch {
  /** The id that it was stored by. */
  readonly id: string;
  /** −1 … 1; 1 is the same. */
  readonly similarity: number;
  /** The row, as it was stored. */
  readonly data: unknown;
  /** What was stored beside it: of rows of a run `table` and `row`, its number. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Stores records as vectors, and finds them by what they are like. */
export interface RuvectorAdapter {
  /** Whether the package is installed. */
  isAvailable(): boolean;
  /**
   * Stores a record. The same data has the same id, and is there once.
   * @param metadata to keep beside it; its `id`, where it has one, is the record's
   * @returns its id
   */
  store(data: unknown, metadata?: Readonly<Record<string, unknown>>): Promise<string>;
  /**
   * The most similar records, best first.
   * @param query a text, a vector, or more exactly
   * @param limit 1 or more; default: 10
   */
  search(query: string | ArrayLike<number> | RuvectorQuery, limit?: number): Promise<RuvectorMatch[]>;
}

/** Where {@link enableRuvector} stores rows, and how they are found. */
export interface RuvectorOptions extends RowTextOptions {
  /** The file. Default: `integrations.ruvector.dbPath`, else `./data/vectors.db`. */
  readonly dbPath?: string | undefined;
  /** Numbers of each vector of the embedder that comes with the package. Default: 256. */
  readonly dimensions?: number | undefined;
  /** Turns texts into vectors, instead of the one that comes with the package. */
  readonly embedder?: Embedder | undefined;
  /** Whether answers of models also serve questions that are nearly the same. Default: false. */
  readonly semanticCache?: boolean | undefined;
  /** How similar a question has to be for that, 0 … 1. Default: 0.95. */
  readonly similarityThreshold?: number | undefined;
  readonly retry?: SinkRetry | undefined;
  /** The package, where it is imported already: `await import('ruvector')`. */
  readonly module?: object | undefined;
}

const PATH = './data/vectors.db';
const LIMIT = 10;
const THRESHOLD = 0.95;

/**
 * Stores the rows of runs with `vectorize: true` in a ruvector file. Needs the package `ruvector`; without it the adapter says so,
 * and such runs fail before anything is drawn.
 *
 * @example
 * const vectors = enableRuvector(synth, { dbPath: './data/vectors.db', fields: ['title', 'body'] });
 * await synth.generate('structured', { schema: './posts.synth.yaml', count: 1000, vectorize: true });
 * const [best] = await vectors.search('a late delivery');
 * @throws OptionError for settings that cannot be
 */
export function enableRuvector(synth: IntegrationHost, options: RuvectorOptions = {}): RuvectorAdapter {
  const configured = synth.config.integrations?.ruvector;
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  // Of two ways to say one thing, that of the call holds alone.
  const { fields, template, ...rest } = { ...configured };
  const asked = { ...rest, ...('fields' in given || 'template' in given ? {} : { fields, template }), ...given };
  const settings: RuvectorOptions = asked;
  const { dbPath = PATH, dimensions, embedder = new NgramEmbedder(dimensions), module } = settings;
  if (settings.embedder !== undefined && dimensions !== undefined && dimensions !== embedder.dimensions) {
    throw new OptionError(
      `\`dimensions\` is ${dimensions}, and the embedder ${embedder.name} makes ${embedder.dimensions}.`,
    );
  }
  const text = new RowText(settings);
  const available = module !== undefined || isInstalled(RUVECTOR);
  const open = (): Promise<VectorStore> => {
    if (!available) throw missing(RUVECTOR);
    return VectorStore.open(dbPath, embedder, module);
  };
  synth.registerSink({
    name: 'ruvector',
    option: 'vectorize',
    always: available && configured?.enabled,
    create() {
      if (!available) throw missing(RUVECTOR);
      return new RuvectorSink(dbPath, open, embedder, text, settings.retry);
    },
  });
  if (settings.semanticCache === true) {
    const threshold = settings.similarityThreshold ?? THRESHOLD;
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new OptionError(`\`similarityThreshold\` must be a number from 0 to 1, not ${threshold}.`);
    }
    const store = (): Promise<VectorStore> => {
      if (!available) throw missing(RUVECTOR);
      return VectorStore.open(`${dbPath}.answers`, embedder, module);
    };
    synth.registerAnswerLayer(semanticAnswers(store, embedder, threshold));
  }
  return available ? new Vectors(open, embedder, text) : absentRuvector;
}

class Vectors implements RuvectorAdapter {
  #store: Promise<VectorStore> | undefined;

  constructor(
    private readonly open: () => Promise<VectorStore>,
    private readonly embedder: Embedder,
    private readonly text: RowText,
  ) {}

  isAvailable(): boolean {
    return true;
  }

  async store(data: unknown, metadata: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const { id = sha256(canonicalJson(data ?? null)).slice(0, 32), ...rest } = metadata;
    const json = JSON.stringify(data ?? null);
    if (typeof id !== 'string' || id === '') throw new OptionError('The `id` of a record must be a text.');
    const store = await this.#opened();
    const [vector] = await embedAll(this.embedder, [this.text.of(data)], [`the record ${id}`]);
    await store.insert([{ id, vector, metadata: { data: json, metadata: rest, embedder: this.embedder.name } }]);
    return id;
  }

  async search(query: string | ArrayLike<number> | RuvectorQuery, limit = LIMIT): Promise<RuvectorMatch[]> {
    if (!Number.isInteger(limit) || limit < 1)
      throw new OptionError(`\`limit\` must be a whole number of at least 1, not ${limit}.`);
    const { text, vector, filter = {}, table } = askedFor(query);
    if ((text === undefined) === (vector === undefined))
      throw new OptionError('A search needs a `text` or a `vector`.');
    const store = await this.#opened();
    const [wanted] = text === undefined ? [vector!] : await embedAll(this.embedder, [text], ['the query']);
    const members = Object.entries(filter).map(([path, value]) => [path, canonicalJson(value)] as const);
    const accept = ({ metadata }: VectorHit): boolean =>
      (table === undefined || memberAt(metadata, 'metadata.table') === table) &&
      members.every(([path, value]) => canonicalJson(memberAt(dataOf(metadata), path) ?? null) === value);
    const hits = await store.search(wanted, limit, accept);
    return hits.map(({ id, similarity, metadata }) => {
      const beside = (metadata.metadata ?? {}) as Readonly<Record<string, unknown>>;
      return { id, similarity, data: dataOf(metadata), metadata: beside };
    });
  }

  #opened(): Promise<VectorStore> {
    this.#store ??= this.open();
    this.#store.catch(() => (this.#store = undefined));
    return this.#store;
  }
}

function askedFor(query: string | ArrayLike<number> | RuvectorQuery): RuvectorQuery {
  if (typeof query === 'string') return { text: query };
  return 'length' in query ? { vector: query } : query;
}

/** The record, kept as text: the database would sort its names. Of others' entries, `undefined`. */
function dataOf({ data }: VectorHit['metadata']): unknown {
  return typeof data === 'string' ? (JSON.parse(data) as unknown) : undefined;
}

/** Stores each row under its id. */
class RuvectorSink implements Sink {
  readonly name = 'ruvector';
  #store: VectorStore | undefined;

  constructor(
    readonly target: string,
    private readonly connect: () => Promise<VectorStore>,
    private readonly embedder: Embedder,
    private readonly text: RowText,
    readonly retry: SinkRetry | undefined,
  ) {}

  async open(run: SinkRun): Promise<void> {
    this.text.check(run);
    this.#store = await this.connect();
  }

  async write(rows: readonly SinkRow[], signal: AbortSignal): Promise<void> {
    const texts = rows.map(({ value }) => this.text.of(value));
    const ids = rows.map(({ id }) => id);
    const vectors = await embedAll(this.embedder, texts, ids, signal);
    const { name: embedder } = this.embedder;
    await this.#store!.insert(
      rows.map(({ id, table, row, value }, i) => {
        return {
          id,
          vector: vectors[i],
          metadata: { data: JSON.stringify(value), metadata: { table, row }, embedder },
        };
      }),
    );
  }

  async close(): Promise<void> {
    this.#store = undefined;
  }
}

/** What stands for ruvector where it is not installed. */
const absentRuvector: RuvectorAdapter = {
  isAvailable: () => false,
  store: () => Promise.reject<never>(absence()),
  search: () => Promise.reject<never>(absence()),
};

function absence(): IntegrationError {
  return missing(RUVECTOR);
}
