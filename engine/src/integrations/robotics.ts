import { OptionError } from '../errors.js';
import type { Generator } from '../generators/generator.js';
import type { GenerateOptions } from '../generators/options.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import { Delivery } from './delivery.js';
import { batchesOf } from './any-iterator.js';
import type { IntegrationHost } from './host.js';
import { isInstalled, loadPackage, missing, ROBOTICS } from './packages.js';
import type { Sink, SinkRetry, SinkRow } from './sink.js';

/** Publishes generated rows to agentic-robotics nodes. */
export interface AgenticRoboticsAdapter {
  /** Whether the package is installed. */
  isAvailable(): boolean;
  /** Remembers a generator under a name. @throws OptionError where the name is taken, or no name of a topic */
  registerWorkflow(name: string, generator: Pick<Generator, 'generateBatch'>): void;
  /**
   * Runs the generator and publishes each row to `/synth/NAME`, as JSON: `{ "id": …, "row": … }`.
   * @throws OptionError for a name that is not registered; SinkError; IntegrationError
   */
  triggerWorkflow(name: string, options?: GenerateOptions): Promise<void>;
}

/** How {@link enableAgenticRobotics} publishes. */
export interface AgenticRoboticsOptions {
  /** Name of the node that publishes. Default: `agentic-synth`. */
  readonly node?: string | undefined;
  readonly retry?: SinkRetry | undefined;
  /** The package, where it is imported already: `await import('@agentic-robotics/core')`. */
  readonly module?: object | undefined;
}

interface Publisher {
  publish(json: string): Promise<void> | void;
}

interface Package {
  readonly AgenticNode: new (name: string) => { createPublisher(topic: string): Promise<Publisher> | Publisher };
}

/** Rows of a workflow where the caller names no count: as many as everywhere. */
const COUNT = 10;
const AHEAD = 64;

/** Publishes each row to `/synth/TABLE`. */
class RoboticsSink implements Sink {
  readonly name = 'agentic-robotics';
  readonly target = '/synth/*';
  readonly retry: SinkRetry | undefined;
  readonly #publishers = new Map<string, Publisher>();
  #node: InstanceType<Package['AgenticNode']> | undefined;

  constructor(private readonly options: AgenticRoboticsOptions) {
    this.retry = options.retry;
  }

  async open(): Promise<void> {
    const { node, module } = this.options;
    const { AgenticNode } = await loadPackage<Package>(ROBOTICS, 'AgenticNode', module);
    this.#node = new AgenticNode(node ?? 'agentic-synth');
  }

  async write(rows: readonly SinkRow[], signal: AbortSignal): Promise<void> {
    for (const { id, table, value } of rows) {
      signal.throwIfAborted();
      const topic = `/synth/${table}`;
      const publisher = this.#publishers.get(topic) ?? (await this.#node!.createPublisher(topic));
      this.#publishers.set(topic, publisher);
      await publisher.publish(JSON.stringify({ id, row: value }));
    }
  }

  async close(): Promise<void> {
    this.#publishers.clear();
    this.#node = undefined;
  }
}

/**
 * Publishes rows to agentic-robotics: workflows are named generators, kept here, since the package has no workflows. Needs
 * `@agentic-robotics/core`; without it the adapter says so.
 *
 * @example
 * const robotics = enableAgenticRobotics(synth);
 * robotics.registerWorkflow('telemetry', new TimeSeriesGenerator());
 * await robotics.triggerWorkflow('telemetry', { count: 500, schema: './robot.synth.yaml' });
 */
export function enableAgenticRobotics(
  synth: IntegrationHost,
  options: AgenticRoboticsOptions = {},
): AgenticRoboticsAdapter {
  const available = options.module !== undefined || isInstalled(ROBOTICS);
  const create = (): Sink => {
    if (!available) throw missing(ROBOTICS);
    return new RoboticsSink(options);
  };
  if (available && synth.config.integrations?.agenticRobotics?.enabled) {
    synth.registerSink({ name: 'agenticRobotics', always: true, create });
  }
  const workflows = new Map<string, Pick<Generator, 'generateBatch'>>();
  return {
    isAvailable: () => available,
    registerWorkflow(name, generator) {
      if (!available) throw missing(ROBOTICS);
      if (typeof name !== 'string' || !/^[A-Za-z][\w-]*(?:\/[\w-]+)*$/.test(name)) {
        throw new OptionError(
          `${JSON.stringify(name)} is no name of a topic: letters, digits, - and _, with / between.`,
        );
      }
      if (workflows.has(name)) throw new OptionError(`The workflow \`${name}\` is there already; choose another name.`);
      if (typeof generator?.generateBatch !== 'function') {
        throw new OptionError(
          `The workflow \`${name}\` needs a generator: an object with \`generateBatch(count, options)\`.`,
        );
      }
      workflows.set(name, generator);
    },
    async triggerWorkflow(name, { count = COUNT, ...rest } = {}) {
      const sink = create();
      const generator = workflows.get(name);
      if (generator === undefined) {
        const known = [...workflows.keys()];
        throw new OptionError(
          `There is no workflow \`${name}\`.${meaning(didYouMean(name, known)) || ` Workflows: ${known.join(', ') || 'none'}.`}`,
        );
      }
      await publish(sink, name, generator.generateBatch(count, rest), rest);
    },
  };
}

async function publish(
  sink: Sink,
  name: string,
  records: AsyncIterable<unknown>,
  { seed, signal }: GenerateOptions,
): Promise<void> {
  const known = typeof seed === 'number' ? seed : 0;
  const delivery = await Delivery.open([sink], { type: name, seed: known, tables: [{ name, fields: [] }] }, signal);
  let row = 0;
  try {
    for await (const values of batchesOf(records, AHEAD)) {
      const rows = values.map((value): SinkRow => ({ id: `${name}:${known}:${row}`, table: name, row: row++, value }));
      await delivery.write(rows, signal);
    }
  } catch (error) {
    await delivery.abort(error);
    throw error;
  }
  await delivery.finish();
}
