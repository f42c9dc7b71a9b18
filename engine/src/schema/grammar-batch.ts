import * as z from 'zod';
import {
  atLeastZero,
  either,
  flag,
  instant,
  list,
  locale,
  modelName,
  nonEmptyText,
  noted,
  once,
  oneOf,
  rate,
  text,
  timezone,
  whole,
} from './grammar-values.js';

const outputFormat = once(() => oneOf('json', 'jsonl', 'csv', 'parquet'));
const models = once(() => list(modelName(), 'a list of models'));
const path = once(() => noted(z.string().min(1), { literal: 'schema-file', expected: 'a text' }));
const inlineSchema = once(() => noted(z.record(z.string(), z.unknown()), { literal: 'schema' }));
const jobName = once(() => noted(z.string().min(1), { literal: 'job', expected: 'a text' }));

const csv = once(() =>
  z
    .strictObject({
      delimiter: nonEmptyText().describe('Between fields: a comma without it.').optional(),
      null: text().describe('What stands for null; nothing without it.').optional(),
      header: flag().describe('Whether the first line names the columns; true without it.').optional(),
    })
    .meta({ id: 'Csv', title: 'CSV' }),
);

const job = once(() =>
  z
    .strictObject({
      name: nonEmptyText().describe('Name of the job; unique in the file.'),
      description: text().describe('For people; changes nothing.').optional(),
      type: nonEmptyText()
        .describe(
          "Type of data: structured, timeseries, events, or one that a plug-in registers; the schema's own without it.",
        )
        .meta({ examples: ['structured', 'timeseries', 'events'] })
        .optional(),
      schema: either('the path of a schema file, or a schema', path(), inlineSchema())
        .describe('Schema file, relative to this file, or the schema itself.')
        .optional(),
      count: whole(1).describe('Rows; with tables, rows of those that are not counted per another.').optional(),
      seed: either('a whole number, or "random"', whole(0), z.literal('random'))
        .describe('Same seed, same data.')
        .optional(),
      now: instant().describe('The instant that `now` means.').optional(),
      locale: locale().describe('Locale of names, addresses and words.').optional(),
      timezone: timezone().describe('Time zone of dates and times.').optional(),
      infer: flag()
        .describe('Whether names, titles and examples of a JSON Schema guide what values look like; true without it.')
        .optional(),
      model: modelName().describe('Model that writes prompt fields or whole rows; `local` for none.').optional(),
      autoRoute: flag().describe('Let the router choose among the models that can be used.').optional(),
      fallback: models().describe('Models to try next.').optional(),
      budget: atLeastZero().describe('Most to spend on this job, in US dollars.').optional(),
      rate: rate().describe('Events for each unit of time, such as 100/sec.').optional(),
      format: outputFormat().describe("Format; by the output's ending without it.").optional(),
      csv: csv().describe('How CSV is written.').optional(),
      output: nonEmptyText()
        .describe(
          "File, or folder with a file for each table, inside the batch's output folder; the job's name without it.",
        )
        .optional(),
      verify: flag().describe('Check every row against the schema before it is written.').optional(),
      dependsOn: list(jobName(), 'a list of names of jobs')
        .describe('Jobs that run before this one; it is left out where one of them fails.')
        .optional(),
    })
    .meta({ id: 'Job', title: 'Job', description: 'One run of `generate`.' }),
);

/** A batch file. */
export const batchDocument = once(() =>
  z.strictObject({
    $schema: text().describe('For editors; changes nothing.').optional(),
    description: text().describe('For people; changes nothing.').optional(),
    parallel: whole(1).describe('Jobs that run at the same time.').optional(),
    output: nonEmptyText().describe('Folder for the results, relative to this file.').optional(),
    seed: whole(0).describe('Seed of jobs without one.').optional(),
    now: instant().describe('The instant that `now` means in jobs without one.').optional(),
    locale: locale().describe('Locale of jobs without one.').optional(),
    timezone: timezone().describe('Time zone of jobs without one.').optional(),
    model: modelName()
      .describe('Model that writes the prompt fields of jobs without one; `local` for none.')
      .optional(),
    fallback: models().describe('Models to try next, of jobs that ask one.').optional(),
    budget: atLeastZero().describe('Most to spend on all jobs together, in US dollars.').optional(),
    format: outputFormat().describe('Format of jobs that name none.').optional(),
    jobs: list(job(), 'a list of at least one job').describe('What to generate.'),
  }),
);

export type BatchDocument = z.input<ReturnType<typeof batchDocument>>;
export type BatchJob = BatchDocument['jobs'][number];
