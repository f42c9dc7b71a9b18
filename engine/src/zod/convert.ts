import * as z from 'zod';
import type { Diagnostic } from '../schema/diagnostic.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { convertV3 } from './convert-v3.js';
import { convertV4 } from './convert-v4.js';
import { Inputs, type Parsed } from './inputs.js';
import { inspect, viewOf } from './inspect.js';
import { nullableTypes } from './nullable.js';
import { zodVersion, type ZodSchema } from './schema.js';
import { asV4, metaOf } from './view-v4.js';

/** A Zod schema made ready to draw rows from. */
export interface ZodRows {
  /** The JSON Schema of what it takes. */
  readonly json: JsonSchema;
  /** Rows go through parsing: what comes out are the records. */
  readonly parsed: boolean;
  /** Parses a JSON value as the schema or a part of it does. */
  parse(schema: ZodSchema, value: unknown): Parsed;
}

export interface ConvertedZod {
  /** `undefined` where a diagnostic is an error. */
  readonly rows: ZodRows | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Converts a Zod schema of version 3 or 4. Reports what has no JSON Schema, by name and place. */
export async function convertZod(schema: ZodSchema): Promise<ConvertedZod> {
  const version = zodVersion(schema);
  const { diagnostics, parsed, special } = inspect(schema, hasSynth);
  if (diagnostics.length > 0) return { rows: undefined, diagnostics };
  let json: JsonSchema;
  try {
    json = version === 3 ? await convertV3(schema) : convertV4(schema);
  } catch (error) {
    const message = `The Zod schema has no JSON Schema: ${error instanceof Error ? error.message : String(error)}.`;
    return { rows: undefined, diagnostics: [{ code: 'zod/unsupported', severity: 'error', message, pointer: '' }] };
  }
  assertSays(schema, json);
  const inputs = new Inputs(special, safeParse);
  const parse: ZodRows['parse'] = (part, value) => safeParse(part, inputs.of(part, value));
  return { rows: { json: nullableTypes(json) as JsonSchema, parsed, parse }, diagnostics: [] };
}

/** Keywords that say nothing of what a value is. */
const SILENT: ReadonlySet<string> = new Set([
  '$schema',
  '$defs',
  'definitions',
  'title',
  'description',
  'examples',
  'default',
  'id',
]);

/**
 * A converter that is given a schema it does not know says nothing and gives the schema of anything: rows of it would be
 * rows of nothing.
 * @throws Error where a schema that is not of anything was converted to one that is.
 */
export function assertSays(schema: ZodSchema, json: JsonSchema): void {
  if (Object.keys(json).some((keyword) => !SILENT.has(keyword)) || takesAnything(schema)) return;
  throw new Error('The conversion of the Zod schema came out empty, which would allow anything.');
}

function takesAnything(schema: ZodSchema): boolean {
  const view = viewOf(schema);
  if (view.kind === 'wrapper') return takesAnything(view.inner);
  if (view.kind === 'union') return view.options.some(takesAnything);
  return view.kind === 'any' || (view.kind === 'intersection' && view.sides.every(takesAnything));
}

function hasSynth(schema: ZodSchema): boolean {
  return zodVersion(schema) === 4 && Object.hasOwn(metaOf(asV4(schema)), 'synth');
}

/** By the schema's own library, so that its settings hold. */
function safeParse(schema: ZodSchema, value: unknown): Parsed {
  const own = schema as { readonly safeParse?: (value: unknown) => Parsed };
  if (typeof own.safeParse === 'function') return own.safeParse(value);
  return z.safeParse(schema as unknown as z.core.$ZodType, value) as Parsed;
}
