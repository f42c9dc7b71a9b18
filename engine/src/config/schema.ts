import * as z from 'zod';
import { noted } from '../schema/grammar-values.js';

const text = z.string().min(1);
const modelName = noted(z.string().min(1), { literal: 'model' }).describe('A model, such as `gemini-pro` or `local`.');

/** May hold `${NAME}`. */
const secret = noted(z.string().min(1), { literal: 'variable' });
/** Read with their units when the whole is well-formed. */
const period = noted(z.string().min(1), { literal: 'period' });
const rate = noted(z.string().min(1), { literal: 'rate' });

const provider = z
  .strictObject({
    baseUrl: secret.optional().describe('Address of the API, for a proxy or a server of your own.'),
    apiKey: secret.optional().describe('Its key: `${NAME}` reads an environment variable when it is used.'),
    models: z.array(text).optional().describe('Ids of its models, so that they answer to their names alone.'),
    headers: z
      .record(z.string(), secret)
      .optional()
      .describe('Sent with each request: `${NAME}` reads an environment variable when they are used.'),
    rows: z
      .enum(['cells', 'objects'])
      .optional()
      .describe(
        'How its models are asked for rows: as lists of cells and bare values, which take half the tokens and are asked ' +
          'for where nothing is said, or as objects with named fields, which small models know better.',
      ),
  })
  .describe('One model provider: `gemini`, `openRouter`, or an OpenAI-compatible server under a name of your own.');

const dollars = z.number().min(0).optional();
const tokens = z.int().min(1).optional();
const modelFacts = z
  .strictObject({
    input: dollars.describe('US dollars per million tokens of a question.'),
    output: dollars.describe('US dollars per million tokens of an answer.'),
    request: dollars.describe('US dollars for each request.'),
    contextTokens: tokens.describe('Tokens of a question and its answer together.'),
    maxOutputTokens: tokens.describe('Tokens of an answer, at most.'),
  })
  .describe('Price and limits of a model: stronger than any list.');

const modelLimits = z
  .strictObject({
    requestsPerMinute: z.int().min(1).optional().describe('Calls in a minute; no limit where nothing is said.'),
    tokensPerMinute: tokens.describe('Tokens of questions and answers in a minute; no limit where nothing is said.'),
    concurrency: z.int().min(1).optional().describe('Calls at the same time; 4 where nothing is said.'),
    rowsPerCall: z.int().min(1).max(50).optional().describe('Rows in one call, at most; 50 where nothing is said.'),
  })
  .describe('How much may be asked of a model.');

const weight = z.number().min(0).optional();

/**
 * The configuration file, `.agentic-synth.json` (or `.yaml`, `.yml`, or `agenticSynth` in `package.json`). Texts may hold
 * `${NAME}`, which stands for an environment variable and is looked up when the value is used. Paths are relative to
 * the file.
 */
export const configSchema = z
  .strictObject({
    $schema: z.string().optional().describe('For editors only.'),
    apiKeys: z
      .strictObject({
        gemini: secret.optional().describe('Key of the Gemini API. `${GEMINI_API_KEY}` keeps it out of the file.'),
        openRouter: secret.optional().describe('Key of OpenRouter. `${OPENROUTER_API_KEY}` keeps it out of the file.'),
      })
      .optional()
      .describe('Keys of the model providers.'),
    cache: z
      .strictObject({
        enabled: z.boolean().optional().describe('Whether answers of models are kept.'),
        maxSize: z.int().min(1).optional().describe('Most entries in memory; the least recently used goes first.'),
        ttl: z.int().min(0).optional().describe('How long an answer is good, in milliseconds.'),
        persistPath: text
          .optional()
          .describe(
            "Folder that keeps what models wrote between runs; the person's cache folder where nothing is said.",
          ),
      })
      .optional()
      .describe('The cache of model answers.'),
    models: z
      .strictObject({
        routing: z
          .strictObject({
            strategy: z
              .enum(['cost-optimized', 'performance', 'quality', 'hybrid'])
              .optional()
              .describe('What the router weighs most; `cost-optimized` where nothing is said.'),
            fallbackChain: z.array(modelName).optional().describe('Models to try in this order when one fails.'),
            weights: z
              .strictObject({
                cost: weight.describe('How much a low price counts.'),
                performance: weight.describe('How much speed counts.'),
                quality: weight.describe('How much good answers count.'),
              })
              .optional()
              .describe('How much each counts in `hybrid`; only their proportions matter.'),
          })
          .optional()
          .describe('How a model is chosen.'),
        defaults: z
          .strictObject({
            timeseries: modelName.optional().describe('For time series: a model, such as `gemini-pro` or `local`.'),
            events: modelName.optional().describe('For events.'),
            structured: modelName.optional().describe('For everything else.'),
            plan: modelName.optional().describe('For writing schemas.'),
          })
          .optional()
          .describe('Which model a type of data uses once a model is asked for.'),
        providers: noted(z.record(z.string(), provider), { keys: 'provider' })
          .optional()
          .describe('Providers by name.'),
        temperature: z
          .number()
          .min(0)
          .max(2)
          .optional()
          .describe('How far models stray from the likeliest words: 0 to 2. Default: that of each model.'),
        prices: noted(z.record(z.string(), modelFacts), { keys: 'model' })
          .optional()
          .describe('Prices by model: its id, `NAME:id`, or `NAME:*` for every model of a provider.'),
        limits: noted(z.record(z.string(), modelLimits), { keys: 'model' })
          .optional()
          .describe('Limits by model: its id, `NAME:id`, `NAME:*`, or `*` for every model.'),
      })
      .optional()
      .describe('Language models.'),
    integrations: z
      .strictObject({
        midstreamer: z
          .strictObject({
            enabled: z
              .boolean()
              .optional()
              .describe('Whether every run streams its rows; `false` where nothing is said.'),
            defaultPipeline: text.optional().describe('Name of the pipeline; `synthetic-data` where nothing is said.'),
            address: text
              .optional()
              .describe('Who listens: host:port, or a ws:// or wss:// URL; 127.0.0.1:9100 where nothing is said.'),
          })
          .optional()
          .describe('Streaming rows into a midstreamer pipeline.'),
        agenticRobotics: z
          .strictObject({
            enabled: z
              .boolean()
              .optional()
              .describe('Whether every run publishes its rows; `false` where nothing is said.'),
          })
          .optional()
          .describe('Publishing rows to agentic-robotics workflows.'),
        ruvector: z
          .strictObject({
            enabled: z
              .boolean()
              .optional()
              .describe('Whether every run stores its rows; `false` where nothing is said.'),
            dbPath: text.optional().describe('The file; `./data/vectors.db` where nothing is said.'),
            dimensions: z
              .int()
              .min(8)
              .max(4096)
              .optional()
              .describe('Numbers of each vector; 256 where nothing is said.'),
            fields: z
              .array(text)
              .optional()
              .describe('Fields that rows are found by, with dots into objects; every text where nothing is said.'),
            template: text
              .optional()
              .describe('A text with fields in it, such as `{{title}} in {{city}}`; instead of `fields`.'),
            semanticCache: z
              .boolean()
              .optional()
              .describe(
                'Whether answers of models also serve questions that are nearly the same; `false` where nothing is said.',
              ),
            similarityThreshold: z
              .number()
              .min(0)
              .max(1)
              .optional()
              .describe('How similar a question has to be for that, 0 to 1; 0.95 where nothing is said.'),
          })
          .optional()
          .describe('Storing rows in a ruvector database.'),
      })
      .optional()
      .describe('Optional packages.'),
    generators: z
      .strictObject({
        timeseries: z
          .strictObject({
            defaultSampleRate: period
              .optional()
              .describe('Time between samples where a schema says none, such as `5m`; 1s where nothing is said.'),
            defaultDuration: period
              .optional()
              .describe('Length of a series where a schema says none, such as `1h`; 10 rows where nothing is said.'),
          })
          .optional(),
        events: z
          .strictObject({
            defaultRate: rate
              .optional()
              .describe(
                'Events per unit of time where a schema says none, such as `5/m`; 100/sec where nothing is said.',
              ),
          })
          .optional(),
      })
      .optional()
      .describe('What a generator takes where neither flag nor schema says it.'),
    plugins: z.array(text).optional().describe('Modules that register custom generators, relative to the file.'),
  })
  .meta({ title: 'agentic-synth configuration' });

/** What a configuration file holds, as written. */
export type Config = z.infer<typeof configSchema>;
