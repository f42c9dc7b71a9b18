import type { Column } from '../columns/column.js';
import { SynthError } from '../errors.js';
import { compileExpression } from '../expression/compile.js';
import { scopeOf } from '../expression/scope.js';
import { describeType, isNumeric, scalar } from '../expression/type.js';
import type { IntensityInputs } from '../events/intensity.js';
import type { Located } from '../schema/model.js';
import type { Site } from './site.js';

const SCOPE = scopeOf(
  new Map([
    ['hour', scalar('double')],
    ['weekday', scalar('int')],
    ['elapsed', scalar('duration')],
  ]),
);

/** Compiles the formula of a rate; a mistake is reported at its place, and the rate is then constant. */
export function intensityOf(site: Site, at: Located): (inputs: IntensityInputs) => Float64Array {
  const compiled = compileExpression(at.text, SCOPE);
  const constant = ({ hour }: IntensityInputs): Float64Array => new Float64Array(hour.length).fill(1);
  if (!compiled.ok) {
    for (const { code, message, start, end } of compiled.errors) {
      site.compilation.report({ code, severity: 'error', message, pointer: at.pointer, span: [start, end] });
    }
    return constant;
  }
  const { expression } = compiled;
  const report = (message: string): void =>
    site.compilation.report({ code: 'arrival/rate', severity: 'error', message, pointer: at.pointer });
  if (!isNumeric(expression.type)) {
    const message = `the rate is a number; this gives ${describeType(expression.type)}.`;
    site.compilation.report({ code: 'expr/type', severity: 'error', message, pointer: at.pointer });
    return constant;
  }
  const rate = (inputs: IntensityInputs): Float64Array => {
    const column = expression.evaluate({
      length: inputs.hour.length,
      now: site.document.now,
      column: ([name]) => numbers(inputs[name as keyof IntensityInputs], name === 'weekday' ? 0 : undefined),
    });
    return rates(column, at.text);
  };
  try {
    if (rate(usualWeek()).some((each) => each > 0)) return rate;
    report('the rate is 0 all week, so that no event comes.');
  } catch (error) {
    if (!(error instanceof SynthError)) throw error;
    report(error.message);
  }
  return constant;
}

/** Every ten minutes of a week. */
function usualWeek(): IntensityInputs {
  const length = 7 * 144;
  const of = (value: (i: number) => number): Float64Array => Float64Array.from({ length }, (_, i) => value(i));
  return {
    hour: of((i) => (i % 144) / 6),
    weekday: of((i) => 1 + Math.floor(i / 144)),
    elapsed: of((i) => i * 600_000),
  };
}

function numbers(values: Float64Array, decimals: number | undefined): Column {
  return { kind: 'number', length: values.length, values, decimals };
}

/** @throws SynthError `events/intensity` where the formula gives less than 0, or no number. */
function rates(column: Column, text: string): Float64Array {
  const { values } = column as { values: Float64Array };
  for (const rate of values) {
    if (rate >= 0 && rate < Infinity) continue;
    throw new SynthError('events/intensity', `the rate \`${text}\` is ${rate} at some time; a rate is at least 0.`);
  }
  return values;
}
