import type { Fix } from './diagnostic.js';
import { removing, renaming, type Report } from './report.js';
import { didYouMean, meaning } from './suggest.js';

/** Names from other schema languages and tools, and what the property is called here. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  values: ['enum'],
  choices: ['enum'],
  oneOf: ['enum'],
  options: ['enum'],
  nullProbability: ['nullable'],
  nulls: ['nullable'],
  null: ['nullable'],
  required: ['nullable'],
  minimum: ['min'],
  maximum: ['max'],
  from: ['min'],
  to: ['max'],
  gte: ['min'],
  lte: ['max'],
  minLength: ['length'],
  maxLength: ['length'],
  minItems: ['length'],
  maxItems: ['length'],
  size: ['length'],
  count: ['length'],
  regex: ['pattern'],
  regexp: ['pattern'],
  properties: ['fields'],
  columns: ['fields'],
  of: ['items'],
  element: ['items'],
  elements: ['items'],
  rate: ['probability'],
  p: ['probability'],
  chance: ['probability'],
  percent: ['probability'],
  sd: ['stdDev'],
  std: ['stdDev'],
  stddev: ['stdDev'],
  sigma: ['stdDev'],
  mu: ['mean'],
  avg: ['mean'],
  average: ['mean'],
  lambda: ['mean'],
  precision: ['decimals'],
  scale: ['decimals'],
  step: ['multipleOf'],
  title: ['description'],
  comment: ['description'],
  formula: ['expr'],
  expression: ['expr'],
  if: ['when'],
  condition: ['when'],
  references: ['ref'],
  foreignKey: ['ref'],
  dependsOn: ['from'],
  rows: ['count'],
  tz: ['timezone'],
  timeZone: ['timezone'],
  lang: ['locale'],
  language: ['locale'],
  freq: ['interval'],
  frequency: ['interval'],
  default: ['const', 'else'],
};

/** Properties that once were, or that other tools have, where a new name alone does not say what to write. */
const GONE: Readonly<Record<string, { readonly why: string; readonly names: readonly string[] }>> = {
  value: {
    why: 'A fixed value is "const"; a text made from other fields is "template".',
    names: ['const', 'template'],
  },
  missing: { why: 'The share of nulls is "nullable".', names: ['nullable'] },
  sequence: { why: 'A sequence is a type: write type: sequence, with start and step beside it.', names: [] },
  per: { why: 'The unit of time is part of the rate, such as slope: 0.1/d.', names: [] },
};

/**
 * Reports a property that does not exist, with the names it may have been meant as, which it gives back.
 * @param present the properties that are there already
 * @param elsewhere names that a property can be changed to although its neighbours do not allow it yet
 */
export function unknownProperty(
  report: Report,
  key: string,
  pointer: string,
  known: readonly string[],
  present: readonly string[] = [],
  elsewhere: readonly string[] = known,
): readonly string[] {
  const free = known.filter((name) => !present.includes(name));
  const gone = Object.hasOwn(GONE, key) ? GONE[key] : undefined;
  if (gone !== undefined && (gone.names.length === 0 || gone.names.some((name) => elsewhere.includes(name)))) {
    const names = gone.names.filter((name) => elsewhere.includes(name) && !present.includes(name));
    const fixes = [...renaming(pointer, names), ...removing(pointer, key)];
    report.error('property/renamed', pointer, `There is no property "${key}". ${gone.why}`, { at: 'key', fixes });
    return names;
  }
  const other = (Object.hasOwn(OTHER_NAMES, key) ? OTHER_NAMES[key] : []).filter((name) => free.includes(name));
  const meant = other.length > 0 ? other : didYouMean(key, free);
  const list = meant.length === 0 && known.length <= 12 ? ` Known here: ${known.join(', ')}.` : '';
  const fixes: Fix[] = [...renaming(pointer, meant), ...removing(pointer, key)];
  report.error('property/unknown', pointer, `There is no property "${key}".${meaning(meant)}${list}`, {
    at: 'key',
    fixes,
  });
  return meant;
}
