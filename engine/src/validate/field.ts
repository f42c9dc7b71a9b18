import type { OutputType } from '../columns/column.js';
import { isProse } from '../plan/prompts.js';
import type { ArraySpec, CaseModel, CommonSpec, FieldModel, FieldSpec, ObjectSpec } from '../schema/model.js';
import { computedCheck, conditionOf, type Settings, templateCheck } from './expressions.js';
import { findPath, type RecordField, type RecordScope, valueAtPlace } from './names.js';
import { type Check, type Findings, isRecord, keyOf, own, show } from './problem.js';
import { enumCheck, numberCheck, proseCheck, sequenceCheck, textCheck, typeCheck, uuidCheck } from './scalars.js';
import { anchorsSet, durationCheck, temporalCheck } from './times.js';

/** Where a field is compiled to a check. */
export interface CheckSite {
  readonly scope: RecordScope;
  readonly settings: Settings;
  /** The value stands alone in a column of text: see {@link RecordScope.texts}. */
  readonly column: boolean;
}

const ANY: OutputType = { kind: 'any', nullable: true, optional: true };

/**
 * The check of a field: in the order in which its value comes about, a missing key, a null, `when`, `by`, the value.
 * @param type what the field puts out; `undefined` inside a variant.
 */
export function fieldCheck(spec: FieldSpec, type: OutputType | undefined, site: CheckSite): Check {
  const optional = type === undefined ? spec.optional > 0 : type.optional;
  const inner =
    spec.when !== undefined ? whenCheck(spec, site) : spec.by !== undefined ? byCheck(spec, site) : undefined;
  const check = inner ?? valueCheck(spec, type, site);
  const present = site.column && site.scope.texts && type?.kind === 'any' ? textOrJson(check) : check;
  const anyNull = spec.nullable > 0;
  return (value, findings) => {
    if (value === undefined) {
      if (!optional) findings.add('value/missing', 'is missing');
    } else if (value !== null || !anyNull) present(value, findings);
  };
}

/** A text of a mixed column: itself, or the JSON that it writes. */
function textOrJson(check: Check): Check {
  return (value, findings) => {
    const json = typeof value === 'string' ? parsed(value) : undefined;
    if (json === undefined) check(value, findings);
    else findings.any([check, (_, inner) => check(json, inner)], value);
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The field where its condition holds, elsewhere `else` or null; either where the record does not tell. */
function whenCheck(spec: FieldSpec, site: CheckSite): Check {
  const { when, by, otherwise } = spec;
  const decide = conditionOf(when!.text, site.scope, site.settings);
  const then = by === undefined ? valueCheck(spec, undefined, site) : byCheck(spec, site);
  const variant = by === undefined && otherwise ? fieldCheck(otherwise, undefined, site) : undefined;
  const both = variant && [then, variant];
  return (value, findings) => {
    const holds = decide?.(findings);
    if (holds === true) then(value, findings);
    else if (holds === false) {
      if (variant !== undefined) variant(value, findings);
      else if (value !== null)
        findings.add('value/when', `must be null, as \`${when!.text}\` does not hold, not ${show(value)}`);
    } else if (both !== undefined) findings.any(both, value);
    else if (value !== null) then(value, findings);
  };
}

/** The case that the selector's value chooses; any of them where the selector is not in the record. */
function byCheck(spec: FieldSpec, site: CheckSite): Check {
  const cases = (spec.cases ?? []).map(({ match, field }) => ({ match, check: fieldCheck(field, undefined, site) }));
  const fallback =
    spec.otherwise !== undefined ? fieldCheck(spec.otherwise, undefined, site) : valueCheck(spec, undefined, site);
  const place = findPath(site.scope, spec.by!.text);
  if (place === undefined || (site.scope.texts && (place.field.type ?? ANY).kind === 'any')) {
    const all = [...cases.map((c) => c.check), fallback];
    return (value, findings) => findings.any(all, value);
  }
  return (value, findings) => {
    const selector = valueAtPlace(findings.objects, place) ?? null;
    const chosen = cases.find(({ match }) => matches(match, selector));
    (chosen?.check ?? fallback)(value, findings);
  };
}

function matches(match: CaseModel['match'], selector: unknown): boolean {
  switch (match.type) {
    case 'null':
      return selector === null;
    case 'value':
      return selector !== null && String(selector) === match.text;
    case 'range':
      return (
        typeof selector === 'number' &&
        !(selector < (match.min ?? -Infinity)) &&
        !(match.max !== undefined && selector >= match.max)
      );
  }
}

/** The value of a field by its kind, and whether null is one. */
function valueCheck(spec: FieldSpec, type: OutputType | undefined, site: CheckSite): Check {
  const kind = kindCheck(spec, type, site);
  const mayBeNull = nullness(spec, type, site);
  return (value, findings) => {
    if (value !== null) kind(value, findings);
    else if (!mayBeNull(findings)) findings.add('value/null', 'must not be null');
  };
}

const ALWAYS = (): boolean => true;
const NEVER = (): boolean => false;

/** Whether a kind itself gives null: an unset anchor, a null of the list, an operand that is null. */
function nullness(spec: FieldSpec, type: OutputType | undefined, site: CheckSite): (findings: Findings) => boolean {
  switch (spec.kind) {
    case 'enum':
      return spec.values.some((v) => v.value === null) ? ALWAYS : NEVER;
    case 'const':
      return spec.value === null ? ALWAYS : NEVER;
    case 'datetime':
    case 'date':
    case 'time': {
      if (spec.after.length + spec.before.length === 0) return NEVER;
      const set = anchorsSet(spec, site.scope, site.settings);
      return set === undefined ? ALWAYS : (findings) => !set(findings);
    }
    case 'integer':
    case 'number':
      return spec.signal?.anomalies?.types.includes('missing') ? ALWAYS : NEVER;
    case 'expr':
    case 'ref':
    case 'semantic':
    case 'custom':
      return (type ?? ANY).nullable ? ALWAYS : NEVER;
    default:
      return NEVER;
  }
}

function kindCheck(spec: FieldSpec, type: OutputType | undefined, site: CheckSite): Check {
  const { scope, settings } = site;
  if (spec.prompt !== undefined && isProse(spec)) return proseCheck(spec.length);
  switch (spec.kind) {
    case 'integer':
    case 'number':
      return numberCheck(spec);
    case 'boolean':
      return typeCheck({ kind: 'boolean', nullable: false, optional: false });
    case 'text':
      return textCheck(spec);
    case 'prompt':
      return proseCheck(spec.length);
    case 'json':
      return () => undefined;
    case 'datetime':
    case 'date':
    case 'time':
      return temporalCheck(spec, scope, settings);
    case 'duration':
      return durationCheck(spec);
    case 'uuid':
      return uuidCheck(spec.version);
    case 'sequence':
      return sequenceCheck(spec);
    case 'enum':
      return enumCheck(spec.values.map((v) => v.value));
    case 'const':
      return enumCheck([spec.value]);
    case 'template':
      return templateCheck(spec.template.text, scope, settings) ?? typeCheck(TEXT);
    case 'expr':
      return both(typeCheck(type ?? ANY), computedCheck(spec, type ?? ANY, scope, settings));
    case 'semantic':
    case 'ref':
    case 'custom':
      return typeCheck(type ?? ANY);
    case 'array':
      return listCheck(spec, type, site);
    case 'object':
      return objectCheck(spec, type, site);
  }
}

const TEXT: OutputType = { kind: 'string', nullable: false, optional: false };

function both(first: Check, second: Check | undefined): Check {
  if (second === undefined) return first;
  return (value, findings) => {
    const before = findings.problems.length;
    first(value, findings);
    if (findings.problems.length === before) second(value, findings);
  };
}

function listCheck(spec: ArraySpec & CommonSpec, type: OutputType | undefined, site: CheckSite): Check {
  const { min, max } = spec.length;
  const item = fieldCheck(spec.items, type?.items, { ...site, column: false });
  // An item cannot be left out of a list: null stands for it.
  const gaps = spec.items.optional > 0;
  return (value, findings) => {
    if (!Array.isArray(value)) {
      findings.add('value/type', `must be a list, not ${show(value)}`);
      return;
    }
    if (value.length < min || value.length > max)
      findings.add('value/length', `must have ${min} to ${max} items, not ${value.length}`);
    if (spec.uniqueItems && new Set(value.map(keyOf)).size < value.length)
      findings.add('value/repeated', 'has an item twice');
    for (let i = 0; i < value.length; i++) {
      if (value[i] !== null || !gaps) findings.at(i, item, value[i] as unknown);
    }
  };
}

function objectCheck(spec: ObjectSpec & CommonSpec, type: OutputType | undefined, site: CheckSite): Check {
  const types = new Map(type?.kind === 'object' ? type.fields?.map((f) => [f.name, f.type]) : []);
  const check = membersCheck(spec.fields, types, site, site.scope);
  return (value, findings) => {
    if (isRecord(value)) check(value, findings);
    else findings.add('value/type', `must be an object, not ${show(value)}`);
  };
}

/** What is wrong with a key that no field has; `undefined` where nothing is. */
export type Stray = (name: string, value: unknown) => string | undefined;

const UNKNOWN: Stray = () => 'is not in the schema';

/** The fields of a record or of an object in it, and that there are no others. */
export function membersCheck(
  fields: readonly FieldModel[],
  types: ReadonlyMap<string, OutputType>,
  site: Omit<CheckSite, 'scope'>,
  outer: RecordScope | undefined,
  texts = outer?.texts ?? false,
  stray: Stray = UNKNOWN,
): (object: Readonly<Record<string, unknown>>, findings: Findings) => void {
  const known = new Map(fields.map(({ name, spec }): [string, RecordField] => [name, { spec, type: types.get(name) }]));
  const scope: RecordScope = { fields: known, depth: outer === undefined ? 0 : outer.depth + 1, outer, texts };
  const names = fields.map((f) => f.name);
  const checks = fields.map(({ name, spec }) => fieldCheck(spec, types.get(name), { ...site, scope }));
  const { depth } = scope;
  const unknown: Check = (name, findings) => {
    const message = stray(name as string, own(findings.objects[depth], name as string));
    if (message !== undefined) findings.add('value/unknown', message);
  };
  return (object, findings) => {
    findings.objects[depth] = object;
    let present = 0;
    for (let i = 0; i < names.length; i++) {
      const value = own(object, names[i]);
      if (value !== undefined) present++;
      findings.at(names[i], checks[i], value);
    }
    const keys = Object.keys(object);
    if (keys.length === present) return;
    for (const name of keys) if (!known.has(name)) findings.at(name, unknown, name);
  };
}
