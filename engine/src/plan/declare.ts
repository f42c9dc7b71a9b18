import type { FieldModel, FieldSpec } from '../schema/model.js';
import { FieldCell } from './field-cell.js';
import { declareAlias } from './references.js';
import { Scope } from './scope.js';
import { fieldSite, type Site } from './site.js';

/**
 * Declares the fields of a row or object, and the objects in them, in a scope of their own. Nothing is compiled yet, so
 * that fields may refer to each other in any order.
 */
export function declareFields(site: Site, fields: readonly FieldModel[], scope?: Scope): Scope {
  const inside = scope ?? new Scope(site.scope.table, site.scope.level, site.scope);
  const around = { ...site, scope: inside };
  for (const { name, spec } of fields) {
    const at = fieldSite(around, spec);
    declareReferences(at, spec);
    const conditional = spec.when !== undefined || spec.by !== undefined;
    const members = spec.kind === 'object' && !conditional ? declareFields(at, spec.fields) : undefined;
    const cell = new FieldCell(members === undefined ? at : { ...at, inside: members }, spec, name);
    const solid = spec.nullable === 0 && spec.optional === 0;
    inside.fields.set(name, { name, spec, cell, inside: members, solid });
  }
  return inside;
}

/** Opens the alias of a reference. Those inside objects, lists and variants are opened where these are declared. */
export function declareReferences(site: Site, spec: FieldSpec): void {
  if (spec.kind === 'ref') declareAlias(site, spec);
}
