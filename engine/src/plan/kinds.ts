import type { Batch, Drawer } from '../fields/drawer.js';
import { compileDuration } from '../fields/duration.js';
import { compileNumber } from '../fields/number.js';
import { compileSequence } from '../fields/sequence.js';
import { compileBoolean, compileConst, compileEnum } from '../fields/simple.js';
import { compileSize } from '../fields/size.js';
import { compileText } from '../fields/text.js';
import { compileUuid } from '../fields/uuid.js';
import type { ArraySpec, CommonSpec, FieldSpec, JsonSpec, ObjectSpec, RefSpec, SequenceSpec } from '../schema/model.js';
import { compileCustom } from './custom.js';
import { declareFields, declareReferences } from './declare.js';
import { computed, templated } from './expressions.js';
import { compileField } from './fields.js';
import { SeriesSpace } from './series-space.js';
import { compileSignal, isSignal } from './signals.js';
import { distinctListDrawer, listDrawer, objectDrawer } from './nested.js';
import { jsonPart } from './json-part.js';
import { compilePrompt } from './prompts.js';
import { referenceCell } from './references.js';
import { compileRegimes } from './regimes.js';
import type { Rows } from './rows.js';
import { compileSemanticField } from './semantics.js';
import { writtenMember } from './whole-rows.js';
import { LARGEST_ROW, weightOf } from './weight.js';
import { isDistinct } from './unique-fields.js';
import { compileInstant } from './windows.js';
import { broken, contextOf, itemSite, type Site, streamAt } from './site.js';

/** Compiles the value of a field, by its kind. */
export function compileKind(site: Site, spec: FieldSpec): Drawer {
  if (spec.prompt !== undefined) return compilePrompt(site, spec, compileLocal);
  const drawer = compileLocal(site, spec);
  return writtenMember(site, spec, drawer) ?? drawer;
}

/** What the engine itself draws. */
function compileLocal(site: Site, spec: FieldSpec): Drawer {
  switch (spec.kind) {
    case 'integer':
    case 'number':
      return isSignal(site, spec) ? compileSignal(site, spec) : compileNumber(spec, contextOf(site));
    case 'boolean':
      return compileBoolean(spec, contextOf(site));
    case 'text':
      return compileText(spec, contextOf(site));
    case 'semantic':
      return compileSemanticField(site, spec);
    case 'datetime':
    case 'date':
    case 'time':
      return compileInstant(site, spec);
    case 'duration':
      return compileDuration(spec, contextOf(site));
    case 'uuid':
      return compileUuid(spec, contextOf(site), rowTimes(site));
    case 'sequence':
      return sequence(site, spec);
    case 'enum':
      return spec.transitions !== undefined && site.scope.table.space instanceof SeriesSpace
        ? compileRegimes(site, spec, site.scope.table.space)
        : compileEnum(spec, contextOf(site));
    case 'const':
      return compileConst(spec);
    case 'template':
      return templated(site, spec.template);
    case 'expr':
      return computed(site, spec);
    case 'ref':
      return reference(site, spec);
    case 'array':
      return array(site, spec);
    case 'object':
      return object(site, spec);
    case 'custom':
      return compileCustom(site, spec);
    case 'prompt':
      return compilePrompt(site, spec, compileLocal);
    case 'json':
      return isChecked(spec) ? jsonPart().compileChecked(site, spec) : jsonPart().compileJson(site, spec);
  }
}

function isChecked(spec: JsonSpec & CommonSpec): spec is JsonSpec & CommonSpec & { readonly preferred: FieldSpec } {
  return spec.checked === true && spec.preferred !== undefined;
}

/** What the copied column puts out is the parent's own, read at the row that the alias chose. */
function reference(site: Site, spec: RefSpec & CommonSpec): Drawer {
  const cell = referenceCell(site, spec);
  return { type: cell.drawer.type, draw: (batch) => (batch as Rows).column(cell) };
}

/** The time of each row, where the table has an axis of time; rows of a list have none. */
function rowTimes({ scope }: Site): ((batch: Batch) => Float64Array) | undefined {
  const { clock } = scope.table;
  return clock === undefined || scope.level.kind === 'items' ? undefined : (batch) => clock.times(batch as Rows);
}

function sequence(site: Site, spec: SequenceSpec & CommonSpec): Drawer {
  const { table } = site.scope;
  if (spec.per === undefined) return compileSequence(spec, site.document.timezone);
  const per = spec.per.text;
  const counted = [...table.scope.aliases.values()].find((alias) => alias.counted);
  if (counted === undefined || (per !== counted.name && per !== counted.parent.name)) {
    return broken(site, {
      code: 'sequence/not-counted-per',
      message: `a sequence restarts for each row of the table that rows are counted per; \`${per}\` is not in this table's \`count\`. Write \`count: { per: ${per} }\`, or take \`per\` away.`,
      pointer: spec.per.pointer,
    });
  }
  if (site.scope.level !== table.level) {
    return broken(site, {
      code: 'sequence/inside-list',
      message: 'inside a list or a variant a sequence cannot count children; move it to the row.',
      pointer: spec.per.pointer,
    });
  }
  return compileSequence(spec, site.document.timezone, (batch) => (batch as unknown as { places: Int32Array }).places);
}

function object(site: Site, spec: ObjectSpec & CommonSpec): Drawer {
  const inside = site.inside ?? declareFields(site, spec.fields);
  return objectDrawer(spec.fields.map(({ name }) => ({ name, cell: inside.fields.get(name)!.cell })));
}

function array(site: Site, spec: ArraySpec & CommonSpec): Drawer {
  const inside = itemSite(site);
  declareReferences(inside, spec.items);
  const most = Math.max(1, Math.floor(LARGEST_ROW / weightOf(spec.items)));
  const size = compileSize(spec.length, streamAt(site, site.path, '#length'), most);
  const stream = streamAt(site, inside.path, '#items');
  const item = compileField(inside, spec.items).drawer;
  if (!spec.uniqueItems || isDistinct(spec.items)) return listDrawer(inside.scope.level, item, size, stream);
  const plain = spec.items.by === undefined && spec.items.when === undefined && spec.items.nullable === 0;
  const { domain } = plain ? item : { domain: undefined };
  if (domain === undefined) {
    return broken(site, {
      code: 'unique/not-countable',
      message:
        'the items of `uniqueItems` must come from a counted set: a range, a list without weights, a pattern, a reference.',
      pointer: spec.pointer,
    });
  }
  if (domain.size < size.max) {
    return broken(site, {
      code: 'unique/domain-too-small',
      message: `up to ${size.max} different items are asked for, but there are only ${domain.size}. Lower \`length\` or widen the items.`,
      pointer: spec.pointer,
    });
  }
  return distinctListDrawer(item, domain, size, stream);
}
