import { type Diagnostic, pointerTo } from '../schema/diagnostic.js';
import { type Seen, zodVersion, type ZodSchema } from './schema.js';
import { asV3, viewV3 } from './view-v3.js';
import { asV4, viewV4 } from './view-v4.js';

/** Of a schema that would have to be waited for. */
export const ASYNC =
  'has an async refinement or transform, and rows are made without waiting. Make it sync, or apply it to the records afterwards.';

/** What a schema is, of either version. */
export function viewOf(schema: ZodSchema): Seen {
  return zodVersion(schema) === 3 ? viewV3(asV3(schema)) : viewV4(asV4(schema));
}

/** What there is to know of a schema and all its parts before rows are made of it. */
export interface Inspection {
  /** Rows have to be parsed: something in it refuses or changes values of its JSON Schema. */
  readonly parsed: boolean;
  /** Parts that take values which JSON has not: the inputs of parsing are made from what stands for them. */
  readonly special: ReadonlySet<ZodSchema>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Goes through a schema.
 * @param hasSynth whether a part has a field of its own that makes its values.
 */
export function inspect(root: ZodSchema, hasSynth: (schema: ZodSchema) => boolean): Inspection {
  const inspector = new Inspector(zodVersion(root)!, hasSynth);
  inspector.visit(root, { path: '', pointer: '', mayBeAbsent: false, depth: 0 });
  return {
    parsed: inspector.parsed,
    special: inspector.specials(),
    diagnostics: inspector.diagnostics,
  };
}

interface Place {
  /** As a person would write it: `address.city`, `tags[]`. */
  readonly path: string;
  /** JSON pointer of the part in the JSON Schema. */
  readonly pointer: string;
  /** A missing value may stand here. */
  readonly mayBeAbsent: boolean;
  readonly depth: number;
}

/** A schema that is deeper makes itself anew each time it is looked at. */
const MAX_DEPTH = 500;

class Inspector {
  parsed = false;
  readonly diagnostics: Diagnostic[] = [];
  private readonly parents = new Map<ZodSchema, Set<ZodSchema>>();
  private readonly converted = new Set<ZodSchema>();

  constructor(
    private readonly version: 3 | 4,
    private readonly hasSynth: (schema: ZodSchema) => boolean,
  ) {}

  visit(schema: ZodSchema, place: Place, parent?: ZodSchema): void {
    if (zodVersion(schema) !== this.version) {
      const other = zodVersion(schema) === undefined ? 'no Zod schema' : `a schema of Zod ${zodVersion(schema)}`;
      this.refuse(place, 'zod/mixed', `is ${other} inside one of Zod ${this.version}. Use one version for the whole.`);
      return;
    }
    const known = this.parents.get(schema);
    if (known !== undefined) {
      if (parent !== undefined) known.add(parent);
      return;
    }
    if (place.depth > MAX_DEPTH) {
      this.refuse(place, 'zod/unsupported', 'goes on without end. Let z.lazy() give the same schema each time.');
      return;
    }
    this.parents.set(schema, new Set(parent === undefined ? [] : [parent]));
    const depth = place.depth + 1;
    const view = viewOf(schema);
    if (view.parsed) this.parsed = true;
    const part = (inner: ZodSchema, path: string, ...steps: (string | number)[]): void =>
      this.visit(inner, { path, pointer: pointerTo(place.pointer, ...steps), mayBeAbsent: false, depth }, schema);
    const { path } = place;
    switch (view.kind) {
      case 'unsupported':
        if (this.hasSynth(schema)) this.parsed = true;
        else this.refuse(place, 'zod/unsupported', `is z.${view.name}(), whose values JSON has not. ${view.instead}`);
        return;
      case 'async':
        this.refuse(place, 'zod/async', ASYNC);
        return;
      case 'undefined':
        if (!place.mayBeAbsent) {
          this.refuse(place, 'zod/unsupported', 'is z.undefined() or z.void(), and no JSON value is. Use z.null().');
        }
        return;
      case 'literal':
        if (view.values.some((value) => typeof value === 'bigint')) this.converted.add(schema);
        return;
      case 'date':
      case 'bigint':
        this.converted.add(schema);
        return;
      case 'object':
        for (const [name, inner] of Object.entries(view.shape)) {
          const at = {
            path: path === '' ? name : `${path}.${name}`,
            pointer: pointerTo(place.pointer, 'properties', name),
          };
          this.visit(inner, { ...at, mayBeAbsent: this.isOptional(inner), depth }, schema);
        }
        if (view.rest !== undefined) part(view.rest, `${path}.*`, 'additionalProperties');
        return;
      case 'array':
        return part(view.item, `${path}[]`, 'items');
      case 'tuple':
        for (const [k, item] of view.items.entries()) {
          const at = { path: `${path}[${k}]`, pointer: pointerTo(place.pointer, 'prefixItems', k) };
          this.visit(item, { ...at, mayBeAbsent: this.isOptional(item), depth }, schema);
        }
        if (view.rest) part(view.rest, `${path}[]`, 'items');
        return;
      case 'record':
        part(view.key, `${path}.*`, 'propertyNames');
        return part(view.value, `${path}.*`, 'additionalProperties');
      case 'set':
        this.converted.add(schema);
        return part(view.item, `${path}[]`, 'items');
      case 'map':
        this.converted.add(schema);
        part(view.key, `${path}[]`, 'items', 'prefixItems', 0);
        return part(view.value, `${path}[]`, 'items', 'prefixItems', 1);
      case 'union':
        for (const [k, option] of view.options.entries()) {
          this.visit(option, { path, pointer: pointerTo(place.pointer, 'anyOf', k), mayBeAbsent: true, depth }, schema);
        }
        return;
      case 'intersection':
        for (const [k, side] of view.sides.entries()) part(side, path, 'allOf', k);
        return;
      case 'wrapper':
        this.visit(view.inner, { ...place, depth }, schema);
        return;
      default:
    }
  }

  private isOptional(schema: ZodSchema): boolean {
    const { _zod } = schema as { readonly _zod?: { readonly optin?: unknown } };
    return this.version === 3 || _zod?.optin !== undefined;
  }

  /** The parts that are converted, and all that hold one. */
  specials(): Set<ZodSchema> {
    const found = new Set<ZodSchema>();
    const rise = (schema: ZodSchema): void => {
      if (found.has(schema)) return;
      found.add(schema);
      for (const parent of this.parents.get(schema) ?? []) rise(parent);
    };
    for (const schema of this.converted) rise(schema);
    return found;
  }

  private refuse({ path, pointer }: Place, code: string, what: string): void {
    this.diagnostics.push({
      code,
      severity: 'error',
      message: `${path === '' ? 'The schema' : `\`${path}\``} ${what}`,
      pointer,
    });
  }
}
