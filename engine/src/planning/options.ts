import { OptionError } from '../errors.js';
import { checkOptions, type GenerateOptions } from '../generators/options.js';
import { LOCAL } from '../models/resolve.js';
import { TABLE_TYPES, type TableType } from '../schema/grammar.js';
import { didYouMean, meaning } from '../schema/suggest.js';

/** How a schema is to be written by a language model. */
export interface PlanOptions extends Pick<
  GenerateOptions,
  'model' | 'autoRoute' | 'fallback' | 'budget' | 'cachePolicy' | 'frozen' | 'signal' | 'logger'
> {
  /** The type of data; by default what fits the description. */
  readonly type?: TableType | undefined;
  /** Rows of each table without a parent, 1 … 2^53 − 1; by default the model decides. */
  readonly count?: number | undefined;
  /** How the schema is written as text; YAML. */
  readonly format?: 'yaml' | 'json' | undefined;
}

const NAMES = [
  'type',
  'count',
  'format',
  'model',
  'autoRoute',
  'fallback',
  'budget',
  'cachePolicy',
  'frozen',
  'signal',
  'logger',
];
/** Code points: about 2,000 tokens. */
const LONGEST = 8000;

/** @throws OptionError for an option that does not exist or has a bad value. */
export function checkPlanOptions(options: PlanOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || NAMES.includes(name)) continue;
    const known = meaning(didYouMean(name, NAMES)) || ` Options: ${NAMES.join(', ')}.`;
    throw new OptionError(`There is no option \`${name}\` of a plan.${known}`);
  }
  const { type, format, ...rest } = options;
  if (type !== undefined && !TABLE_TYPES.includes(type)) {
    throw new OptionError(
      `\`type\` is ${TABLE_TYPES.join(', ')}, not "${String(type)}".${meaning(didYouMean(String(type), TABLE_TYPES))}`,
    );
  }
  if (format !== undefined && format !== 'yaml' && format !== 'json') {
    throw new OptionError(`\`format\` is yaml or json, not "${String(format)}".`);
  }
  checkOptions(rest);
  if (options.model === LOCAL) {
    throw new OptionError(
      'A schema cannot be written without a language model: `local` makes text that means nothing.',
    );
  }
}

/** What a schema is asked for, in one piece. @throws OptionError where it is empty or too long */
export function checkDescription(description: unknown): string {
  const text = typeof description === 'string' ? description.trim() : '';
  if (text === '') {
    throw new OptionError('Say what the data is, such as "customers of a bike-rental shop with their trips".');
  }
  const length = [...text].length;
  if (length > LONGEST) {
    throw new OptionError(`The description has ${length} characters; say in at most ${LONGEST} what the data is.`);
  }
  return text;
}
