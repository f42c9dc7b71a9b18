import * as z from 'zod';
import { either, list, nonEmptyText, numeric, once, oneOf, text, whole } from './grammar-values.js';

const outputFormat = once(() => oneOf('json', 'jsonl', 'csv', 'parquet'));

const job = once(() =>
  z
    .strictObject({
      name: nonEmptyText().describe('Name of the job; unique in the file.'),
      type: oneOf('structured', 'timeseries', 'events')
        .describe("Type of data; the schema's own without it.")
        .optional(),
      schema: either('the path of a schema file, or a schema', nonEmptyText(), z.record(z.string(), z.unknown()))
        .describe('Schema file, relative to this file, or the schema itself.')
        .optional(),
      count: whole(1).describe('Rows.').optional(),
      seed: either('a whole number, or "random"', whole(Number.MIN_SAFE_INTEGER), z.literal('random'))
        .describe('Same seed, same data.')
        .optional(),
      now: nonEmptyText().describe('The instant that `now` means.').optional(),
      locale: nonEmptyText().describe('Locale of names, addresses and words.').optional(),
      model: nonEmptyText().describe('Model that writes prompt fields or whole rows; `local` for none.').optional(),
      fallback: list(nonEmptyText(), 'a list of models').describe('Models to try next.').optional(),
      budget: numeric().describe('Most to spend, in US dollars.').optional(),
      rate: nonEmptyText().describe('Events for each unit of time, such as 100/sec.').optional(),
      format: outputFormat().describe("Format; by the output's ending without it.").optional(),
      output: nonEmptyText().describe("File or folder, relative to the batch's output folder.").optional(),
      dependsOn: list(nonEmptyText(), 'a list of names of jobs').describe('Jobs that run before this one.').optional(),
    })
    .meta({ id: 'Job', title: 'Job', description: 'One run of `generate`.' }),
);

/** A batch file. */
export const batchDocument = once(() =>
  z.strictObject({
    $schema: text().describe('For editors; changes nothing.').optional(),
    description: text().describe('For people; changes nothing.').optional(),
    parallel: whole(1).describe('Jobs that run at the same time.').optional(),
    output: nonEmptyText().describe('Folder for the results.').optional(),
    seed: whole(Number.MIN_SAFE_INTEGER).describe('Seed of jobs without one.').optional(),
    locale: nonEmptyText().describe('Locale of jobs without one.').optional(),
    model: nonEmptyText().describe('Model of jobs without one.').optional(),
    format: outputFormat().describe('Format of jobs without one.').optional(),
    jobs: list(job(), 'a list of at least one job').describe('What to generate.'),
  }),
);
