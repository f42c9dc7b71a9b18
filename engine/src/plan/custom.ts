import type { Column } from '../columns/column.js';
import { SynthError } from '../errors.js';
import type { Batch, Drawer } from '../fields/drawer.js';
import type { FieldType, RowContext } from '../generators/field-type.js';
import type { Stream } from '../random/stream.js';
import type { CustomSpec } from '../schema/model.js';
import { broken, type Site, streamAt } from './site.js';

/** A field of a plug-in's type: its code is called for each cell. */
export function compileCustom(site: Site, spec: CustomSpec & { readonly pointer: string }): Drawer {
  const type = site.compilation.settings.fieldTypes.get(spec.type);
  if (type === undefined) {
    return broken(site, {
      code: 'field/unknown-type',
      message: `no plug-in provides the type \`${spec.type}\`; load it with \`--plugin FILE\` or \`plugins\` in the configuration.`,
      pointer: spec.pointer,
    });
  }
  site.compilation.customTypes.add(spec.type);
  const { now, locale } = site.document;
  return customDrawer(type, streamAt(site, site.path), { now, locale, options: spec.source });
}

/** Draws by calling a custom type cell by cell. */
export function customDrawer(
  type: FieldType,
  stream: Stream,
  settings: { readonly now: number; readonly locale: string; readonly options: Readonly<Record<string, unknown>> },
): Drawer {
  const cell = new CellContext(stream, settings);
  return {
    type: { kind: 'any', nullable: true, optional: false },
    draw(batch): Column {
      const values: unknown[] = new Array(batch.length);
      const nulls = new Uint8Array(batch.length);
      for (let i = 0; i < values.length; i++) {
        const value = type.value(cell.at(batch, i));
        checkValue(type, value, batch.rows[i]);
        values[i] = value ?? null;
        nulls[i] = value == null ? 1 : 0;
      }
      return { kind: 'value', length: batch.length, values, nulls };
    },
  };
}

function checkValue(type: FieldType, value: unknown, row: number): void {
  const bad =
    typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint'
      ? `a ${typeof value}`
      : value instanceof Promise
        ? 'a promise'
        : typeof value === 'number' && !Number.isFinite(value)
          ? String(value)
          : undefined;
  if (bad === undefined) return;
  throw new SynthError(
    'custom/bad-value',
    `the custom type \`${type.name}\` gave ${bad} for row ${row}; it must give a JSON value or a Date, at once.`,
  );
}

class CellContext implements RowContext {
  row = 0;
  readonly now: Date;
  readonly locale: string;
  readonly options: Readonly<Record<string, unknown>>;
  private low = 0;
  private high = 0;
  private draws = 0;

  constructor(
    private readonly stream: Stream,
    settings: { readonly now: number; readonly locale: string; readonly options: Readonly<Record<string, unknown>> },
  ) {
    this.now = new Date(settings.now);
    this.locale = settings.locale;
    this.options = settings.options;
  }

  at(batch: Batch, i: number): this {
    this.row = batch.rows[i];
    this.low = batch.addresses.low[i];
    this.high = batch.addresses.high[i];
    this.draws = 0;
    return this;
  }

  random(): number {
    return this.stream.uniform(this.low, this.high, this.draws++);
  }

  integer(min: number, max: number): number {
    return min + Math.floor(this.random() * (max - min + 1));
  }

  pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.random() * values.length)];
  }
}
