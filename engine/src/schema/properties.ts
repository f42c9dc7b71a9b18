import type { Fix } from './diagnostic.js';
import { removing, renaming, type Report } from './report.js';
import { didYouMean, meaning } from './suggest.js';

/** Names from other schema languages and tools, and what the property is called here. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  value: ['const', 'template'],
  values: ['enum'],
  choices: ['enum'],
  oneOf: ['enum'],
  options: ['enum'],
  missing: ['nullable'],
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

/** Why a property that once was is gone, where a new name alone does not say it. */
const GONE: Readonly<Record<string, string>> = {
  value: 'A fixed value is "const"; a text made from other fields is "template".',
  missing: 'The share of nulls is "nullable".',
};

/** Reports a property that does not exist, with the names it may have been meant as. */
export function unknownProperty(report: Report, key: string, pointer: string, known: readonly string[]): void {
  const other = (OTHER_NAMES[key] ?? []).filter((name) => known.includes(name));
  const meant = other.length > 0 ? other : didYouMean(key, known);
  const code = other.length > 0 && key in GONE ? 'property/renamed' : 'property/unknown';
  const list = meant.length === 0 && known.length <= 12 ? ` Known here: ${known.join(', ')}.` : '';
  const why = other.length > 0 && key in GONE ? ` ${GONE[key]}` : meaning(meant);
  const fixes: Fix[] = [...renaming(pointer, meant), ...removing(pointer, key)];
  report.error(code, pointer, `There is no property "${key}".${why}${list}`, { at: 'key', fixes });
}
