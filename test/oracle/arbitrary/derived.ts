import * as fc from 'fast-check';
import { enumValues, readField, type Kind, type Spec } from '../schema.js';
import type { Field, Fields } from './fields.js';

/**
 * A field that reads others, as numbers that pick among what is there: it shrinks well, and one recipe fits any table.
 */
export interface Recipe {
  readonly form: (typeof FORMS)[number];
  readonly pick: number;
  readonly other: number;
  readonly choice: number;
  readonly nullable: boolean;
}

const FORMS = [
  'arithmetic',
  'comparison',
  'choice',
  'template',
  'when',
  'whenElse',
  'by',
  'byRange',
  'after',
  'before',
  'from',
  'size',
  'path',
  'oddName',
  'index',
  'text',
  'moment',
  'widened',
] as const;

export const recipe: fc.Arbitrary<Recipe> = fc.record({
  form: fc.constantFrom(...FORMS),
  pick: fc.nat(20),
  other: fc.nat(20),
  choice: fc.nat(20),
  nullable: fc.boolean(),
});

interface Named {
  readonly name: string;
  readonly spec: Spec;
}

/** The field of a recipe over the fields written so far; `undefined` where none of them fits. */
export function derive({ form, pick, other, choice, nullable }: Recipe, fields: Fields): Field | undefined {
  const all: Named[] = Object.entries(fields).map(([name, field]) => ({ name, spec: readField(field) }));
  const named = all.filter(({ name, spec }) => /^[a-z]\w*$/.test(name) && !isVariant(spec));
  const find = (n: number, ...kinds: Kind[]) =>
    at(
      named.filter(({ spec }) => kinds.includes(spec.kind)),
      n,
    );
  const shared = nullable ? { nullable: 0.3 } : {};
  const number = find(pick, 'integer', 'number');
  switch (form) {
    case 'arithmetic': {
      const second = find(other, 'integer', 'number');
      if (!number || !second) return undefined;
      const [a, b] = [number.name, second.name];
      const expr = at(
        [`${a} + ${b}`, `${a} * 2`, `${a} * 1.5`, `(${a} - ${b}) / 4.0`, `-${a} + 1`, `${a} > 0 ? ${a} : ${b}`],
        choice,
      )!;
      const mixed = expr.includes('?') && number.spec.kind !== second.spec.kind;
      return mixed
        ? undefined
        : { expr, ...(/[./]/.test(expr) || number.spec.kind === 'number' ? { decimals: 3 } : {}) };
    }
    case 'comparison': {
      const flag = find(other, 'boolean');
      if (!number) return undefined;
      return {
        expr:
          flag && choice % 2 ? `${number.name} >= 3 || ${flag.name}` : `!(${number.name} < 10) && ${number.name} != 11`,
      };
    }
    case 'choice': {
      const text = find(pick, 'text', 'uuid');
      if (text && choice % 2) return { expr: `${text.name} + '-x'` };
      return number && { expr: `${number.name} >= 10 ? 'high' : ${number.name} >= 0 ? 'middle' : 'low'` };
    }
    case 'template': {
      const [a, b] = [
        find(pick, 'text', 'integer', 'boolean', 'uuid', 'semantic'),
        find(other, 'text', 'integer', 'enum', 'sequence'),
      ];
      return (
        a && b && { template: at([`{{${a.name}}}`, `<{{ ${a.name} }}, {{${b.name}}}>`, `"{{${b.name}}}" é😀`], choice) }
      );
    }
    case 'when':
    case 'whenElse': {
      const when = condition(named, pick, choice);
      if (when === undefined) return undefined;
      const base = at<Record<string, unknown>>(
        [{ type: 'integer', min: 5, max: 90 }, { type: 'string', length: 4 }, { enum: ['a', 'b'] }, { type: 'uuid' }],
        other,
      )!;
      if (form === 'when') return { ...base, when, ...shared };
      const otherwise =
        base.type === 'integer'
          ? at([{ const: 0 }, { max: 9 }], pick)
          : at([{ const: 'none' }, { type: 'string', pattern: 'z\\d' }], pick);
      return { ...base, when, else: otherwise };
    }
    case 'by': {
      const by = find(pick, 'enum', 'boolean');
      if (!by) return undefined;
      const values = by.spec.kind === 'boolean' ? [true, false] : enumValues(by.spec);
      if (!values.every((v) => v === null || /^-?\w+$/.test(String(v)))) return undefined;
      const cases = Object.fromEntries(
        values.map((v, i) => [
          String(v),
          at([{ const: `of ${i}` }, { min: i, max: i + 3 }, { enum: ['p', 'q'] }], choice + i),
        ]),
      );
      if (by.spec.nullable && choice % 2) cases.null = { const: 'unknown' };
      // Without its last case the field falls to `else`.
      if (values.length > 1 && choice % 3 === 0) delete cases[String(values[values.length - 1])];
      return { type: 'integer', min: 0, max: 50, by: by.name, cases, else: { const: 'else' }, ...shared };
    }
    case 'byRange': {
      if (!number) return undefined;
      const cases = {
        '..0': { const: 'negative' },
        '0..10': { enum: { small: 2, tiny: 1 } },
        '10..': { pattern: 'big\\d' },
      };
      return { by: number.name, cases, else: { const: 'unknown' }, ...shared };
    }
    case 'after':
    case 'before': {
      const anchor = find(pick, 'datetime', 'date');
      if (!anchor || 'format' in anchor.spec.raw) return undefined;
      const type = form === 'after' && choice % 3 === 0 ? 'date' : anchor.spec.kind;
      const distribution = choice % 2 ? { distribution: { type: 'exponential', mean: '5d' } } : {};
      const within = at(['30d', '2w', '1mo', 'P90D'], other);
      return { type, [form]: choice % 5 === 0 ? [anchor.name] : anchor.name, within, ...distribution, ...shared };
    }
    case 'from': {
      const name = at(
        named.filter(({ spec }) => /^(?:fullName|person\.(?:fullName|firstName))$/.test(String(spec.raw.type))),
        pick,
      );
      return (
        name && {
          type: at(['internet.email', 'internet.username'], other),
          from: name.name,
          ...(choice % 2 ? { unique: true } : {}),
        }
      );
    }
    case 'path': {
      const object = find(pick, 'object');
      const inner =
        object &&
        at(
          object.spec.fields.filter(
            ({ name, spec }) => /^\w+$/.test(name) && !spec.optional && ['integer', 'text', 'uuid'].includes(spec.kind),
          ),
          other,
        );
      if (!object || !inner) return undefined;
      const path = `${object.name}.${inner.name}`;
      if (inner.spec.kind !== 'integer') return { template: `{{${path}}}` };
      return choice % 2
        ? { expr: `${path} + 1` }
        : { by: path, cases: { '..5': { const: 'few' } }, else: { const: 'many' } };
    }
    case 'oddName': {
      const odd = at(
        all.filter(
          ({ name, spec }) => !/^\w+$/.test(name) && ['integer', 'text', 'uuid', 'boolean'].includes(spec.kind),
        ),
        pick,
      );
      return odd && { template: `{{row["${odd.name}"]}}.` };
    }
    case 'index':
      return choice % 2 ? { expr: '_row + 1' } : { template: 'no. {{_row}}' };
    case 'text': {
      const text = find(pick, 'text');
      if (!text) return undefined;
      const { name } = text;
      return {
        expr: at(
          [
            `${name}.startsWith('A')`,
            `${name}.contains('a') && size(${name}) > 2`,
            `size(${name})`,
            `${name} in ['a', 'foobaz']`,
            `${name}.endsWith('z') || ${name} < 'm'`,
          ],
          choice,
        )!,
      };
    }
    case 'moment': {
      const [a, b] = [find(pick, 'datetime', 'date'), find(other, 'datetime', 'date')];
      if (!a || !b || 'format' in a.spec.raw || 'format' in b.spec.raw) return undefined;
      return {
        expr: at([`${a.name} < ${b.name}`, `${a.name} > _now`, `${a.name} <= ${b.name} ? 'then' : 'later'`], choice)!,
      };
    }
    case 'widened':
      return (
        number && {
          expr: number.spec.kind === 'integer' ? `${number.name} * 3` : `${number.name} - 1`,
          type: 'number',
          decimals: 2,
        }
      );
    case 'size': {
      const list = find(pick, 'array');
      return list && { expr: `size(${list.name})` };
    }
  }
}

function condition(fields: readonly Named[], pick: number, choice: number): string | undefined {
  const field = at(
    fields.filter(({ spec }) => ['integer', 'number', 'boolean', 'enum'].includes(spec.kind)),
    pick,
  );
  if (!field) return undefined;
  const { name, spec } = field;
  if (spec.nullable && choice % 3 === 0) return `${name} != null`;
  if (spec.kind === 'boolean') return choice % 2 ? name : `!${name}`;
  if (spec.kind === 'enum') {
    const value = at(enumValues(spec), choice);
    return typeof value === 'string' && /^\w+$/.test(value) ? `${name} == '${value}'` : undefined;
  }
  return at([`${name} > 10`, `${name} >= 0 && ${name} < 50`, `${name} < 0 || ${name} == 7`], choice);
}

function isVariant({ raw }: Spec): boolean {
  return 'by' in raw || 'else' in raw;
}

/** The n-th of a list, going round; `undefined` of an empty one. */
export function at<T>(list: readonly T[], n: number): T | undefined {
  return list[n % list.length];
}
