import * as fc from 'fast-check';
import { readField } from '../schema.js';
import { at } from './derived.js';
import type { Field, Fields } from './fields.js';

/** What a child takes from its parent or from a table beside it. */
export interface Relation {
  readonly form: 'copy' | 'template' | 'after' | 'expr' | 'other' | 'uniquePer' | 'by' | 'nullableRef';
  readonly pick: number;
}

export const relation: fc.Arbitrary<Relation> = fc.record({
  form: fc.constantFrom('copy', 'template', 'after', 'expr', 'other', 'uniquePer', 'by', 'nullableRef'),
  pick: fc.nat(20),
});

/** Fields that read the parent's row, or rows of a table beside it. */
export function related(
  relations: readonly Relation[],
  parent: string,
  fields: Fields,
  beside: string,
  besideFields: Fields,
): Fields {
  const drawn: Fields = {};
  const named = Object.keys(fields).filter((name) => /^[a-z]\w*$/.test(name));
  const pick = (n: number, ...kinds: string[]) =>
    at(
      named.filter((name) => kinds.includes(readField(fields[name]).kind) && !('else' in readField(fields[name]).raw)),
      n,
    );
  relations.forEach(({ form, pick: n }, i) => {
    const name = `r${i}`;
    const number = pick(n, 'integer', 'number');
    if (form === 'copy') {
      const copied = at(
        named.filter(
          (field) => copyable(fields[field]) && !Object.values(drawn).some((d) => isRefTo(d, `${parent}.${field}`)),
        ),
        n,
      );
      if (copied !== undefined && copied !== 'id') drawn[name] = { ref: `${parent}.${copied}` };
    }
    if (form === 'template') {
      const text = pick(n, 'text', 'integer', 'uuid');
      if (text !== undefined) drawn[name] = { template: `{{${parent}.${text}}}/{{${parent}.id}}` };
    }
    if (form === 'after') {
      const moment = pick(n, 'datetime', 'date');
      if (moment !== undefined && !('format' in readField(fields[moment]).raw))
        drawn[name] = { type: 'datetime', after: `${parent}.${moment}`, within: '20d' };
    }
    if (form === 'expr' && number !== undefined)
      drawn[name] = {
        expr: `${parent}.${number} + 1`,
        ...(readField(fields[number]).kind === 'number' && { decimals: 2 }),
      };
    if (form === 'other' && !Object.values(drawn).some((d) => typeof d === 'object' && d.as === 'other')) {
      drawn[name] = {
        ref: `${beside}.id`,
        as: 'other',
        ...(n % 2 && { distribution: { type: 'zipf', exponent: 1.3 } }),
      };
      const field = at(
        Object.keys(besideFields).filter((f) => /^[a-z]\w*$/.test(f) && f !== 'id' && copyable(besideFields[f])),
        n,
      );
      if (field !== undefined) drawn[`${name}Copy`] = { ref: `${beside}.${field}`, as: 'other' };
    }
    if (form === 'uniquePer') drawn[name] = { type: 'integer', min: 1, max: 5 + (n % 4), unique: { per: parent } };
    if (form === 'by' && number !== undefined)
      drawn[name] = {
        by: `${parent}.${number}`,
        cases: { '..5': { const: 'low' }, '5..': { enum: ['high', 'top'] } },
        else: { const: 'none' },
      };
    if (form === 'nullableRef') drawn[name] = { ref: `${beside}.id`, as: `maybe${i}`, nullable: 0.5 };
  });
  return drawn;
}

function isRefTo(field: Field, ref: string): boolean {
  return typeof field === 'object' && field.ref === ref;
}

/** Copies of a field are values that can be compared as JSON. */
export function copyable(field: Field | undefined): boolean {
  return (
    field !== undefined &&
    ['integer', 'number', 'boolean', 'text', 'uuid', 'datetime', 'enum', 'semantic'].includes(readField(field).kind)
  );
}
