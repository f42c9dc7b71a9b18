import * as z from 'zod';
import { configFromEnvironment } from '../../engine/src/config/environment.js';
import { DEFAULT_CONFIG, leaves } from '../../engine/src/config/layers.js';
import { configSchema } from '../../engine/src/config/schema.js';
import { code, fence, formatted, generatedFrom, table } from './markdown.js';
import { bare, meaningOf, typeInWords } from './zod-shape.js';

/** `docs/CONFIGURATION.md`, from the Zod schema that configurations are checked by. */
export async function configurationDocument(): Promise<string> {
  const variables = environmentVariables();
  const defaults = new Map(leaves(DEFAULT_CONFIG).map(([path, value]) => [path.join('.'), String(value)]));
  const parts = [
    generatedFrom('engine/src/config'),
    '# Configuration',
    'Nothing has to be configured. What is said here holds for every run in a folder: keys and addresses of language models, how they are chosen and paced, where things are kept, integrations, plug-ins.',
    fence(
      'json config',
      JSON.stringify(
        {
          apiKeys: { gemini: '${GEMINI_API_KEY}' },
          cache: { persistPath: '.cache/agentic-synth' },
          models: { routing: { strategy: 'cost-optimized', fallbackChain: ['openai/gpt-4o-mini'] } },
          generators: { timeseries: { defaultSampleRate: '1s' }, events: { defaultRate: '100/sec' } },
          plugins: ['./generators/vin.mjs'],
        },
        null,
        2,
      ),
    ),
    fence(
      'sh',
      'agentic-synth config show       # what holds, and where each value comes from; keys are masked\nagentic-synth config validate   # mistakes, with line and way out',
    ),
    'In the SDK, `new AgenticSynth(options)` takes the same keys; it reads no file by itself: pass it what [`loadConfig`](API.md#loadconfig) gives. A key that does not exist is an error with what was meant. [`schemas/config.schema.json`](../schemas/config.schema.json) lets editors complete and check the file.',
    '## Where it is read from',
    'Strongest first. Mappings are merged key by key; other values, lists too, replace weaker ones. The lists of `plugins` are joined.',
    [
      'flags of the command line, options of a call in the SDK',
      `[environment variables](#environment-variables)`,
      'the same variables in `.env`, beside the project file or, where there is none, in the working folder',
      'the project file: `.agentic-synth.json`, `.agentic-synth.yaml` or `.agentic-synth.yml`, or `agenticSynth` in `package.json`; the nearest one from the working folder upwards. Two in one folder are an error.',
      "the user's own file: `agentic-synth/config.json`, `config.yaml` or `config.yml` in `$XDG_CONFIG_HOME`, `%APPDATA%` or `~/.config`",
      'the defaults below',
    ]
      .map((line, i) => `${i + 1}. ${line}`)
      .join('\n'),
    'JSON may hold comments and trailing commas. `${NAME}` in a text stands for a variable of the environment or of `.env`; it is looked up when the value is used, so that one that is not set disturbs only the run that needs it. Paths are relative to the file that they stand in.',
    'A key is looked for in the environment, in `.env`, in the configuration, and last in the keychain of the operating system, where the optional package `@napi-rs/keyring` is installed. Keys are never printed, logged, cached or sent anywhere but to their provider. A key that stands in a project file as it is, and that git would publish, is warned of.',
    '## Environment variables',
    table(
      ['variable', 'sets'],
      variables.map(({ variable, key }) => [code(variable), code(key)]),
    ),
    'The key of a provider of your own is written as `${NAME}`, with a variable of your choice.',
    '## Keys',
    '`NAME` stands for a name of your own.',
  ];
  for (const [name, schema] of Object.entries(configSchema.shape)) {
    if (name === '$schema') continue;
    const rows = keysOf(name, schema, defaults, variables);
    parts.push(`### ${name}`);
    const own = bare(schema);
    const { meaning } = meaningOf(schema);
    if (own instanceof z.ZodObject) parts.push(meaning);
    parts.push(table(['key', 'type', 'meaning', 'default'], rows));
  }
  return formatted(parts);
}

interface Variable {
  readonly variable: string;
  readonly key: string;
}

/** Found out by asking for one variable after the other. */
function environmentVariables(): Variable[] {
  const asked = new Set<string>();
  const recording = new Proxy<Record<string, string>>({}, { get: (_, name) => void asked.add(String(name)) });
  configFromEnvironment(recording);
  return [...asked].map((variable) => {
    const [[path]] = leaves(configFromEnvironment({ [variable]: 'x' }));
    return { variable, key: path.join('.') };
  });
}

/** Every value below a key, with its whole path. */
function keysOf(
  path: string,
  schema: z.ZodType,
  defaults: ReadonlyMap<string, string>,
  variables: readonly Variable[],
): string[][] {
  const type = bare(schema);
  if (type instanceof z.ZodObject) {
    return Object.entries(type.shape as Record<string, z.ZodType>).flatMap(([name, part]) =>
      keysOf(`${path}.${name}`, part, defaults, variables),
    );
  }
  if (type instanceof z.ZodRecord && bare(type.valueType as z.ZodType) instanceof z.ZodObject) {
    return keysOf(`${path}.NAME`, type.valueType as z.ZodType, defaults, variables);
  }
  const { meaning, fallback } = meaningOf(schema);
  if (meaning === '') throw new Error(`engine/src/config/schema.ts has no words for ${path}`);
  const set = variables.filter(({ key }) => key === path.replace(/^(models\.providers)\.NAME/, '$1'));
  const also = set.map(({ variable }) => ` Environment: ${code(variable)}.`).join('');
  return [[code(path), typeInWords(type), meaning + also, defaults.get(path) ?? fallback]];
}
