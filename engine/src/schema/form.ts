import { isGrammarType, SEMANTIC_ALIASES, TYPE_ALIASES } from './aliases.js';
import { pointerTo, type Diagnostic, type Edit } from './diagnostic.js';
import type { DocumentModel } from './model.js';

export type Form = DocumentModel['form'];

/** A mapping as parsed: not null, not a list. */
export type Mapping = Readonly<Record<string, unknown>>;

export interface FormResult {
  /** `undefined`: the root is no schema at all; `diagnostics` says why. */
  readonly form: Form | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function isMapping(value: unknown): value is Mapping {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Whether a text begins with the name of a built-in type, an alias or a faker name. */
export function namesType(text: string): boolean {
  const word = text.trim().split(/[\s([?]/, 1)[0];
  return isGrammarType(word) || word in TYPE_ALIASES || word in SEMANTIC_ALIASES || /^[a-z]\w+\.\w+$/.test(word);
}

/** Whether a value is certainly a field: its type is built in. Plug-in types and the document's own do not count. */
export function isField(value: unknown): boolean {
  if (typeof value === 'string') return namesType(value);
  return isMapping(value) && typeof value.type === 'string' && namesType(value.type);
}

const TABLE_TYPES = ['structured', 'timeseries', 'events'];

/**
 * Tells the form of a schema by its root: a field map, a document (one table), tables, or a JSON Schema. Never throws.
 */
export function formOf(root: unknown): FormResult {
  if (root === null || root === undefined) return refuse('form/empty', EMPTY);
  if (Array.isArray(root)) return refuseList(root);
  if (!isMapping(root)) {
    return refuse(
      'form/not-a-mapping',
      `A schema is a mapping of field names to types, not ${nameOf(root)}. ${EXAMPLE}`,
    );
  }
  if (isOpenApi(root)) return refuse('form/openapi', openApiText(root));
  const otherField = (k: string): boolean => Object.keys(root).some((o) => o !== k && isField(root[o]));
  const box = (k: string): boolean => {
    if (!Object.hasOwn(root, k)) return false;
    const value = root[k];
    if (value === null) return !otherField(k);
    if (!isMapping(value)) return false;
    return !isField(value) || (k === 'fields' && !otherField(k));
  };
  const listed = (k: string): boolean => Array.isArray(root[k]);

  if (typeof root.$schema === 'string' && root.$schema.includes('json-schema.org')) return found('json-schema');
  if (box('tables')) return found('tables');
  if (TABLE_TYPES.includes(root.type as string)) return found('document');
  if (box('fields') || box('events')) return found('document', tieBreak(root, true));
  if (
    root.type === 'object' ||
    root.type === 'array' ||
    listed('type') ||
    typeof root.$ref === 'string' ||
    isMapping(root.$defs) ||
    listed('allOf') ||
    listed('anyOf') ||
    listed('oneOf') ||
    box('properties')
  ) {
    return found('json-schema');
  }
  if (Object.keys(root).length === 0) return refuse('form/empty', EMPTY);
  return found('field-map', tieBreak(root, false));
}

/** An OpenAPI description or its forerunner, by its version. */
function isOpenApi({ openapi, swagger, info, paths, components, definitions }: Mapping): boolean {
  const version = openapi ?? swagger;
  const versioned = (typeof version === 'string' && /^[23](\.\d+)*/.test(version)) || typeof version === 'number';
  return versioned && [info, paths, components, definitions].some(isMapping);
}

function openApiText({ components, definitions }: Mapping): string {
  const [home, schemas] = isMapping(components)
    ? ['#/components/schemas/', components.schemas]
    : ['#/definitions/', definitions];
  const names = isMapping(schemas) ? Object.keys(schemas) : [];
  const what = 'This is an OpenAPI description, which holds several schemas.';
  if (names.length === 0) return `${what} It has none under ${home}; name another part of it behind the file's path.`;
  const listed = names.slice(0, 12).join(', ') + (names.length > 12 ? ` and ${names.length - 12} more` : '');
  return `${what} Name one behind the file's path, as in ${home}${names[0]}. It has ${listed}.`;
}

const EXAMPLE = 'Write one line for each field, such as `id: uuid` and `email: email`.';
const EMPTY = `The schema is empty. ${EXAMPLE}`;

function found(form: Form, diagnostics: readonly Diagnostic[] = []): FormResult {
  return { form, diagnostics };
}

function refuse(code: string, message: string, edits?: readonly Edit[], title = ''): FormResult {
  const fixes = edits ? { fixes: [{ title, edits }] } : {};
  return { form: undefined, diagnostics: [{ code, severity: 'error', message, pointer: '', ...fixes }] };
}

/** `fields` that looks like a field itself: only its neighbours decided. */
function tieBreak(root: Mapping, asDocument: boolean): Diagnostic[] {
  if (!isMapping(root.fields) || !isField(root.fields)) return [];
  const message = asDocument
    ? 'Read as a document whose fields are the entries of "fields". If "fields" is itself a field, put everything into an outer `fields:`.'
    : 'Read as a field map in which "fields" is one field. Put everything into an outer `fields:` to say so; no value changes.';
  const wrap: Edit = { op: 'replace', pointer: '', value: { fields: root } };
  return [
    {
      code: 'form/ambiguous',
      severity: 'hint',
      message,
      pointer: pointerTo('', 'fields'),
      at: 'key',
      fixes: [{ title: 'Put everything into an outer "fields"', edits: [wrap] }],
    },
  ];
}

function refuseList(root: readonly unknown[]): FormResult {
  if (root.length === 0) return refuse('form/empty', EMPTY);
  const named = root.every((item) => isMapping(item) && typeof item.name === 'string' && item.type !== undefined);
  if (!named) {
    return refuse(
      'form/data',
      `This is a list: data, not a schema. A schema is a mapping of field names to types. ${EXAMPLE}`,
    );
  }
  const map: Record<string, unknown> = {};
  for (const item of root as readonly Mapping[]) {
    const { name, type, ...rest } = item;
    const field = Object.keys(rest).length === 0 ? type : { type, ...rest };
    Object.defineProperty(map, name as string, { value: field, enumerable: true, configurable: true, writable: true });
  }
  return refuse(
    'form/list-of-fields',
    'A schema is a mapping of field names to types, not a list of fields. Write `name: type` for each.',
    [{ op: 'replace', pointer: '', value: map }],
    'Make a field map',
  );
}

/** What a value is, for a message: `the text "abc"`, `the number 5`, `a list`. */
export function nameOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string')
    return `the text ${JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value)}`;
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value === 'number' || typeof value === 'bigint') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'object' ? 'a mapping' : `a ${typeof value}`;
}
