import type { Drawer } from '../fields/drawer.js';
import type { DurationDrawer } from '../fields/duration.js';
import type { TemporalDrawer } from '../fields/temporal.js';
import type { FieldSpec } from '../schema/model.js';
import { condition } from './expressions.js';
import { compileKind } from './kinds.js';
import { nullable, optional } from './modifiers.js';
import { cellAt } from './names.js';
import { guarded, type Site, streamAt, variantSite } from './site.js';
import { withPlaces } from './unique-fields.js';
import { byCases, conditional, type Variant } from './variants.js';

/** A compiled field: what it puts out, and what others compute with where that is something else. */
export interface CompiledField {
  readonly drawer: Drawer;
  readonly operand?: Drawer | undefined;
}

/** Compiles a field with all that stands around its value: `optional`, `when`, `by`, the value, `nullable`, in this order. */
export function compileField(site: Site, spec: FieldSpec): CompiledField {
  if (spec.when === undefined && spec.by === undefined) {
    const drawer = valueOf(site, spec);
    const operand = operandOf(spec, drawer);
    return { drawer: marked(site, spec, drawer), operand: operand && marked(site, spec, operand) };
  }
  let drawer: Drawer;
  if (spec.when === undefined) {
    drawer = cased(site, spec);
  } else {
    const inside = variantSite(site, 'when');
    const then: Variant = {
      level: inside.scope.level,
      drawer: spec.by === undefined ? withNulls(inside, spec, valueOf(inside, spec)) : cased(inside, spec),
    };
    const otherwise = spec.by === undefined && spec.otherwise ? variantOf(site, spec.otherwise, 'else') : undefined;
    drawer = conditional(condition(site, spec.when), then, otherwise);
  }
  // Variants bring their own nulls.
  return { drawer: withAbsence(site, spec, drawer) };
}

/** The cases of `by`; where none matches, `else`, or what the field itself says. */
function cased(site: Site, spec: FieldSpec): Drawer {
  const cases = spec.cases ?? [];
  const fallback = (): Variant | undefined => {
    if (spec.otherwise !== undefined) return variantOf(site, spec.otherwise, 'else');
    if (spec.kind === 'const' && spec.value === null) return undefined;
    const own = variantSite(site, 'no case');
    return { level: own.scope.level, drawer: withNulls(own, spec, valueOf(own, spec)) };
  };
  return byCases(
    cellAt(site, spec.by!),
    cases.map((c) => c.match),
    cases.map((c, i) => variantOf(site, c.field, `case ${i}`)),
    fallback(),
  );
}

/** The instant or the milliseconds behind a text. */
function operandOf(spec: FieldSpec, drawer: Drawer): Drawer | undefined {
  if (spec.kind === 'duration') return (drawer as Partial<DurationDrawer>).milliseconds;
  return 'format' in spec && spec.format !== 'iso' ? (drawer as Partial<TemporalDrawer>).instants : undefined;
}

function variantOf(site: Site, spec: FieldSpec, label: string): Variant {
  const inside = variantSite(site, label);
  return { level: inside.scope.level, drawer: compileField(inside, spec).drawer };
}

function valueOf(site: Site, spec: FieldSpec): Drawer {
  return guarded(site, spec, () => withPlaces(site, spec, compileKind));
}

function marked(site: Site, spec: FieldSpec, drawer: Drawer): Drawer {
  return withAbsence(site, spec, withNulls(site, spec, drawer));
}

function withNulls(site: Site, spec: FieldSpec, drawer: Drawer): Drawer {
  return nullable(drawer, spec.nullable, streamAt(site, site.path, '#null'));
}

function withAbsence(site: Site, spec: FieldSpec, drawer: Drawer): Drawer {
  return optional(drawer, spec.optional, streamAt(site, site.path, '#optional'));
}
