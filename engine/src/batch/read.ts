import { conforms } from '../schema/conform.js';
import { pointerTo, type Diagnostic } from '../schema/diagnostic.js';
import { formOf, isMapping, nameOf } from '../schema/form.js';
import { batchDocument, type BatchDocument, type BatchJob } from '../schema/grammar-batch.js';
import { DEFAULT_NOW, parseNow } from '../schema/normalise.js';
import { replacing, Report } from '../schema/report.js';
import { didYouMean } from '../schema/suggest.js';
import { circleIn } from './order.js';

/** A job with its place in the file. */
export type PlacedJob = BatchJob & { readonly pointer: string };

/** A batch file whose own mistakes are found. */
export interface ReadBatch {
  readonly document: BatchDocument;
  readonly jobs: readonly PlacedJob[];
}

/** Whether a document is meant as a batch file and not as a schema. */
export function isBatch(value: unknown): boolean {
  if (!isMapping(value) || !Array.isArray(value.jobs)) return false;
  const { form } = formOf(value);
  return form === undefined || form === 'field-map';
}

/**
 * Reads a parsed batch file: what it shows by itself, without the schemas of its jobs. Never throws.
 * @returns `batch` where nothing is wrong.
 */
export function readBatch(value: unknown): {
  readonly batch?: ReadBatch;
  readonly diagnostics: readonly Diagnostic[];
} {
  const report = new Report();
  if (!isMapping(value)) {
    const example = 'Write `jobs:` and a list of jobs, each with a `name` and a `schema`.';
    report.error('batch/form', '', `A batch is a mapping with a list of jobs, not ${nameOf(value)}. ${example}`);
    return { diagnostics: report.diagnostics };
  }
  if (conforms(batchDocument(), value, '', report, { now: DEFAULT_NOW, timezone: 'UTC' })) {
    const document = value as unknown as BatchDocument;
    const jobs = document.jobs.map((job, i): PlacedJob => ({ ...job, pointer: pointerTo('', 'jobs', i) }));
    checkInstants(document, jobs, report);
    checkNames(jobs, report);
    checkNeeds(jobs, report);
    if (!report.failed) return { batch: { document, jobs }, diagnostics: report.diagnostics };
  }
  return { diagnostics: report.diagnostics };
}

function checkInstants(document: BatchDocument, jobs: readonly PlacedJob[], report: Report): void {
  for (const { now, pointer } of [{ now: document.now, pointer: '' }, ...jobs]) {
    if (now === undefined || parseNow(now) !== undefined) continue;
    const message = '"now" is itself the reference: write a date or date-time, such as 2026-01-01.';
    report.error('instant/invalid', `${pointer}/now`, message);
  }
}

function checkNames(jobs: readonly PlacedJob[], report: Report): void {
  const first = new Map<string, PlacedJob>();
  for (const job of jobs) {
    const { name, pointer } = job;
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, job);
      continue;
    }
    report.error(
      'batch/same-name',
      `${pointer}/name`,
      `Another job is called "${name}"; give this one a name of its own.`,
      {
        related: [{ pointer: `${other.pointer}/name`, message: 'the other one' }],
      },
    );
  }
}

function checkNeeds(jobs: readonly PlacedJob[], report: Report): void {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  for (const { name, pointer, dependsOn = [] } of jobs) {
    dependsOn.forEach((need, i) => {
      const at = pointerTo(pointer, 'dependsOn', i);
      if (need === name) {
        report.error('batch/cycle', at, 'A job cannot depend on itself.');
      } else if (!byName.has(need)) {
        const others = [...byName.keys()].filter((other) => other !== name);
        const meant = didYouMean(need, others);
        const way =
          meant.length > 0 ? `Did you mean "${meant[0]}"?` : `Jobs here: ${others.join(', ') || 'none other'}.`;
        report.error('batch/unknown-job', at, `There is no job "${need}". ${way}`, { fixes: replacing(at, meant) });
      }
    });
  }
  const needs = new Map(
    jobs.map(({ name, dependsOn = [] }) => [
      name,
      new Set(dependsOn.filter((need) => need !== name && byName.has(need))),
    ]),
  );
  const circle = circleIn(needs);
  if (circle === undefined) return;
  const steps = circle.map((name) => byName.get(name)!);
  const way = [...circle, circle[0]].join(' → ');
  report.error('batch/cycle', `${steps[0].pointer}/dependsOn`, `These jobs wait for each other in a circle: ${way}.`, {
    related: steps.slice(1).map(({ pointer, name }) => ({ pointer: `${pointer}/dependsOn`, message: name })),
  });
}
