import { largestSize } from '../fields/size.js';
import type { FieldModel, FieldSpec } from '../schema/model.js';

/** Values of rows that are drawn together: some 100 MB while they are written. */
const TOGETHER = 1 << 20;

/** Values of one row, at most: one list holds hardly more, and a row is drawn at once. */
export const LARGEST_ROW = 1 << 24;

/** So many characters take the room of a value. */
const CHARACTERS = 8;

/** The rows that are drawn together at most, so that memory stays bounded; `undefined` where rows are small. */
export function rowsTogether(fields: readonly FieldModel[]): number | undefined {
  const rows = Math.floor(TOGETHER / weightOf({ kind: 'object', fields }));
  return rows < ORDINARY ? Math.max(1, rows) : undefined;
}

/** As many as are drawn together of ordinary rows. */
const ORDINARY = 4096;

/** How many values a field holds at most, as good as always; long texts count as several. */
export function weightOf(
  spec: FieldSpec | { readonly kind: 'object'; readonly fields: readonly FieldModel[] },
): number {
  const cases = 'cases' in spec ? (spec.cases ?? []).map(({ field }) => weightOf(field)) : [];
  const other = 'otherwise' in spec && spec.otherwise !== undefined ? weightOf(spec.otherwise) : 0;
  return Math.max(own(spec), other, ...cases);
}

function own(spec: Parameters<typeof weightOf>[0]): number {
  switch (spec.kind) {
    case 'object':
      return spec.fields.reduce((sum, field) => sum + weightOf(field.spec), 1);
    case 'array':
      return 1 + largestSize(spec.length) * weightOf(spec.items);
    case 'text':
      return 1 + (spec.length === undefined ? 0 : largestSize(spec.length) / CHARACTERS);
    default:
      return 1;
  }
}
