import type * as z from 'zod';
import { conforms } from '../schema/conform.js';
import { pointerTo, type Diagnostic } from '../schema/diagnostic.js';
import { formOf, isMapping, nameOf } from '../schema/form.js';
import { batchDocument, type BatchDocument, type BatchJob } from '../schema/grammar-batch.js';
import { DEFAULT_NOW } from '../schema/normalise.js';
import { replacing, Report } from '../schema/report.js';
import { didYouMean } from '../schema/suggest.js';
import { circleIn } from './order.js';

/** A job with its place in the file. */
export type PlacedJob = BatchJob & { readonly pointer: string };

/** A batch file, as far as it could be read. */
export interface ReadBatch {
  /** What it says of all jobs; what has mistakes is left out. */
  readonly document: Omit<BatchDocument, 'jobs'>;
  /** Those without mistakes of their own. */
  readonly jobs: readonly PlacedJob[];
  /** Names of all jobs. */
  readonly names: ReadonlySet<string>;
}

/** Whether a document is meant as a batch file and not as a schema. */
export function isBatch(value: unknown): boolean {
  if (!isMapping(value) || !Array.isArray(value.jobs)) return false;
  const { form } = formOf(value);
  return form === undefined || form === 'field-map';
}

/**
 * Reads a parsed batch file: what it shows by itself, without the schemas of its jobs. Never throws.
 * @returns `batch` where there is one, with whatever has no mistake
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
  conforms(batchDocument(), value, '', report, CONTEXT);
  const { jobs: schemaOfJobs, ...head } = batchDocument().shape;
  const sound = (schema: z.ZodType, part: unknown): boolean => conforms(schema, part, '', new Report(), CONTEXT);
  const document = Object.fromEntries(
    Object.entries(head).flatMap(([key, schema]) =>
      key in value && sound(schema, value[key]) ? [[key, value[key]]] : [],
    ),
  ) as ReadBatch['document'];
  const written = (Array.isArray(value.jobs) ? value.jobs : []) as unknown[];
  const placed = written.flatMap((job, i) => (isMapping(job) ? [{ ...job, pointer: pointerTo('', 'jobs', i) }] : []));
  checkInstants([{ now: value.now, pointer: '' }, ...placed], report);
  const named = placed.filter((job): job is Named => typeof (job as Partial<Named>).name === 'string');
  checkNames(named, report);
  checkNeeds(named, report);
  const jobs = named.filter(({ pointer: _pointer, ...job }) => sound(schemaOfJobs.element, job)) as PlacedJob[];
  const names = new Set(named.map(({ name }) => name));
  return { batch: { document, jobs: firstOfEach(jobs), names }, diagnostics: report.diagnostics };
}

/** A job that has at least a name. */
interface Named {
  readonly name: string;
  readonly pointer: string;
  readonly dependsOn?: unknown;
}

const CONTEXT = { now: DEFAULT_NOW, timezone: 'UTC' };

function firstOfEach(jobs: readonly PlacedJob[]): PlacedJob[] {
  return [...new Map([...jobs].reverse().map((job) => [job.name, job])).values()].reverse();
}

function checkInstants(places: readonly { readonly now?: unknown; readonly pointer: string }[], report: Report): void {
  for (const { now, pointer } of places) {
    // Of other texts, the grammar says that they are no instants.
    if (typeof now !== 'string' || !/^\s*now\b/.test(now)) continue;
    const message = '"now" is itself the reference: write a date or date-time, such as 2026-01-01.';
    report.error('instant/invalid', `${pointer}/now`, message);
  }
}

function checkNames(jobs: readonly Named[], report: Report): void {
  const first = new Map<string, Named>();
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

function checkNeeds(named: readonly Named[], report: Report): void {
  const jobs = named.map(({ dependsOn, ...job }) => ({
    ...job,
    dependsOn: Array.isArray(dependsOn) ? dependsOn.map((need) => String(need)) : [],
  }));
  const byName = new Map(jobs.map((job) => [job.name, job]));
  for (const { name, pointer, dependsOn } of jobs) {
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
    jobs.map(({ name, dependsOn }) => [name, new Set(dependsOn.filter((need) => need !== name && byName.has(need)))]),
  );
  const circle = circleIn(needs);
  if (circle === undefined) return;
  const steps = circle.map((name) => byName.get(name)!);
  const way = [...circle, circle[0]].join(' → ');
  report.error('batch/cycle', `${steps[0].pointer}/dependsOn`, `These jobs wait for each other in a circle: ${way}.`, {
    related: steps.slice(1).map(({ pointer, name }) => ({ pointer: `${pointer}/dependsOn`, message: name })),
  });
}
