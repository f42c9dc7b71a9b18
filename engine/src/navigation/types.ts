import { compileExpression } from '../expression/compile.js';
import type { ExpressionScope } from '../expression/scope.js';
import { type ExprType, join, listOf, mapOf, orNull, scalar } from '../expression/type.js';
import { isMapping } from '../schema/form.js';
import { kindOf } from '../schema/field-kind.js';
import { semanticSignature } from '../vocabulary/catalog.js';
import type { Outline } from './outline.js';
import { textOf } from './outline.js';
import { Resolution } from './resolution.js';
import { type FieldSymbol, first, type Place, type Scope } from './symbols.js';

const DYN = scalar('dyn', true);

/** What fields are in expressions, as far as a document that may be half written tells. */
export class Types {
  private readonly resolution: Resolution;
  private readonly known = new Map<FieldSymbol, ExprType | undefined>();

  constructor(outline: Outline) {
    this.resolution = new Resolution(outline);
  }

  ofPlace(place: Place): ExprType {
    switch (place.kind) {
      case 'field':
        return this.ofField(place.field);
      case 'row':
        return orNull(this.ofScope(place.table.scope), place.self);
      case 'rows':
        return listOf(this.ofScope(place.table.scope));
      case 'special':
        return scalar(place.name === '_now' ? 'timestamp' : 'int');
    }
  }

  ofField(field: FieldSymbol): ExprType {
    // A field that is asked for while it is being looked at depends on itself.
    if (this.known.has(field)) return this.known.get(field) ?? DYN;
    this.known.set(field, undefined);
    const type = this.typeOf(field);
    this.known.set(field, type);
    return type;
  }

  private typeOf(field: FieldSymbol): ExprType {
    const { draft, variants } = field;
    if (draft === undefined) return DYN;
    const source = this.resolution.source(field);
    if (source === undefined) return DYN;
    const empty = kindOf(draft) === undefined;
    const own = source === field ? this.plain(field) : this.ofField(source);
    const typed = variants.filter((variant) => variant.draft !== undefined && kindOf(variant.draft) !== undefined);
    const types = [...(empty && typed.length > 0 ? [] : [own]), ...typed.map((variant) => this.ofField(variant))];
    const type = types.reduce((sum, other) => join(sum, other) ?? DYN);
    const marked = ['nullable', 'optional'].some((key) => Boolean(draft.properties.get(key)?.value));
    const unmatched = draft.has('by') && empty && !draft.has('else');
    const unmet = draft.has('when') && (draft.has('by') || !draft.has('else'));
    return orNull(type, marked || unmatched || unmet);
  }

  private plain({ draft, members, items, scope }: FieldSymbol): ExprType {
    switch (draft && kindOf(draft)) {
      case 'integer':
        return scalar('int');
      case 'number':
        return scalar('double');
      case 'boolean':
        return scalar('bool');
      case 'datetime':
      case 'date':
        return scalar('timestamp');
      case 'duration':
        return scalar('duration');
      case 'sequence':
        return scalar(typeof draft!.properties.get('start')?.value === 'string' ? 'timestamp' : 'int');
      case 'array':
        return listOf(items === undefined ? DYN : this.ofField(items));
      case 'object':
        return members === undefined ? DYN : mapOf(this.fieldsOf(members));
      case 'const':
        return ofValues([draft!.properties.get('const')?.value]);
      case 'enum':
        return this.ofEnum(draft!.properties.get('enum')?.value, draft!.type?.name);
      case 'semantic':
        return ofResult(semanticSignature(draft!.type!.name)?.result ?? []);
      case 'expr':
        return this.ofExpression(scope, textOf(draft!, 'expr') ?? '', draft!.type?.name);
      case 'custom':
      case undefined:
        return DYN;
      default:
        return scalar('string');
    }
  }

  private ofEnum(values: unknown, type: string | undefined): ExprType {
    const declared = type === undefined ? undefined : DECLARED[type];
    if (declared !== undefined) return scalar(declared);
    if (!Array.isArray(values)) return scalar('string');
    return ofValues(values.map((item: unknown) => (isMapping(item) ? item.value : item)));
  }

  private ofExpression(scope: Scope, text: string, type: string | undefined): ExprType {
    const declared = type === undefined ? undefined : DECLARED[type];
    if (declared !== undefined) return scalar(declared);
    const compiled = compileExpression(text, this.scope(scope));
    return compiled.ok ? compiled.expression.type : DYN;
  }

  /** The names of a scope as the checker of expressions wants them. */
  private scope(scope: Scope): ExpressionScope {
    return {
      lookup: (name, followed = false) => {
        const segments = [{ name, start: 0, end: 0, bracketed: true }];
        const step = first(
          scope,
          followed ? [...segments, { ...segments[0], name: '' }] : segments,
          this.resolution.members,
        );
        return step && this.ofPlace(step.place);
      },
      names: () => [],
    };
  }

  private ofScope(scope: Scope): ExprType {
    return mapOf(this.fieldsOf(scope));
  }

  private fieldsOf(scope: Scope): ReadonlyMap<string, ExprType> {
    return new LazyTypes(scope, this);
  }
}

/** The fields of a table or object, and the rows they name, each looked at when it is asked for. */
class LazyTypes extends Map<string, ExprType> {
  constructor(
    private readonly of: Scope,
    private readonly types: Types,
  ) {
    super();
  }

  override has(name: string): boolean {
    return this.of.fields.has(name) || (this.of.outer === undefined && this.of.aliases.has(name));
  }

  override get(name: string): ExprType | undefined {
    const field = this.of.fields.get(name);
    if (field !== undefined) return this.types.ofField(field);
    const alias = this.of.outer === undefined ? this.of.aliases.get(name) : undefined;
    return alias && this.types.ofPlace({ kind: 'row', definition: alias.definition, table: alias.table, self: false });
  }

  override keys(): MapIterator<string> {
    return this.of.fields.keys();
  }
}

const DECLARED: Readonly<Record<string, 'int' | 'double' | 'bool' | 'string' | 'timestamp'>> = {
  integer: 'int',
  number: 'double',
  boolean: 'bool',
  string: 'string',
  text: 'string',
  datetime: 'timestamp',
  date: 'timestamp',
};

/** The type that holds all of some values of JSON. */
function ofValues(values: readonly unknown[]): ExprType {
  const types = values.map((value): ExprType => {
    if (value === null || value === undefined) return scalar('null', true);
    if (typeof value === 'number') return scalar(Number.isInteger(value) ? 'int' : 'double');
    if (typeof value === 'boolean') return scalar('bool');
    return typeof value === 'string' ? scalar('string') : DYN;
  });
  return types.reduce<ExprType>((sum, type) => join(sum, type) ?? DYN, types[0] ?? DYN);
}

/** The type of what a method of faker gives. */
function ofResult(results: readonly string[]): ExprType {
  const types = results.map((result): ExprType => {
    if (result === 'number') return scalar('double');
    if (result === 'boolean') return scalar('bool');
    if (result === 'date') return scalar('timestamp');
    if (result.endsWith('[]')) return listOf(ofResult([result.slice(0, -2)]));
    return result === 'string' || /^['"]/.test(result) ? scalar('string') : DYN;
  });
  return types.reduce<ExprType>((sum, type) => join(sum, type) ?? DYN, types[0] ?? DYN);
}
