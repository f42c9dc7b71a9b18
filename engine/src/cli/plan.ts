import { stat } from 'node:fs/promises';
import type { Config } from '../config/schema.js';
import { OptionError } from '../errors.js';
import { keepDraft } from '../files/drafts.js';
import { readSchema } from '../files/schema-file.js';
import { type FileTarget, openTarget } from '../files/target.js';
import { PlanError } from '../planning/error.js';
import type { PlanOptions } from '../planning/options.js';
import type { PlannedSchema } from '../planning/plan-schema.js';
import type { PlanAttempt } from '../planning/write-plan.js';
import { languageOf } from '../schema/parse.js';
import { AgenticSynth } from '../synth.js';
import type { LogFlags } from './log-flags.js';
import { openLog, type OpenLog } from './logging.js';
import { modelLines } from './model-lines.js';
import { diagnosticLines, EXIT, placeDiagnostics, warn } from './report.js';
import { loadRunConfig } from './run-config.js';
import { watchSignals } from './signals.js';

/** Flags as Commander gives them; absent where not written. */
export interface PlanFlags extends LogFlags, Omit<PlanOptions, 'signal' | 'logger'> {
  readonly output?: string;
  readonly force?: boolean;
  readonly quiet?: boolean;
}

/**
 * Runs `plan`.
 * @returns the exit code
 */
export async function plan(description: string, flags: PlanFlags): Promise<number> {
  const log = await openLog(flags);
  try {
    return await run(description, flags, log);
  } catch (error) {
    log.logger.error('plan failed', { error });
    throw error;
  } finally {
    await log.close();
  }
}

async function run(description: string, flags: PlanFlags, log: OpenLog): Promise<number> {
  const { type, count, model, autoRoute, fallback, budget, cachePolicy, frozen, output, force } = flags;
  const format = formatOf(flags);
  const config = await loadRunConfig(log);
  const synth = new AgenticSynth(config);
  await assertFree(output, force);
  const abort = new AbortController();
  const signals = watchSignals(abort);
  // Opened before anything is paid for: a file that cannot be written is told at once.
  const target = output === undefined ? undefined : await openTarget(output);
  try {
    const options = { type, count, format, model, autoRoute, fallback, budget, cachePolicy, frozen };
    const planned = await synth.plan(description, { ...options, signal: abort.signal, logger: log.logger });
    if (target === undefined) process.stdout.write(planned.text);
    else await write(target, planned.text, force);
    tell(planned, flags, log);
    return EXIT.ok;
  } catch (error) {
    await target?.abort();
    if (signals.received !== undefined) {
      if (!flags.quiet) process.stderr.write('Interrupted: no file was written.\n');
      return signals.received;
    }
    if (error instanceof PlanError) await tellDraft(error, config);
    throw error;
  } finally {
    signals.stop();
  }
}

/** @throws OptionError where the file is no schema by its ending, or another one than `--format` says */
function formatOf({ output, format }: PlanFlags): 'yaml' | 'json' | undefined {
  if (output === undefined) return format;
  const language = /\.(?:ya?ml|json)$/i.test(output) ? languageOf(output) : undefined;
  if (language === undefined) {
    const stem = output.replace(/(?:\.synth)?\.[^./\\]*$/, '');
    throw new OptionError(`A schema is YAML or JSON: name the file ${stem}.synth.${format ?? 'yaml'}.`);
  }
  if (format === undefined || format === language) return language;
  throw new OptionError(`--format ${format} contradicts the ending of ${output}; leave one of the two away.`);
}

async function assertFree(output: string | undefined, force = false): Promise<void> {
  if (output === undefined) return;
  const there = await stat(output).catch(() => undefined);
  if (there?.isDirectory()) throw new OptionError(`${output} is a folder: name a file in it.`);
  if (there?.isFile() && !force) throw new OptionError(`${output} exists already. Pass --force to overwrite it.`);
}

async function write(target: FileTarget, text: string, force?: boolean): Promise<void> {
  await target.write(new TextEncoder().encode(text));
  // Models take their time: the name may have been taken meanwhile.
  await assertFree(target.path, force);
  await target.commit();
}

function tell({ diagnostics, report, sample }: PlannedSchema, flags: PlanFlags, { logger, visible }: OpenLog): void {
  const { attempts, models, prompts, type } = report;
  for (const { severity, message, pointer } of diagnostics) {
    if (severity !== 'warning') continue;
    if (!visible) warn(`${message}${pointer === '' ? '' : ` (${pointer})`}`);
    logger.warn(message, { pointer });
  }
  logger.info('plan finished', { calls: attempts.length, tables: report.tables });
  if (flags.quiet) return;
  const lines = [...modelLines(models), ...attempts.flatMap(attemptLines)];
  const { output, count } = flags;
  if (process.stderr.isTTY) lines.push(...sampleLines(sample, process.stderr.columns || 80));
  if (prompts.length > 0) {
    lines.push(`A language model writes ${prompts.join(', ')} when rows are made; --model local fills in local text.`);
  }
  if (output !== undefined) {
    const rows = count === undefined ? '' : ` --count ${count}`;
    lines.push(`Wrote ${output}. Make rows of it, without a model:`);
    lines.push(`  agentic-synth generate ${type} --schema ${shellWord(output)}${rows}`);
  }
  process.stderr.write(lines.map((line) => `${line}\n`).join(''));
}

/** What was wrong with a draft, and what was mended in it. */
function attemptLines({ model, outcome, mistakes: [first, ...more], fixes }: PlanAttempt, i: number): string[] {
  const name = `draft ${i + 1} by ${model}`;
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  return [
    ...fixes.map(({ title, pointer }) => `${name}: mended here: ${title} (${pointer || '/'})`),
    ...(outcome === 'accepted' ? [] : [`${name}: ${first === undefined ? outcome : `${first.message}${others}`}`]),
  ];
}

/** The first rows of each table, a line each, no wider than the screen. */
function sampleLines(sample: PlannedSchema['sample'], width: number): string[] {
  return Object.entries(sample).flatMap(([table, rows]) => [
    `${table || 'rows'}:`,
    ...rows.map((row) => {
      const line = `  ${JSON.stringify(row)}`;
      return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
    }),
  ]);
}

/** Says what is wrong with the last draft, and where it is kept. */
async function tellDraft({ draft, diagnostics }: PlanError, config: Config): Promise<void> {
  const file = draft === undefined ? undefined : await keepDraft(draft, config);
  if (file === undefined) return;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const placed = await placeDiagnostics(errors, file, (name) => readSchema(name).catch(() => undefined));
  process.stderr.write(`${placed.flatMap(diagnosticLines).join('\n')}\nThe last draft is kept in ${file}.\n`);
}

function shellWord(text: string): string {
  return /^[\w./@%+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
