import { OptionError } from '../errors.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import { REFUSED_OPTIONS, semanticSignature, semanticTypes, type SemanticOption } from './catalog.js';

/** Options of a semantic field as written, and as arguments of faker's method. */
export interface CheckedOptions {
  readonly options: Readonly<Record<string, unknown>>;
  readonly args: readonly unknown[];
}

/**
 * Checks the options of a semantic type against faker's declarations.
 * @throws OptionError for an unknown type, an unknown or missing option, a value of the wrong type.
 */
export function checkOptions(type: string, given: Readonly<Record<string, unknown>> = {}): CheckedOptions {
  const signature = semanticSignature(type);
  if (!signature) {
    throw new OptionError(
      `There is no semantic type "${type}".${meaning(didYouMean(type, semanticTypes()))}`,
      'semantic/unknown-type',
    );
  }
  const known = signature.options.map((o) => o.name);
  for (const name of Object.keys(given)) {
    const refused = REFUSED_OPTIONS[`${type}.${name}`];
    if (refused) throw fail(type, `cannot take the option "${name}": ${refused}.`);
    if (!known.includes(name)) {
      const takes = known.length === 0 ? 'It takes none.' : `It takes ${known.join(', ')}.`;
      throw fail(type, `has no option "${name}".${meaning(didYouMean(name, known))} ${takes}`);
    }
  }
  for (const option of signature.options) {
    const value = given[option.name];
    if (value === undefined) {
      if (option.required) throw fail(type, `needs the option "${option.name}" (${expected(option)}).`);
    } else if (!acceptedBy(option, value)) {
      throw fail(type, `wants ${expected(option)} for "${option.name}", not ${JSON.stringify(value)}.`);
    }
  }
  if (Object.keys(given).length === 0) return { options: given, args: [] };
  return { options: given, args: signature.positional ? known.map((name) => given[name]) : [{ ...given }] };
}

/** A time of day needs its offset: without one it would be read in the zone of the machine. */
const INSTANT = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/;

function fail(type: string, rest: string): OptionError {
  return new OptionError(`${type} ${rest}`, 'semantic/bad-option');
}

function expected(option: SemanticOption): string {
  return option.types
    .map((t) => (t === 'range' ? '{ min, max }' : t === 'date' ? 'a date' : t))
    .join(option.types.length === 2 ? ' or ' : ', ');
}

function acceptedBy({ types }: SemanticOption, value: unknown): boolean {
  // A date may come as text, but not as any text.
  if (types.includes('date') && typeof value === 'string') return accepts('date', value);
  return types.some((type) => accepts(type, value));
}

function accepts(type: string, value: unknown): boolean {
  const list = /^\(?(.*?)\)?\[\]$/.exec(type);
  if (list)
    return (
      Array.isArray(value) && value.length > 0 && value.every((v) => list[1].split('|').some((t) => accepts(t, v)))
    );
  switch (type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'string':
    case 'boolean':
      return typeof value === type;
    case 'range':
      return isRange(value);
    case 'date':
      return typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value));
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === 'string' ? type === `'${value}'` : type === String(value);
  }
}

function isRange(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { min, max, ...rest } = value as Record<string, unknown>;
  return (
    Number.isSafeInteger(min) &&
    Number.isSafeInteger(max) &&
    (min as number) <= (max as number) &&
    Object.keys(rest).length === 0
  );
}
