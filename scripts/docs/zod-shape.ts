import * as z from 'zod';
import { notes } from '../../engine/src/schema/grammar-values.js';
import { code } from './markdown.js';

export type Shape = Readonly<Record<string, z.ZodType>>;

/** Types that have a chapter of their own, by the `id` of their schema. */
const CHAPTERS: Readonly<Record<string, string>> = {
  Distribution: '[a distribution](#distributions)',
  Size: '[a size](#sizes)',
  Field: '[a field](#fields)',
  Variant: 'properties of a field',
  Csv: '`{ delimiter, null, header }`',
};

/** Without `optional` and laziness around it. */
export function bare(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional) return bare(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodLazy) return bare(schema.unwrap() as z.ZodType);
  return schema;
}

/** What may stand there, in words. */
export function typeInWords(schema: z.ZodType): string {
  const type = bare(schema);
  const { id } = z.globalRegistry.get(type) ?? {};
  if (id !== undefined && Object.hasOwn(CHAPTERS, id)) return CHAPTERS[id];
  const { literal } =
    notes.get(type) ?? notes.get(schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema) ?? {};
  if (literal === 'field') return CHAPTERS.Field;
  if (literal === 'fields') return '[fields](#fields) by name';
  if (literal === 'variant') return CHAPTERS.Variant;
  if (type instanceof z.ZodEnum) return type.options.map((value) => code(String(value))).join(', ');
  if (type instanceof z.ZodLiteral) return [...type.values].map((value) => code(String(value))).join(', ');
  const { expected } = notes.get(type) ?? {};
  if (expected !== undefined) return expected.replaceAll(/\{\{ … \}\}|\{ [^{}]* \}/g, (text) => code(text));
  if (type instanceof z.ZodUnion) {
    return [...new Set((type.options as z.ZodType[]).map(typeInWords))].join(' or ');
  }
  if (type instanceof z.ZodArray) return `a list of ${plural(typeInWords(type.element as z.ZodType))}`;
  if (type instanceof z.ZodRecord) return 'a mapping';
  if (type instanceof z.ZodObject) return `${code(`{ ${Object.keys(type.shape as object).join(', ')} }`)}`;
  if (type instanceof z.ZodNumber) return number(type);
  if (type instanceof z.ZodBoolean) return 'true or false';
  if (type instanceof z.ZodString) return 'a text';
  return 'any value';
}

function number(type: z.ZodNumber): string {
  const { minValue: min, maxValue: max } = type;
  const what = type.format?.includes('int') ? 'a whole number' : 'a number';
  const bounded = (value: number | null): value is number =>
    value !== null && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  if (bounded(min) && bounded(max)) return `${what} from ${min} to ${max}`;
  return bounded(min) ? `${what} of at least ${min}` : what;
}

function plural(type: string): string {
  return type.replace(/^an? /, '').replace(/^(text|model)$/, '$1s');
}

/** The description of a property, and the default at its end: `Share of true; 0.5.` */
export function meaningOf(schema: z.ZodType): { readonly meaning: string; readonly fallback: string } {
  const text = descriptionOf(schema);
  const match =
    /^([^]*?)[;,] (`[^`]+`|[\d.,:TZ+-]+|[\w:./\\-]+|[^;]*?) (?:where nothing is said|without it)\.$/.exec(text) ??
    /^([^]*?); (-?[\d.]+|true|false|`[^`]+`|[\w./:-]*[\d:][\w./:-]*|en|UTC|add|soft|\[1\]|1 to 5)\.$/.exec(text);
  if (match) return { meaning: `${match[1]}.`, fallback: match[2] };
  const said = /^([^]*?)\s*Default: (.*)\.$/.exec(text);
  return said ? { meaning: said[1], fallback: said[2] } : { meaning: text, fallback: '' };
}

function descriptionOf(schema: z.ZodType): string {
  if (schema.description !== undefined) return schema.description;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodLazy)
    return descriptionOf(schema.unwrap() as z.ZodType);
  return '';
}
