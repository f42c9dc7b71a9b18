import type { Draft } from './draft.js';
import { commonShape, KIND_SHAPES, type Kind } from './grammar-fields.js';
import { SIGNAL_PROPERTIES } from './grammar-series.js';
import { removing, type Report } from './report.js';
import { unknownProperty } from './properties.js';

export type SpecKind = Kind | 'custom';

/** Properties that say by themselves what kind of field it is, whatever its `type`. */
const TELLING = ['ref', 'const', 'template', 'expr', 'enum'] as const;

/** Properties that make a variant a field of its own instead of an overlay. */
const OWN_KIND = [...TELLING, 'items', 'fields'] as const;

/** The kind of a field; `undefined` where nothing says it. */
export function kindOf(draft: Draft): SpecKind | undefined {
  const { type } = draft;
  if (type?.kind === 'custom') return 'custom';
  const telling = TELLING.find((key) => draft.has(key));
  if (telling !== undefined) return telling;
  if (type?.kind === 'semantic') return 'semantic';
  if (type?.kind === 'grammar') return type.name === 'string' ? 'text' : type.name;
  if (draft.has('items')) return 'array';
  if (draft.has('fields')) return 'object';
  if (draft.has('pattern') || draft.has('case')) return 'text';
  if (draft.has('prompt')) return 'prompt';
  return draft.has('length') ? 'text' : undefined;
}

/** Whether a variant replaces the field that it varies; else it is laid over it. */
export function hasOwnKind(variant: Draft, base: SpecKind | undefined): boolean {
  if (variant.type !== undefined || OWN_KIND.some((key) => variant.has(key))) return true;
  const own = kindOf(variant);
  if (own === undefined || base === undefined) return own !== undefined;
  return !(own in KIND_SHAPES) || [...variant.properties.keys()].some((key) => !belongs(base, key));
}

function belongs(kind: SpecKind, key: string): boolean {
  return kind === 'custom' || key in KIND_SHAPES[kind]() || key in commonShape() || isSignal(kind, key);
}

function isSignal(kind: SpecKind, key: string): boolean {
  return (kind === 'integer' || kind === 'number') && SIGNAL_PROPERTIES.includes(key);
}

/** How a kind is called in messages. */
export function kindLabel(kind: SpecKind): string {
  switch (kind) {
    case 'text':
      return 'type string';
    case 'semantic':
      return 'semantic types';
    case 'const':
    case 'template':
    case 'expr':
    case 'ref':
    case 'prompt':
    case 'enum':
      return `"${kind}"`;
    default:
      return `type ${kind}`;
  }
}

/** Reports the properties that a field of a kind has not. */
export function checkProperties(report: Report, draft: Draft, kind: SpecKind): void {
  if (kind === 'custom') return;
  const known = [...Object.keys(KIND_SHAPES[kind]()), ...Object.keys(commonShape())];
  for (const [key, { pointer, pinned }] of draft.properties) {
    if (belongs(kind, key)) continue;
    const at = pinned ? report.pinned(pointer) : report;
    const owners = ownersOf(key);
    if (owners.length === 0) unknownProperty(at, key, pointer, known, [...draft.properties.keys()], everyProperty());
    else foreign(at, key, pointer, kind, owners);
  }
}

function foreign(report: Report, key: string, pointer: string, kind: SpecKind, owners: readonly SpecKind[]): void {
  const telling: readonly string[] = TELLING;
  const message =
    telling.includes(key) && telling.includes(kind)
      ? `"${kind}" and "${key}" each say what the value is; keep one of them.`
      : `"${key}" belongs to ${listed(owners)}, not to ${kindLabel(kind)}.${ADVICE[`${kind} ${key}`] ?? ''}`;
  report.error('property/foreign', pointer, message, { at: 'key', fixes: removing(pointer, key) });
}

/** `types integer, number; "expr"` */
function listed(kinds: readonly SpecKind[]): string {
  const labels = [...new Set(kinds.map(kindLabel))];
  const types = labels.filter((label) => label.startsWith('type ')).map((label) => label.slice(5));
  const others = labels.filter((label) => !label.startsWith('type '));
  const named = types.length === 0 ? [] : [`${types.length === 1 ? 'type' : 'types'} ${types.join(', ')}`];
  return [...named, ...others].join('; ');
}

/** The properties that any field can have. */
function everyProperty(): string[] {
  return [commonShape, ...Object.values(KIND_SHAPES)].flatMap((shape) => Object.keys(shape()));
}

const ADVICE: Readonly<Record<string, string>> = {
  'text min': ' For the number of characters, write length: { min, max }.',
  'text max': ' For the number of characters, write length: { min, max }.',
  'array min': ' For the number of items, write length: { min, max }.',
  'array max': ' For the number of items, write length: { min, max }.',
  'text probability': ' For values with shares, write enum: { a: 3, b: 1 }.',
  'number probability': ' For the share of nulls, write nullable.',
  'integer probability': ' For the share of nulls, write nullable.',
};

function ownersOf(key: string): SpecKind[] {
  const kinds = (Object.keys(KIND_SHAPES) as Kind[]).filter((kind) => key in KIND_SHAPES[kind]());
  return SIGNAL_PROPERTIES.includes(key) ? ['integer', 'number', ...kinds] : kinds;
}

/** Reports a `type` that says something else than the properties do. */
export function checkType(report: Report, draft: Draft, kind: SpecKind): void {
  const { type } = draft;
  if (type === undefined || kind === 'custom' || !(TELLING as readonly string[]).includes(kind)) return;
  const allowed = ALLOWED_TYPES[kind] ?? [];
  if (type.kind === 'grammar' && allowed.includes(type.name)) return;
  const rest =
    allowed.length === 0 ? 'takes its type from what it refers to' : `can have the types ${allowed.join(', ')}`;
  const message = `A field with "${kind}" ${rest}, not ${type.name}. Remove one of the two.`;
  const fixes = draft.typePointer === draft.pointer ? [] : removing(draft.typePointer, 'type');
  report.error('type/contradiction', draft.typePointer, message, { fixes });
}

const ALLOWED_TYPES: Readonly<Partial<Record<SpecKind, readonly string[]>>> = {
  const: ['string', 'text', 'integer', 'number', 'boolean'],
  template: ['string', 'text'],
  expr: ['integer', 'number', 'string', 'boolean', 'datetime', 'date'],
  enum: ['enum', 'string', 'text', 'integer', 'number', 'boolean'],
};
