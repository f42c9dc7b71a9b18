import { pointerTo } from './diagnostic.js';
import { expandField, type Draft, type Property, type SchemaContext } from './draft.js';
import { hasOwnKind, type SpecKind } from './field-kind.js';
import { isMapping } from './form.js';
import type { CaseModel, CommonSpec, FieldSpec } from './model.js';
import type { Props } from './props.js';
import { readDraft, type Site } from './read-field.js';
import { removing } from './report.js';

/** What a variant never takes over from the field that it varies. */
const NOT_INHERITED = ['by', 'cases', 'else', 'when', 'optional', 'unique', 'key'];
/** What a variant that is a field of its own still takes over. */
const KEPT = ['nullable', 'description'];

/** Reads `cases` and `else`: each a whole field, laid over the field it varies or replacing it. */
export function readVariants(
  context: SchemaContext,
  props: Props,
  kind: SpecKind | undefined,
  site: Site,
): Pick<CommonSpec, 'cases' | 'otherwise'> {
  const { draft } = props;
  const { report } = context;
  const alone = (key: string, message: string): void => {
    report.error('property/alone', props.pointer(key), message, {
      at: 'key',
      fixes: removing(props.pointer(key), key),
    });
  };
  if (draft.has('by') && !draft.has('cases')) alone('by', '"by" chooses among "cases", which this field has not.');
  if (draft.has('cases') && !draft.has('by')) alone('cases', '"cases" needs "by": the field whose value chooses.');
  if (draft.has('else') && !draft.has('when') && !draft.has('by'))
    alone('else', '"else" needs "when", or "by" and "cases".');

  const base = kind === undefined ? undefined : draft;
  const variant = (property: Property): FieldSpec | undefined =>
    readVariant(context, property, base, kind, draft, site);
  const cases = readCases(props, variant);
  const otherwise = draft.properties.get('else');
  const fallback = otherwise && variant(otherwise);
  return { ...(cases && { cases }), ...(fallback && { otherwise: fallback }) };
}

function readVariant(
  context: SchemaContext,
  { value, pointer }: Property,
  base: Draft | undefined,
  kind: SpecKind | undefined,
  field: Draft,
  site: Site,
): FieldSpec | undefined {
  const { report } = context;
  const deeper: Site = { ...site, depth: site.depth + 1 };
  const own = expandField(context, value, pointer, field.named);
  if (own === undefined) return undefined;
  for (const key of ['unique', 'key']) {
    const property = own.properties.get(key);
    if (property === undefined || property.pinned) continue;
    const message = `"${key}" belongs to the whole field, not to one of its variants.`;
    report.error('variant/property', property.pointer, message, { at: 'key', fixes: removing(property.pointer, key) });
    own.properties.delete(key);
  }
  if (base === undefined || hasOwnKind(own, kind)) {
    const kept = KEPT.flatMap((key): [string, Property][] => {
      const property = own.has(key) ? undefined : field.properties.get(key);
      return property === undefined ? [] : [[key, property]];
    });
    return readDraft(context, own.at(pointer).lay(kept), deeper);
  }
  return readDraft(context, base.at(pointer, NOT_INHERITED).lay(own.properties), deeper);
}

function readCases(props: Props, variant: (property: Property) => FieldSpec | undefined): CaseModel[] | undefined {
  const cases = props.draft.properties.get('cases');
  if (cases === undefined || !isMapping(cases.value)) return undefined;
  const report = props.report('cases');
  const keys = Object.keys(cases.value);
  if (keys.length === 0) report.error('cases/empty', cases.pointer, 'There are no cases here.');
  const models: CaseModel[] = [];
  for (const key of keys) {
    const pointer = pointerTo(cases.pointer, key);
    const match = readMatch(key);
    if (match === undefined) {
      const message = `"${key}" is no range: "18..65" means 18 and above, below 65.`;
      report.error('cases/range', pointer, message, { at: 'key' });
    }
    const field = variant({ value: cases.value[key], pointer, pinned: false });
    if (match !== undefined && field !== undefined) models.push({ match, field, pointer });
  }
  reportOverlaps(models, props);
  return models;
}

const RANGE = /^\s*(-?\d+(?:\.\d+)?)?\s*\.\.\s*(-?\d+(?:\.\d+)?)?\s*$/;

/** What a key of `cases` matches; `undefined` for a range that holds nothing. */
function readMatch(key: string): CaseModel['match'] | undefined {
  if (key === 'null') return { type: 'null' };
  const range = RANGE.exec(key);
  if (range === null) return { type: 'value', text: key };
  const [, low, high] = range;
  if (low === undefined && high === undefined) return undefined;
  if (low !== undefined && high !== undefined && !(Number(low) < Number(high))) return undefined;
  return {
    type: 'range',
    ...(low !== undefined && { min: Number(low) }),
    ...(high !== undefined && { max: Number(high) }),
  };
}

function reportOverlaps(models: readonly CaseModel[], props: Props): void {
  const ranges = models.flatMap(({ match, pointer }) =>
    match.type === 'range' ? [{ min: match.min ?? -Infinity, max: match.max ?? Infinity, pointer }] : [],
  );
  ranges.sort((a, b) => a.min - b.min || a.max - b.max);
  for (let i = 1; i < ranges.length; i++) {
    if (ranges[i].min >= ranges[i - 1].max) continue;
    props
      .report('cases')
      .error('cases/overlap', ranges[i].pointer, 'This range overlaps another: a value would have two cases.', {
        at: 'key',
        related: [{ pointer: ranges[i - 1].pointer, message: 'the other range' }],
      });
  }
}
