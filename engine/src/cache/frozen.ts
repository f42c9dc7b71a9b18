import { SynthError } from '../errors.js';
import type { ModelClient, Question, Route } from '../models/client.js';
import type { ModelEvent } from '../models/provider.js';
import { abortedCall, type ResponseCache } from './response-cache.js';
import type { RouteLog } from './route-log.js';

/** What a frozen run lacks. */
export interface FrozenMiss {
  readonly table?: string | undefined;
  readonly field?: string | undefined;
  /** Number of the row in its table, from 0. */
  readonly row?: number | undefined;
  /** Models that would be asked. */
  readonly models?: readonly string[] | undefined;
}

/** A frozen run needs an answer that no earlier run has got. Nothing was asked of any model. */
export class FrozenMissError extends SynthError {
  constructor(readonly miss: FrozenMiss = {}) {
    const { table, field, row, models = [] } = miss;
    const place = [
      row === undefined ? undefined : `row ${row}`,
      field === undefined ? undefined : `field ${field}`,
      table ? `table ${table}` : undefined,
    ].filter((part) => part !== undefined);
    const where = place.length === 0 ? 'a question' : place.join(' of ');
    const asked = models.length === 0 ? '' : ` from ${models.join(' or ')}`;
    super(
      'cache/frozen-miss',
      `The run is frozen, and the cache has no answer${asked} for ${where}. ` +
        'Run the same command once without --frozen (SDK: frozen), with the same schema, seed, models and cache folder: it asks for what is missing and keeps it.',
    );
  }

  /** The same with what the one who asked knows of the place. */
  at(place: FrozenMiss): FrozenMissError {
    const known = Object.entries(this.miss).filter(([, value]) => value !== undefined);
    return new FrozenMissError({ ...place, ...Object.fromEntries(known) });
  }
}

/** Answers from the cache alone, by the models that answered then: without keys, network, limits and prices. */
export class FrozenClient implements ModelClient {
  constructor(
    private readonly responses: ResponseCache,
    private readonly log: RouteLog,
    /** Models of the run, for messages. */
    private readonly models: readonly string[] = [],
  ) {}

  /** @throws FrozenMissError where no model has answered the question */
  routes(question: Question, wanted: readonly string[] = []): readonly Route[] {
    const routes = this.log.routes(question);
    if (routes.length === 0) throw new FrozenMissError({ models: [...new Set([...wanted, ...this.models])] });
    return routes;
  }

  /** @throws FrozenMissError */
  async *ask(route: Route, question: Question, signal?: AbortSignal): AsyncGenerator<ModelEvent, void, undefined> {
    if (signal?.aborted) throw abortedCall(route, signal);
    const events = await this.responses.lookup(route, question);
    if (events === undefined) throw new FrozenMissError({ models: [route.model] });
    yield* events;
  }
}
