import { Command, CommanderError } from 'commander';
import { OptionError } from '../errors.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import type { GenerateFlags } from './generate.js';
import type { InferFlags } from './infer.js';
import type { ModelsFlags } from './models.js';
import type { PlanFlags } from './plan.js';
import type { SchemaExportFlags } from './schema.js';
import type { ValidateDataFlags } from './validate-data.js';
import { addBatchCommands } from './batch-commands.js';
import { common } from './common-options.js';
import { parseReportFormat } from './log-flags.js';
import { EXIT, reportError } from './report.js';
import {
  parseBatchSize,
  parseCount,
  parseDelimiter,
  parseFormat,
  parseLanguage,
  parseLimit,
  parsePath,
  parseLocale,
  parseBudget,
  parseRate,
  parseSeed,
  parseShard,
  parseSpeed,
  parseTableType,
  parseWorkers,
} from './values.js';

const EXAMPLES = `
Examples:
  agentic-synth generate structured --count 5
  agentic-synth init --template shop && agentic-synth generate structured --schema shop.synth.yaml --output shop/ --format csv
  agentic-synth generate structured --schema users.synth.yaml --count 1000000 --output users.parquet
  agentic-synth validate users.synth.yaml`;

const GENERATE_EXAMPLES = `
TYPE is structured, timeseries, events, or a type that a plug-in registers.

Examples:
  agentic-synth generate structured --count 5
  agentic-synth generate structured --schema users.synth.yaml --count 1000 --output users.csv
  agentic-synth generate structured --schema users.synth.yaml --count 100 --format jsonl | head -n 3
  agentic-synth generate structured --schema shop.synth.yaml --format parquet --output shop/
  agentic-synth generate structured --schema users.synth.yaml --count 4000000 --shard 1/4 --output part-1.csv
  agentic-synth generate timeseries --schema sensors.synth.yaml --output sensors.csv
  agentic-synth generate events --count 5000 --rate 100/sec --stream --output events.jsonl
  agentic-synth generate events --schema clicks.synth.yaml --realtime 60 | my-consumer
  agentic-synth generate structured --schema reviews.synth.yaml --count 1000 --model gemini-pro --budget 0.10 --explain

Rows go to standard output where no --output is given; everything else goes to standard error. The same schema, seed and
version give the same bytes, whatever the workers, batches or shards. Files appear when they are whole; --stream adds to
them line by line instead, and what is written stays.

Exit codes: 0 done, 1 failed or invalid schema, 2 wrong usage, 130 interrupted, 141 the reader closed the pipe.`;

/** The whole command line. Its tree also makes the shell completion. */
export function commandTree(version: string): Command {
  const program = new Command('agentic-synth')
    .description('Synthetic data from a schema: exactly N valid rows, the same bytes for the same seed.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .showSuggestionAfterError()
    .hook('preAction', (_, command) => {
      // Standard output, as without the flag; a batch writes into a folder.
      if (command.opts<{ output?: string }>().output === '-' && command.parent?.name() !== 'batch')
        command.setOptionValue('output', undefined);
    });

  program
    .command('generate')
    .summary('make data')
    .description('Makes data from a schema.')
    .argument('<type>', 'structured, timeseries, events')
    .option(
      '-s, --schema <file>',
      'schema in JSON or YAML, - for standard input; without it, a small table of people',
      parsePath,
    )
    .option(
      '-n, --count <rows>',
      "rows to make; with tables, rows of those that have no parents; default: the schema's, else 10",
      parseCount,
    )
    .option(
      '--seed <number>',
      'whole number, or "random", which is then printed; default: the schema\'s, else 0',
      parseSeed,
    )
    .option('-f, --format <format>', "json, jsonl, csv, parquet; default: by --output's ending, else json", parseFormat)
    .option('-o, --output <path>', 'file, or a folder that takes one file a table; default: standard output', parsePath)
    .option(
      '--locale <name>',
      "language and country of names, addresses and words, such as de or pt_BR; default: the schema's, else en",
      parseLocale,
    )
    .option(
      '--now <instant>',
      'the reference date that "now" in a schema means; default: the schema\'s, else 2026-01-01',
    )
    .option(
      '--rate <rate>',
      "events for each unit of time, such as 100/sec; default: the schema's, else 100/sec",
      parseRate,
    )
    .option('--stream', 'write each row as it is made: lines of JSON, added to the end of the output')
    .option(
      '--realtime [speed]',
      'stream rows when their timestamps say; 10x is ten times as fast; default: 1',
      parseSpeed,
    )
    .addOption(common.streamTo())
    .addOption(common.vectorizeWith())
    .option('--workers <number>', 'threads, 1 to 256, or "auto"; default: auto', parseWorkers)
    .option('--batch-size <rows>', 'rows drawn together, 1 to 1000000', parseBatchSize)
    .option('--shard <I/N>', 'only the I-th of N equal parts', parseShard)
    .option('--model <name>', 'the language model to ask, such as gemini-pro; "local" writes local text instead')
    .addOption(common.autoRoute())
    .addOption(common.fallback())
    .option('--budget <dollars>', 'US dollars that models may cost', parseBudget)
    .option('--explain', 'print who would be asked, how often and for how much, and ask nobody')
    .addOption(common.cachePolicy())
    .option('--frozen', 'take everything from what earlier runs have kept: no key, no network')
    .option('--plugin <file>', 'a module that registers generators; may be repeated', collect)
    .option('--verify', 'check every row against the schema before it is written')
    .option('--no-infer', 'let no property names, titles or examples of a JSON Schema guide what values look like')
    .option(
      '--delimiter <character>',
      'between the fields of CSV: one character, or "tab"; default: a comma',
      parseDelimiter,
    )
    .option('--null <text>', 'what stands for null in CSV; default: nothing')
    .option('--no-header', 'leave the first line of CSV out')
    .addOption(common.logLevel())
    .addOption(common.logFile())
    .addOption(common.logFormat())
    .option('-q, --quiet', 'no progress and no summary')
    .addHelpText('after', GENERATE_EXAMPLES)
    .action(async (type: string, flags: GenerateFlags) => {
      const { generate } = await import('./generate.js');
      process.exitCode = await generate(type, flags);
    });

  program
    .command('plan')
    .summary('have a language model write a schema')
    .description(
      'Has a language model write a schema for what you describe. Rows are then made from it without a model.',
    )
    .argument('<description>', 'what the data is, in your words')
    .option(
      '-o, --output <file>',
      'where to write the schema, in YAML or JSON by its ending; default: standard output',
      parsePath,
    )
    .option('-t, --type <type>', 'structured, timeseries, events; default: what fits', parseTableType)
    .option('-n, --count <rows>', 'rows of the tables that have no parents; default: the model decides', parseCount)
    .option('-f, --format <format>', "yaml, json; default: by --output's ending, else yaml", parseLanguage)
    .option('--force', 'overwrite the file')
    .option('--model <name>', 'the language model to ask, such as gemini-pro')
    .addOption(common.autoRoute())
    .addOption(common.fallback())
    .option('--budget <dollars>', 'US dollars that models may cost', parseBudget)
    .addOption(common.cachePolicy())
    .option('--frozen', 'take the answers from what earlier runs have kept: no key, no network')
    .addOption(common.logLevel())
    .addOption(common.logFile())
    .addOption(common.logFormat())
    .option('-q, --quiet', 'no preview and no summary')
    .addHelpText('after', PLAN_EXAMPLES)
    .action(async (description: string, flags: PlanFlags) => {
      const { plan } = await import('./plan.js');
      process.exitCode = await plan(description, flags);
    });

  program
    .command('validate')
    .summary('check schemas, or data against a schema')
    .description(
      'Checks schema files; with --schema, checks data files (JSON, JSONL, CSV, Parquet) against that schema.',
    )
    .argument('<files...>', 'schema files, or data files and folders with --schema')
    .option('-s, --schema <file>', 'check the files as data of this schema', parsePath)
    .option('--json', 'print what is wrong in JSON')
    .option('--plugin <file>', 'a module that registers generators; may be repeated', collect)
    .option('--delimiter <character>', 'between the fields of CSV data: one character, or "tab"', parseDelimiter)
    .option('--null <text>', 'what stands for null in CSV data; default: nothing')
    .addHelpText('after', VALIDATE_EXAMPLES)
    .action(async (files: string[], flags: ValidateFlags) => {
      process.exitCode = (await validate(files, flags)) ? EXIT.ok : EXIT.failed;
    });

  program
    .command('models')
    .summary('list language models')
    .description('Lists the language models that can be named, with context, price and the key they need.')
    .option('--all', 'every model of the price list too')
    .option('--format <format>', 'text, json; default: text', parseReportFormat)
    .addHelpText('after', '\nExample:\n  agentic-synth models --format json | jq .')
    .action(async (flags: ModelsFlags) => {
      const { models } = await import('./models.js');
      await models(flags);
    });

  program
    .command('init')
    .summary('write a starter schema')
    .description(
      'Writes a starter schema with comments: users, shop (tables), sensors (time series), traffic (events).',
    )
    .argument('[file]', 'where to write it; default: TEMPLATE.synth.yaml')
    .option('-t, --template <name>', 'users, shop, sensors, traffic', 'users')
    .option('--force', 'overwrite the file')
    .addHelpText('after', '\nExample:\n  agentic-synth init --template shop')
    .action(async (file: string | undefined, flags: { template: string; force?: boolean }) => {
      const { init } = await import('./init.js');
      process.stderr.write(`Wrote ${await init(file, flags)}.\n`);
    });

  program
    .command('infer')
    .summary('make a first schema from data')
    .description(
      'Makes a first schema from the rows of a data file (.json, .jsonl, .csv, .parquet), or of a folder with a file for each table. Values that seem to be of people are left out.',
    )
    .argument('<path>', 'data file or folder')
    .option(
      '-o, --output <file>',
      'where to write it, .synth.yaml or .synth.json; default: YAML on standard output',
      parsePath,
    )
    .option('--name <name>', "name of the schema; default: the file's")
    .option('--limit <rows>', 'rows of each table to look at; default: 10000', parseLimit)
    .option('--delimiter <character>', 'of CSV; default: told by the first line', parseDelimiter)
    .option('--force', 'overwrite the file')
    .addHelpText('after', INFER_EXAMPLES)
    .action(async (path: string, flags: InferFlags) => {
      const { inferSchema } = await import('./infer.js');
      const written = await inferSchema(path, flags);
      if (written !== undefined) process.stderr.write(`Wrote ${written}.\n`);
    });

  const schema = program
    .command('schema')
    .summary('turn schemas into others')
    .description('Turns schemas into schemas of other languages.')
    .allowExcessArguments()
    .action((_flags: object, { args: [asked] }: Command) => {
      const what = asked === undefined ? 'Say what to do with the schema' : `There is no command "schema ${asked}"`;
      throw new OptionError(`${what}: agentic-synth schema export FILE.`);
    });
  schema
    .command('export')
    .summary('print the JSON Schema of the rows')
    .description('Prints the JSON Schema (draft 2020-12) of the rows that a data schema makes.')
    .argument('<file>', 'schema in JSON or YAML')
    .option('-t, --table <name>', 'only this table')
    .option('-o, --output <file>', 'where to write it; default: standard output', parsePath)
    .option('--plugin <file>', 'a module that registers generators; may be repeated', collect)
    .addHelpText('after', EXPORT_EXAMPLES)
    .action(async (file: string, flags: SchemaExportFlags) => {
      const { exportSchemaFile } = await import('./schema.js');
      await exportSchemaFile(file, flags);
    });

  addBatchCommands(program, collect);
  addConfigCommands(program);

  program
    .command('doctor')
    .summary('check whether everything is in place')
    .description(
      'Checks Node, configuration, keys (never shown), optional packages and folders; leaves nothing behind.',
    )
    .option('--online', 'also ask the model providers for their lists of models, which costs nothing')
    .option('--format <format>', 'text, json; default: text', parseReportFormat)
    .addHelpText('after', DOCTOR_EXAMPLES)
    .action(async (flags: { online?: boolean; format?: 'text' | 'json' }) => {
      const { doctor } = await import('./doctor.js');
      process.exitCode = (await doctor(flags)) ? EXIT.ok : EXIT.failed;
    });

  program
    .command('completion')
    .summary('print a script that completes commands in your shell')
    .description('Prints a script that completes commands and flags in a shell.')
    .argument('<shell>', 'bash, zsh, fish')
    .addHelpText('after', COMPLETION_EXAMPLES)
    .action(async (shell: string) => {
      const { completionScript } = await import('./completion.js');
      process.stdout.write(completionScript(shell, program));
    });
  return program;
}

type ValidateFlags = Omit<ValidateDataFlags, 'schema'> & { readonly schema?: string };

async function validate(files: readonly string[], flags: ValidateFlags): Promise<boolean> {
  const { schema } = flags;
  if (schema !== undefined) {
    const { validateDataFiles } = await import('./validate-data.js');
    return validateDataFiles(files, { ...flags, schema });
  }
  for (const flag of ['delimiter', 'null'] as const) {
    if (flags[flag] !== undefined) throw new OptionError(`--${flag} is about CSV data: name its schema with --schema.`);
  }
  const { validateSchemas } = await import('./validate.js');
  return validateSchemas(files, flags);
}

const VALIDATE_EXAMPLES = `
Exits with 1 where a file has an error; warnings and hints alone are fine. With several tables, data files are named
after their tables, as --output writes them into a folder.

Examples:
  agentic-synth validate users.synth.yaml shop.synth.yaml
  agentic-synth validate --json users.synth.yaml
  agentic-synth validate --schema users.synth.yaml users.jsonl
  agentic-synth validate --schema shop.synth.yaml shop/`;

const PLAN_EXAMPLES = `
What the model writes is checked. What can be mended in one way is mended, the rest goes back to it, at most twice; then the
next model is asked. A schema with mistakes is never written.

Examples:
  agentic-synth plan "customers of a bike-rental shop with their trips" --output rental.synth.yaml
  agentic-synth plan "power use of three factories, an hour a row" --type timeseries --budget 0.05
  agentic-synth plan "patients and visits" --model gemini-pro --fallback openai/gpt-4o-mini | tee clinic.synth.yaml`;

const INFER_EXAMPLES = `
Examples:
  agentic-synth infer users.csv
  agentic-synth infer export/ --output shop.synth.yaml
  agentic-synth infer readings.parquet --limit 1000 --name sensors`;

const EXPORT_EXAMPLES = `
What JSON Schema cannot say stands under "x-synth", so that \`generate --schema\` makes the same kind of rows of it.

Examples:
  agentic-synth schema export users.synth.yaml --output users.schema.json
  agentic-synth schema export shop.synth.yaml --table orders | jq .properties`;

function addConfigCommands(program: Command): void {
  const config = program
    .command('config')
    .summary('show or check the configuration')
    .description('Shows or checks the configuration that holds in the working folder.')
    .allowExcessArguments()
    .action((_flags: object, { args: [asked] }: Command) => {
      const what =
        asked === undefined ? 'Say what to do with the configuration' : `There is no command "config ${asked}"`;
      throw new OptionError(
        `${what}: config show, config validate.${meaning(didYouMean(asked ?? '', ['show', 'validate']))}`,
      );
    });
  config
    .command('show')
    .summary('print what holds, and where each value comes from')
    .description('Prints every value that holds and where it comes from. Keys are masked whole.')
    .option('--format <format>', 'text, json; default: text', parseReportFormat)
    .addHelpText('after', CONFIG_EXAMPLES)
    .action(async (flags: { format?: 'text' | 'json' }) => {
      const { showConfig } = await import('./config.js');
      await showConfig(flags);
    });
  config
    .command('validate')
    .summary('check configuration files')
    .description('Checks a configuration file, or those that hold in the working folder.')
    .argument('[file]', 'default: the files that are found')
    .option('--format <format>', 'text, json; default: text', parseReportFormat)
    .addHelpText('after', CONFIG_EXAMPLES)
    .action(async (file: string | undefined, flags: { format?: 'text' | 'json' }) => {
      const { validateConfig } = await import('./config.js');
      process.exitCode = (await validateConfig(file, flags)) ? EXIT.ok : EXIT.failed;
    });
}

const CONFIG_EXAMPLES = `
Strongest first: flags, environment variables, .env beside the project file (without one, in the working folder), the project
file (.agentic-synth.json, .yaml, .yml, or "agenticSynth" in package.json, from the working folder upwards), the user's own
file (agentic-synth/config.json in ~/.config), defaults. \${NAME} in a text is a variable of the environment or of .env.

Examples:
  agentic-synth config show
  agentic-synth config show --format json | jq '.values[] | select(.from != "default")'
  agentic-synth config validate .agentic-synth.json`;

const DOCTOR_EXAMPLES = `
Exits with 1 where something is broken.

Examples:
  agentic-synth doctor
  agentic-synth doctor --online --format json`;

const COMPLETION_EXAMPLES = `
Examples:
  source <(agentic-synth completion bash)                                        # in ~/.bashrc
  source <(agentic-synth completion zsh)                                         # in ~/.zshrc
  agentic-synth completion fish > ~/.config/fish/completions/agentic-synth.fish`;

/**
 * Runs one command line.
 * @returns the exit code
 */
export async function runCommandLine(args: readonly string[], version: string): Promise<number> {
  // Every write reports a closed pipe through its callback too; without a listener it would end the process.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  try {
    const program = commandTree(version);
    checkCommand(args, program);
    await program.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? EXIT.ok);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return reportError(error);
  }
}

/** Commander's own message for a wrong command doesn't say which there are. */
function checkCommand(args: readonly string[], program: Command): void {
  const [name] = args;
  if (name === undefined || name.startsWith('-') || name === 'help') return;
  if (program.commands.some((command) => command.name() === name)) return;
  const names = program
    .createHelp()
    .visibleCommands(program)
    .map((command) => command.name());
  throw new OptionError(`There is no command "${name}": ${names.join(', ')}.${meaning(didYouMean(name, names))}`);
}

function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}
