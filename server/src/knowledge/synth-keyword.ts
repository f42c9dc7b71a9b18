import { segmentsOf } from 'agentic-synth';
import { childOf, isMapping, Surroundings } from './surroundings.js';

/** The keyword of a JSON Schema under which the language of data schemas is written. */
export const SYNTH = 'x-synth';

/** @param root at the root of a schema */
export function synthDoc(root: boolean): string {
  return root
    ? 'Settings of the data as a whole: `seed`, `count`, `locale`, `now`, `primaryKey` and others.'
    : 'A field of a data schema, laid over what the schema itself says: a type such as `person.fullName`, weights, a distribution.';
}

interface Place {
  /** A data schema that says the same. */
  readonly root: unknown;
  readonly pointer: string;
}

/**
 * A place in `x-synth`, in terms of a data schema: a field beside the properties of the schema, or at the root settings of
 * the data as a whole. `undefined` elsewhere.
 */
export function placeInSynth(schema: unknown, pointer: string): Place | undefined {
  const segments = segmentsOf(pointer);
  const at = segments.indexOf(SYNTH);
  if (at < 0) return undefined;
  const raw = pointer.split('/').slice(1);
  const written = segments.slice(0, at + 1).reduce<unknown>(childOf, schema);
  const fields = columnsOf(schema);
  const [root, path] =
    at === 0
      ? [{ ...(isMapping(written) ? written : {}), fields }, raw.slice(1)]
      : [{ fields: { ...fields, [segments[at - 1]]: written } }, ['fields', raw[at - 1], ...raw.slice(at + 1)]];
  return { root, pointer: path.map((segment) => `/${segment}`).join('') };
}

/** What is known around a cursor in `x-synth`; `undefined` elsewhere. */
export function insideSynth(around: Surroundings): Surroundings | undefined {
  const { cursor, document, offset, workspace } = around;
  const place = placeInSynth(around.value, cursor.pointer);
  if (place === undefined) return undefined;
  const { root, pointer } = place;
  if (pointer === '' && cursor.at === 'value') return undefined;
  const siblings = pointer === '' ? [...cursor.siblings, ...NOT_SETTINGS] : cursor.siblings;
  return new Surroundings(document, { ...cursor, pointer, siblings }, offset, workspace, root);
}

/** Keys of a data schema that a JSON Schema says itself. */
const NOT_SETTINGS: readonly string[] = [
  '$schema',
  'type',
  'fields',
  'tables',
  'events',
  'types',
  'description',
  'key',
];

const TYPES: Readonly<Record<string, string>> = { integer: 'integer', number: 'number', boolean: 'boolean' };

/** The properties of a schema as fields of a data schema. */
function columnsOf(schema: unknown): Readonly<Record<string, unknown>> {
  const properties = childOf(schema, 'properties');
  if (!isMapping(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, TYPES[String(childOf(property, 'type'))] ?? 'text']),
  );
}
