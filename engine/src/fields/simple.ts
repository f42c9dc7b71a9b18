import type { Column, Dictionary, OutputType } from '../columns/column.js';
import { AliasTable, CumulativeTable } from '../random/alias.js';
import { drawMarks, markUniforms } from '../random/marks.js';
import type { BooleanSpec, ConstSpec, EnumSpec } from '../schema/model.js';
import type { FieldContext } from './context.js';
import type { Domain, Drawer } from './drawer.js';

/** True with the given probability. Correlated, true is the upper end. */
export function compileBoolean(spec: BooleanSpec, context: FieldContext): Drawer {
  const { probability } = spec;
  const stream = context.stream();
  const column = (values: Uint8Array): Column => ({ kind: 'boolean', length: values.length, values });
  return {
    type: { kind: 'boolean', nullable: false, optional: false },
    domain: {
      size: 2,
      at: (places) => column(Uint8Array.from(places)),
    },
    draw(batch) {
      if (!context.correlated) return column(drawMarks(stream, batch.addresses, 0, probability, 'upper'));
      const values = new Uint8Array(batch.length);
      const uniforms = new Float64Array(batch.length);
      context.uniforms(batch, uniforms);
      markUniforms(uniforms, probability, 'upper', values);
      return column(values);
    },
  };
}

/** One of a list of values, by weight. */
export function compileEnum(spec: EnumSpec, context: FieldContext): Drawer {
  const dictionary: Dictionary = { values: spec.values.map((v) => v.value) };
  const weights = spec.values.map((v) => v.weight);
  const type = typeOfValues(dictionary.values);
  const nullCode = dictionary.values.indexOf(null);
  const column = (codes: Int32Array): Column => ({
    kind: 'dictionary',
    length: codes.length,
    codes,
    dictionary,
    nulls: nullCode < 0 ? undefined : Uint8Array.from(codes, (code) => (code === nullCode ? 1 : 0)),
  });
  if (context.correlated) {
    const table = new CumulativeTable(weights);
    return {
      type,
      draw(batch) {
        const uniforms = new Float64Array(batch.length);
        context.uniforms(batch, uniforms);
        return column(Int32Array.from(uniforms, (u) => table.quantile(u)));
      },
    };
  }
  const alias = new AliasTable(weights);
  const stream = context.stream();
  const domain: Domain | undefined = spec.weighted
    ? undefined
    : { size: weights.length, at: (places) => column(Int32Array.from(places)) };
  return {
    type,
    domain,
    draw(batch) {
      const codes = new Int32Array(batch.length);
      alias.draw(stream, batch.addresses, 0, codes);
      return column(codes);
    },
  };
}

/** The same value in every row. */
export function compileConst(spec: ConstSpec): Drawer {
  const dictionary: Dictionary = { values: [spec.value] };
  const isNull = spec.value === null;
  return {
    type: typeOfValues(dictionary.values),
    domain: { size: 1, at: (places) => constant(dictionary, places.length, isNull) },
    draw: (batch) => constant(dictionary, batch.length, isNull),
  };
}

function constant(dictionary: Dictionary, length: number, isNull: boolean): Column {
  return {
    kind: 'dictionary',
    length,
    codes: new Int32Array(length),
    dictionary,
    nulls: isNull ? new Uint8Array(length).fill(1) : undefined,
  };
}

/** The narrowest type that holds all values. */
export function typeOfValues(values: readonly unknown[]): OutputType {
  const present = values.filter((v) => v !== null);
  const nullable = present.length < values.length;
  const all = (test: (v: unknown) => boolean): boolean => present.length > 0 && present.every(test);
  const base = { nullable, optional: false };
  if (all((v) => typeof v === 'string')) return { kind: 'string', dictionary: true, ...base };
  if (all((v) => typeof v === 'boolean')) return { kind: 'boolean', ...base };
  if (all((v) => Number.isSafeInteger(v))) return { kind: 'integer', ...base };
  if (all((v) => typeof v === 'number')) return { kind: 'number', ...base };
  return { kind: 'any', ...base };
}
