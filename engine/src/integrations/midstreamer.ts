import { OptionError } from '../errors.js';
import { expandText } from '../files/optional-package.js';
import { type AnyIterator, batchesOf } from './any-iterator.js';
import { Delivery } from './delivery.js';
import type { IntegrationHost } from './host.js';
import { MidstreamerSink } from './midstreamer-sink.js';
import { type IntegrationError, isInstalled, MIDSTREAMER, missing } from './packages.js';
import type { SinkRetry } from './sink.js';

/** A pipeline of midstreamer's: a peer, and the stream that rows go to there. */
export interface PipelineConfig {
  /** What messages carry as their `streamId`. */
  readonly name: string;
  /** Default: that of the integration. */
  readonly address?: string | undefined;
}

/** A pipeline that records are written to. */
export interface StreamPipeline {
  /** What messages carry as their `streamId`. */
  readonly name: string;
  /** Who listens. */
  readonly address: string;
  /** Resolves when the peer has them. Ids are `NAME:0`, `NAME:1`, … @throws SinkError */
  write(...records: readonly unknown[]): Promise<void>;
  close(): Promise<void>;
}

/** Streams records through midstreamer. */
export interface MidstreamerAdapter {
  /** Whether the package is installed. */
  isAvailable(): boolean;
  /** Sends all records of an iterator to the pipeline, as fast as its reader takes them. @throws SinkError, IntegrationError */
  stream(data: AnyIterator): Promise<void>;
  /** @throws IntegrationError where the package is not installed */
  createPipeline(config: PipelineConfig): StreamPipeline;
}

/** Where {@link enableMidstreamer} sends rows. */
export interface MidstreamerOptions {
  /** Name of the pipeline. Default: `integrations.midstreamer.defaultPipeline`, else `synthetic-data`. */
  readonly pipeline?: string | undefined;
  /** `host:port`, `ws://…` or `wss://…`. Default: `integrations.midstreamer.address`, else `127.0.0.1:9100`. */
  readonly address?: string | undefined;
  readonly retry?: SinkRetry | undefined;
  /** The package, where it is imported already: `await import('midstreamer/quic')`. */
  readonly module?: object | undefined;
}

const PIPELINE = 'synthetic-data';
const ADDRESS = '127.0.0.1:9100';
/** Records on their way at once. */
const AHEAD = 256;

/**
 * Sends the rows of runs with `stream: true` through midstreamer. Needs the package `midstreamer`; without it the adapter
 * says so, and such runs fail before anything is drawn.
 *
 * @example
 * enableMidstreamer(synth, { pipeline: 'synthetic-data-stream', address: '127.0.0.1:9100' });
 * await synth.generate('events', { count: 10_000, stream: true });
 * @throws OptionError for an address or a name that cannot be
 */
export function enableMidstreamer(synth: IntegrationHost, options: MidstreamerOptions = {}): MidstreamerAdapter {
  const configured = synth.config.integrations?.midstreamer;
  const { retry, module } = options;
  const settings = {
    pipeline: checkName(options.pipeline ?? configured?.defaultPipeline ?? PIPELINE),
    address: checkAddress(options.address ?? expandText(configured?.address ?? ADDRESS)),
    retry,
    module,
  };
  const available = module !== undefined || isInstalled(MIDSTREAMER);
  synth.registerSink({
    name: 'midstreamer',
    option: 'stream',
    always: available && configured?.enabled,
    create() {
      if (!available) throw missing(MIDSTREAMER);
      return new MidstreamerSink(settings);
    },
  });
  if (!available) return absentMidstreamer;
  const createPipeline = ({ name, address }: PipelineConfig): StreamPipeline =>
    new Pipeline(checkName(name), checkAddress(address ?? settings.address), { retry, module });
  return {
    isAvailable: () => true,
    createPipeline,
    async stream(data) {
      const pipeline = createPipeline({ name: settings.pipeline });
      try {
        for await (const records of batchesOf(data, AHEAD)) await pipeline.write(...records);
      } finally {
        await pipeline.close();
      }
    },
  };
}

class Pipeline implements StreamPipeline {
  #delivery: Promise<Delivery> | undefined;
  #rows = 0;

  constructor(
    readonly name: string,
    readonly address: string,
    private readonly options: Pick<MidstreamerOptions, 'retry' | 'module'>,
  ) {}

  async write(...records: readonly unknown[]): Promise<void> {
    const { name, address } = this;
    const open = (): Promise<Delivery> =>
      Delivery.open([new MidstreamerSink({ ...this.options, pipeline: name, address })], {
        type: 'structured',
        seed: 0,
        tables: [],
      });
    this.#delivery ??= open();
    const rows = records.map((value) => ({ id: `${name}:${this.#rows}`, table: name, row: this.#rows++, value }));
    await (await this.#delivery).write(rows);
  }

  async close(): Promise<void> {
    const delivery = await this.#delivery?.catch(() => undefined);
    this.#delivery = undefined;
    await delivery?.finish();
  }
}

/** What stands for midstreamer where it is not installed. */
const absentMidstreamer: MidstreamerAdapter = {
  isAvailable: () => false,
  stream: (): Promise<never> => Promise.reject<never>(absence()),
  createPipeline() {
    throw absence();
  },
};

function absence(): IntegrationError {
  return missing(MIDSTREAMER);
}

function checkName(name: string): string {
  if (typeof name === 'string' && name !== '') return name;
  throw new OptionError('A pipeline must have a name.');
}

function checkAddress(address: string): string {
  const isUrl = /^wss?:\/\//.test(address) && URL.canParse(address);
  if (isUrl || (/^(?:\[[\da-f:.]+\]|[^\s:/?#@]+):\d{1,5}$/i.test(address) && URL.canParse(`ws://${address}`)))
    return address;
  throw new OptionError(
    `The address of midstreamer must be host:port, such as ${ADDRESS}, not ${JSON.stringify(address)}.`,
  );
}
