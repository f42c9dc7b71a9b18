import type { Column, OutputType } from '../columns/column.js';
import { TextBuilder } from '../columns/text.js';
import type { Batch, Drawer } from '../fields/drawer.js';
import type { Stream } from '../random/stream.js';
import type { Vocabulary } from './locale.js';
import type { CheckedOptions } from './options.js';
import { RowRandomizer } from './row-randomizer.js';
import { fakerCall, refused } from './single-draw.js';

type Fill = (batch: Batch, next: (i: number) => unknown) => Column;

const plain = { nullable: false, optional: false };

/**
 * Runs faker's own method for each row, on the row's random numbers: the way of every type that has no table and no
 * phrase.
 * @throws OptionError where faker refuses the options.
 */
export function fakerDrawer(
  vocabulary: Vocabulary,
  type: string,
  options: CheckedOptions,
  stream: Stream,
  now: number,
): Drawer {
  const randomizer = new RowRandomizer(stream);
  const { call } = fakerCall(vocabulary.faker(randomizer), type, options, now);
  let sample: unknown;
  try {
    sample = call();
  } catch (error) {
    throw refused(type, error);
  }
  const { output, fill } = shapeOf(sample);
  return {
    type: output,
    draw(batch) {
      const { low, high } = batch.addresses;
      return fill(batch, (i) => {
        randomizer.moveTo(low[i], high[i]);
        return call();
      });
    },
  };
}

/** The column of a method's results, all of one kind as faker declares them. */
function shapeOf(sample: unknown): { output: OutputType; fill: Fill } {
  if (sample instanceof Date) return { output: { kind: 'datetime', ...plain }, fill: fillDates };
  switch (typeof sample) {
    case 'string':
      return { output: { kind: 'string', ...plain }, fill: fillTexts };
    case 'number':
      return { output: { kind: 'number', ...plain }, fill: fillNumbers };
    case 'boolean':
      return { output: { kind: 'boolean', ...plain }, fill: fillBooleans };
    default:
      if (Array.isArray(sample) && sample.length > 0) {
        const items = shapeOf(sample[0]);
        return { output: { kind: 'list', items: items.output, ...plain }, fill: fillLists(items.fill) };
      }
      return { output: { kind: 'any', ...plain }, fill: fillValues };
  }
}

const fillTexts: Fill = (batch, next) => {
  const builder = new TextBuilder(batch.length);
  for (let i = 0; i < batch.length; i++) {
    builder.text(next(i) as string);
    builder.endRow();
  }
  return builder.finish();
};

const fillNumbers: Fill = (batch, next) => {
  const values = new Float64Array(batch.length);
  for (let i = 0; i < values.length; i++) values[i] = next(i) as number;
  return { kind: 'number', length: batch.length, values, decimals: undefined };
};

const fillBooleans: Fill = (batch, next) => {
  const values = new Uint8Array(batch.length);
  for (let i = 0; i < values.length; i++) values[i] = next(i) === true ? 1 : 0;
  return { kind: 'boolean', length: batch.length, values };
};

const fillDates: Fill = (batch, next) => {
  const values = new Float64Array(batch.length);
  for (let i = 0; i < values.length; i++) values[i] = (next(i) as Date).getTime();
  return { kind: 'temporal', length: batch.length, values, format: { type: 'datetime', milliseconds: true } };
};

const fillValues: Fill = (batch, next) => {
  const values: unknown[] = new Array<unknown>(batch.length);
  for (let i = 0; i < values.length; i++) values[i] = next(i);
  return { kind: 'value', length: batch.length, values };
};

const fillLists =
  (fillItems: Fill): Fill =>
  (batch, next) => {
    const offsets = new Int32Array(batch.length + 1);
    const all: unknown[] = [];
    for (let i = 0; i < batch.length; i++) {
      all.push(...(next(i) as unknown[]));
      offsets[i + 1] = all.length;
    }
    const items = fillItems({ ...batch, length: all.length }, (k) => all[k]);
    return { kind: 'list', length: batch.length, offsets, items };
  };
