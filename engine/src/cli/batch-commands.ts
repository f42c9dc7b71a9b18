import type { Command } from 'commander';
import { OptionError } from '../errors.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import type { BatchGenerateFlags } from './batch.js';
import { common } from './common-options.js';
import { EXIT } from './report.js';
import { parseBudget, parseParallel, parsePath, parseWorkers } from './values.js';

const GENERATE_EXAMPLES = `
A batch file is a list of jobs, each a run of generate: its schema, count, seed, format, model. A job whose schema refers to
the schema of another job (or to job:NAME) gets that job's very rows, and runs after it. The folder gets a file for each
job and manifest.json, which lists them. What an earlier run has finished and nobody has changed is left as it is, so that
an interrupted batch goes on when it is run again. Where a job fails, those that need it are left out, and all others done.

Examples:
  agentic-synth batch generate --config batch-config.yaml --parallel 4 --output data/
  agentic-synth batch generate --config batch-config.yaml --dry-run
  agentic-synth batch generate --config batch-config.yaml --output data/ --budget 0.50

Exit codes: 0 done, 1 a job failed or the file has a mistake, 2 wrong usage, 130 interrupted.`;

const VERIFY_EXAMPLES = `
Exits with 1 where a file is missing or is not what was written, or a job is not done.

Examples:
  agentic-synth batch verify data/
  agentic-synth batch verify data/ --json | jq '.problems[].path'`;

/** Adds `batch generate` and `batch verify`. */
export function addBatchCommands(
  program: Command,
  collect: (value: string, earlier?: readonly string[]) => string[],
): void {
  const batch = program
    .command('batch')
    .summary('run several jobs that feed each other')
    .description('Runs the jobs of a batch file, or checks what they have written.')
    .allowExcessArguments()
    .action((_flags: object, { args: [asked] }: Command) => {
      const what = asked === undefined ? 'Say what to do with the batch' : `There is no command "batch ${asked}"`;
      throw new OptionError(
        `${what}: batch generate, batch verify.${meaning(didYouMean(asked ?? '', ['generate', 'verify']))}`,
      );
    });
  batch
    .command('generate')
    .summary('run the jobs of a batch file')
    .description('Runs the jobs of a batch file and lists their files in a manifest.')
    .requiredOption('-c, --config <file>', 'batch file in JSON or YAML', parsePath)
    .option('-o, --output <folder>', "folder for the files; default: the batch file's", parsePath)
    .option('--parallel <jobs>', "jobs at the same time, 1 to 64; default: the batch file's, else 4", parseParallel)
    .option('--workers <number>', 'threads of all jobs together, 1 to 256, or "auto"; default: auto', parseWorkers)
    .option('--budget <dollars>', 'US dollars that the models of all jobs together may cost', parseBudget)
    .addOption(common.cachePolicy())
    .option('--frozen', 'take what models write from what earlier runs have kept: no key, no network')
    .addOption(common.streamTo())
    .addOption(common.vectorizeWith())
    .option('--force', 'make everything again, what is finished and unchanged too')
    .option('--dry-run', 'list the jobs in their order with rows and estimated cost; nothing is written or asked')
    .option('--json', 'with --dry-run: print the list in JSON')
    .option('--plugin <file>', 'a module that registers generators; may be repeated', collect)
    .addOption(common.logLevel())
    .addOption(common.logFile())
    .addOption(common.logFormat())
    .option('-q, --quiet', 'no progress and no summary')
    .addHelpText('after', GENERATE_EXAMPLES)
    .action(async (flags: BatchGenerateFlags) => {
      const { generateBatch } = await import('./batch.js');
      process.exitCode = await generateBatch(flags);
    });
  batch
    .command('verify')
    .summary('check the files of a batch')
    .description('Checks every byte of the files of a batch against its manifest.')
    .argument('<folder>', 'what batch generate has written')
    .option('--json', 'print what is wrong in JSON')
    .addHelpText('after', VERIFY_EXAMPLES)
    .action(async (folder: string, flags: { json?: boolean }) => {
      const { verifyBatch } = await import('./batch.js');
      process.exitCode = (await verifyBatch(folder, flags)) ? EXIT.ok : EXIT.failed;
    });
}
