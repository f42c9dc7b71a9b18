import type { CacheWarning } from '../cache/warning.js';
import type { Environment } from '../config/environment.js';
import type { Config } from '../config/schema.js';
import { Catalogue, loadPriceList } from './catalogue.js';
import { Budget } from './budget.js';
import type { ModelClient, Question, Route } from './client.js';
import type { Explanation, PlannedQuestions } from './explain.js';
import type { ListedChoice, ListOptions } from './listing.js';
import { type AnswerCache, type ModelLog, RoutedClient } from './model-client.js';
import type { ModelProvider } from './provider.js';
import type { ModelReport } from './report.js';
import type { RoutingDecision } from './router.js';
import type { RowJournal } from './row-journal.js';
import { rowLimits } from './row-limits.js';
import type { RowsReport } from './row-report.js';
import type { RowProgress, WritePlan } from './row-options.js';
import { ModelRowWriter } from './row-writer.js';
import { SessionProviders } from './session-providers.js';
import { BudgetWithin, type SharedModels } from './shared.js';
import type { RowWriter, WriteRequest } from './writer.js';

/** What the caller says about models, for one run. */
export interface ModelChoice {
  /** The model to ask first; its older names too. */
  readonly model?: string | undefined;
  readonly autoRoute?: boolean | undefined;
  /** Models to go on with when that one fails; default: the configuration's chain. */
  readonly fallback?: readonly string[] | undefined;
  /** US dollars. */
  readonly budget?: number | undefined;
  /** Told of every value that is there. */
  readonly onProgress?: ((progress: RowProgress) => void) | undefined;
}

/** What earlier runs have kept, and keeps what this one pays for. */
export interface KeptAnswers {
  readonly responses?: AnswerCache | undefined;
  readonly journal?: RowJournal | undefined;
  /** Of a frozen run: answers for all models. */
  readonly frozen?: ModelClient | undefined;
  /** What could not be kept or read, so far. */
  readonly warnings?: readonly CacheWarning[] | undefined;
  close(): Promise<void>;
}

/** Puts something before the calls of a run, such as a cache of another kind. */
export type AnswerLayer = (
  inner: AnswerCache,
  context: { readonly secrets: () => Iterable<string> },
) => Promise<AnswerCache>;

/** What a run did with models. */
export interface ModelsReport {
  /** Calls: attempts, tokens, cost. */
  readonly models: ModelReport;
  /** Values: written, asked for again, refused. */
  readonly rows: RowsReport;
  /** What was kept and could not be read, or could not be kept: the run went on without it. */
  readonly warnings: readonly CacheWarning[];
}

/** What writing some values would ask, those answers told apart that are kept. */
export interface SessionPlan extends WritePlan {
  /** Questions that the cache answers. */
  readonly cached: number;
}

/** The models of one run. */
export interface ModelSession {
  /** Who is asked whatever is not rows. */
  readonly client: ModelClient;
  readonly writer: RowWriter;
  /**
   * Looks keys up where some are missing.
   * @param asked models that fields ask for, one list for each kind of question; default: one that asks for none.
   * @throws ModelError `model/no-key` where one of the questions cannot be asked, naming the keys.
   */
  assertUsable(asked?: readonly (readonly string[])[]): Promise<void>;
  /** What would be asked to write some values. Nothing is sent. */
  plan(request: WriteRequest): Promise<SessionPlan>;
  /** Who would be asked, and what it would cost. Nothing is sent. @throws OptionError for a name that nobody answers to */
  explain(questions: readonly PlannedQuestions[]): Explanation;
  report(): ModelsReport;
  /** The models that can be named; those that can be asked now come first. */
  list(options?: ListOptions): readonly ListedChoice[];
  close(): Promise<void>;
}

export interface SessionSettings extends ModelChoice {
  readonly config: Config;
  readonly dataType: Question['dataType'];
  readonly env: Environment;
  readonly kept?: KeptAnswers | undefined;
  /** Providers that the user registered. */
  readonly providers?: readonly ModelProvider[] | undefined;
  readonly log?: ModelLog | undefined;
  /** Where keys are that neither configuration nor environment says: asked only for providers that lack theirs. */
  readonly findKey?: ((provider: string) => Promise<string | undefined>) | undefined;
  /** What this run shares with others. */
  readonly shared?: SharedModels | undefined;
}

/** Opens the models that a run may ask. Nothing is sent yet. */
export async function openSession(settings: SessionSettings): Promise<ModelSession> {
  const { config, dataType, env, kept, log, model, shared, findKey } = settings;
  const budget = shared === undefined ? new Budget(settings.budget) : new BudgetWithin(shared.budget, settings.budget);
  const routing = config.models?.routing;
  const known = new SessionProviders({
    config,
    env,
    own: settings.providers,
    // Where money is limited, nobody may charge more than was set aside.
    maxPrice: !budget.limited ? undefined : (id) => client.router.entry('openRouter', id).price,
  });
  const client: RoutedClient = new RoutedClient({
    providers: known.providers,
    keys: known.keys,
    catalogue: new Catalogue(await loadPriceList(known.addresses), config.models?.prices),
    models: model === undefined ? [] : [model],
    fallbackChain: settings.fallback ?? routing?.fallbackChain ?? [],
    defaults: config.models?.defaults ?? {},
    autoRoute: settings.autoRoute ?? false,
    strategy: routing?.strategy,
    weights: routing?.weights,
    limits: config.models?.limits,
    budget,
    lines: shared?.lines,
    cache: kept?.responses,
    log,
  });
  const frozen = kept?.frozen;
  const writer = new ModelRowWriter(frozen ?? client, {
    journal: kept?.journal,
    dataType,
    limits: rowLimits(client, config),
    temperature: config.models?.temperature,
    onProgress: settings.onProgress,
    frozen: frozen !== undefined,
  });

  /** The decision about a question, after keys were looked for that it lacks. */
  const decide = async (question: Question, wanted: readonly string[]): Promise<RoutingDecision> => {
    let decision = client.router.decide(question, wanted);
    if (findKey === undefined) return decision;
    const named = decision.skipped.filter(({ cause }) => cause === 'no-key').map(({ provider }) => provider);
    for (const names of [named, known.keyless]) {
      const none = decision.routes.length === 0;
      if (names.length === 0 || (names !== named && !none)) continue;
      await known.find(names, findKey);
      decision = client.router.decide(question, wanted);
    }
    return decision;
  };

  return {
    client: frozen ?? client,
    writer,
    async assertUsable(asked = [[]]) {
      if (frozen !== undefined) return;
      for (const wanted of asked) {
        const question = sample(dataType);
        await decide(question, wanted);
        client.router.routes(question, wanted);
      }
    },
    async plan(request) {
      let first: Route | undefined;
      const plan = writer.plan(request, (question) => {
        const { routes, skipped } = client.router.decide(question, request.models);
        const [keyless] = skipped.filter(({ cause }) => cause === 'no-key');
        return (first = routes[0] ?? keyless);
      });
      const route = first;
      if (route === undefined || kept?.responses?.lookup === undefined) return { ...plan, cached: 0 };
      const questions: Question[] = [];
      for (const question of plan.questions) {
        if ((await kept.responses.lookup(route, question)) === undefined) questions.push(question);
      }
      return { ...plan, questions, cached: plan.questions.length - questions.length };
    },
    explain: (questions) => client.explain(questions),
    report: () => ({ models: client.report(), rows: writer.report, warnings: [...(kept?.warnings ?? [])] }),
    list: (options) => client.listModels(options),
    close: async () => kept?.close(),
  };
}

/** A question like those that the run asks, to see who could answer it. */
function sample(dataType: Question['dataType']): Question {
  return {
    system: undefined,
    prompt: '',
    responseSchema: undefined,
    maxTokens: 1024,
    temperature: undefined,
    seed: undefined,
    identity: '',
    dataType,
  };
}
