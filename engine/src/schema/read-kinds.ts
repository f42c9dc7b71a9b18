import { DAY } from '../fields/calendar.js';
import { checkFormat } from '../fields/temporal-format.js';
import { checkPrecision } from '../fields/temporal-grid.js';
import type { SpecKind } from './field-kind.js';
import type {
  CalendarDuration,
  DurationSpec,
  ExprSpec,
  NumberSpec,
  SequenceSpec,
  TemporalSpec,
  TextSpec,
  UuidSpec,
} from './model.js';
import { given, type Props } from './props.js';
import { Quantities, type Bounds, type Unit } from './quantities.js';
import { readSignal } from './read-signal.js';
import { replacing } from './report.js';
import { nominalMs, parseDuration } from './units.js';

function quantities(props: Props, key: string): Quantities {
  return new Quantities(props.report(key), props.context);
}

/** `min` and `max` read in a unit, in the right order. */
function bounds(props: Props, unit: Unit): Bounds {
  const read = (key: string): number | undefined =>
    props.has(key) ? quantities(props, key).quantity(props.value(key), unit, props.pointer(key)) : undefined;
  const min = read('min');
  const max = read('max');
  const written = [props.value('min'), props.value('max')] as const;
  quantities(props, 'min').ordered(min, max, { min: props.pointer('min'), max: props.pointer('max'), written });
  return { ...given('min', min), ...given('max', max) };
}

function distribution(props: Props, unit: Unit, within: Bounds): Pick<NumberSpec, 'distribution'> {
  if (!props.has('distribution')) return {};
  const value = props.value('distribution');
  return given(
    'distribution',
    quantities(props, 'distribution').distribution(value, unit, props.pointer('distribution'), within),
  );
}

export function readNumber(props: Props, kind: 'integer' | 'number'): NumberSpec {
  const range = bounds(props, 'number');
  const decimals = props.number('decimals');
  const multipleOf = props.number('multipleOf');
  if (kind === 'integer' && decimals !== undefined && decimals > 0) {
    const message = 'An integer has no decimals; the type with decimals is number.';
    const fixes = props.draft.typePointer.endsWith('/type') ? replacing(props.draft.typePointer, ['number']) : [];
    props.report('decimals').error('number/decimals', props.pointer('decimals'), message, { fixes });
  }
  checkGrid(props, range, kind === 'integer' ? 0 : decimals, multipleOf);
  return {
    kind,
    ...(range as Pick<NumberSpec, 'min' | 'max'>),
    ...given('decimals', kind === 'integer' ? undefined : decimals),
    ...given('multipleOf', multipleOf),
    ...distribution(props, 'number', range),
    ...given('signal', readSignal(props)),
  };
}

/** Reports steps that do not fit each other, and bounds with no value between them. */
function checkGrid(
  props: Props,
  { min, max }: Bounds,
  decimals: number | undefined,
  multipleOf: number | undefined,
): void {
  const scale = decimals === undefined ? undefined : Number(`1e${decimals}`);
  if (multipleOf !== undefined && scale !== undefined && !isWhole(multipleOf * scale)) {
    const what = decimals === 0 ? 'whole numbers' : `numbers with ${decimals} decimals`;
    const message = `Multiples of ${multipleOf} are not all ${what}; make the two agree.`;
    props.report('multipleOf').error('number/multiple-of', props.pointer('multipleOf'), message);
    return;
  }
  if (min === undefined || max === undefined || min > max) return;
  if (multipleOf === undefined && scale === undefined) return;
  const steps = (x: number): number => (multipleOf === undefined ? x * (scale as number) : x / multipleOf);
  const first = isWhole(steps(min)) ? Math.round(steps(min)) : Math.ceil(steps(min));
  const last = isWhole(steps(max)) ? Math.round(steps(max)) : Math.floor(steps(max));
  if (first <= last) return;
  const kind =
    multipleOf !== undefined
      ? `multiple of ${multipleOf}`
      : decimals === 0
        ? 'whole number'
        : `number with ${decimals} decimals`;
  props.report('min').error('range/empty', props.pointer('min'), `There is no ${kind} between ${min} and ${max}.`);
}

/** Whether a quotient of two decimal fractions is whole, their rounding forgiven. */
function isWhole(x: number): boolean {
  return Math.abs(x - Math.round(x)) <= 1e-9 * Math.max(1, Math.abs(x));
}

export function readText(props: Props): TextSpec {
  const pattern = props.located('pattern');
  return {
    kind: 'text',
    ...given('length', readLength(props)),
    ...given('pattern', pattern),
    ...given('case', props.text('case') as TextSpec['case']),
  };
}

/** `length` of a text, in characters: at least one unless it says 0. */
export function readLength(props: Props): TextSpec['length'] {
  if (!props.has('length')) return undefined;
  return quantities(props, 'length').size(props.value('length'), props.pointer('length'), { least: 1, usual: [1, 10] });
}

export function readTemporal(props: Props, kind: TemporalSpec['kind']): TemporalSpec {
  const after = props.locatedList('after');
  const before = props.locatedList('before');
  const range = bounds(props, kind);
  const within = calendar(props, 'within');
  const anchored = after.length > 0 || before.length > 0;
  if (within !== undefined && !anchored) {
    const message = '"within" bounds the distance from "after" or "before"; write one of them, or min and max.';
    props.report('within').error('property/alone', props.pointer('within'), message, { at: 'key' });
  }
  const precision = calendar(props, 'precision');
  const coarse = precision && checkPrecision(kind, precision);
  if (coarse !== undefined)
    props.report('precision').error('temporal/precision', props.pointer('precision'), sentence(coarse));
  const format = props.text('format') ?? 'iso';
  const wrong = checkFormat(format, kind);
  if (wrong !== undefined) props.report('format').error('temporal/format', props.pointer('format'), sentence(wrong));
  // From an anchor a distribution measures distances, which end with `within` or at the next anchor.
  const reach: Bounds = { min: Number.MIN_VALUE, max: within ? nominalMs(within) : Infinity };
  return {
    kind,
    ...(range as Pick<TemporalSpec, 'min' | 'max'>),
    after,
    before,
    ...given('within', within),
    ...(anchored
      ? distribution(props, 'duration', reach)
      : distribution(props, kind, kind === 'time' ? { min: 0, max: DAY - 1, ...range } : range)),
    ...given('precision', precision),
    format,
  };
}

function calendar(props: Props, key: string): CalendarDuration | undefined {
  const text = props.text(key);
  const reading = text === undefined ? undefined : parseDuration(text);
  return reading !== undefined && 'value' in reading ? reading.value : undefined;
}

function sentence(clause: string): string {
  return `${clause.slice(0, 1).toUpperCase()}${clause.slice(1)}.`;
}

export function readDuration(props: Props): DurationSpec {
  const range = bounds(props, 'duration');
  return {
    kind: 'duration',
    ...(range as Pick<DurationSpec, 'min' | 'max'>),
    ...distribution(props, 'duration', range),
    format: (props.text('format') ?? 'iso') as DurationSpec['format'],
  };
}

export function readUuid(props: Props): UuidSpec {
  return { kind: 'uuid', version: props.number('version') === 7 ? 7 : 4 };
}

/** Counts numbers, or instants where `start` is an instant or `step` a duration. */
export function readSequence(props: Props): SequenceSpec {
  const start = props.value('start');
  const step = props.value('step');
  const temporal = typeof start === 'string' || typeof step === 'string';
  const per = given('per', props.located('per'));
  if (!temporal) {
    if (step === 0)
      props.report('step').error('sequence/step', props.pointer('step'), 'A sequence with the step 0 never moves on.');
    return {
      kind: 'sequence',
      start: (start as number | undefined) ?? 1,
      step: (step as number | undefined) ?? 1,
      temporal,
      ...per,
    };
  }
  const wrong = typeof start === 'number' ? 'start' : typeof step === 'number' ? 'step' : undefined;
  if (wrong !== undefined) {
    const need = wrong === 'start' ? 'an instant such as "2025-01-01"' : 'a duration such as "1d"';
    const message = `A sequence counts numbers or instants: beside its other end, "${wrong}" must be ${need}.`;
    props.report(wrong).error('sequence/mixed', props.pointer(wrong), message);
  }
  const first =
    typeof start === 'string'
      ? quantities(props, 'start').quantity(start, 'datetime', props.pointer('start'))
      : props.context.now;
  const one: CalendarDuration = { months: 0, days: 1, ms: 0, text: '1d' };
  const every = calendar(props, 'step') ?? one;
  if (nominalMs(every) === 0) {
    props.report('step').error('sequence/step', props.pointer('step'), 'A sequence with the step 0 never moves on.');
  }
  return { kind: 'sequence', start: first ?? 0, step: every, temporal, ...per };
}

export function readExpr(props: Props): ExprSpec {
  const { type } = props.draft;
  const resultType = type?.kind === 'grammar' ? (type.name as ExprSpec['resultType']) : undefined;
  const expr = props.located('expr') ?? { text: '', pointer: props.pointer('expr') };
  return { kind: 'expr', expr, ...given('resultType', resultType), ...given('decimals', props.number('decimals')) };
}

/** Reports a `const` that is not of the declared type. */
export function checkConst(props: Props, kind: SpecKind): void {
  const { type } = props.draft;
  if (kind !== 'const' || type?.kind !== 'grammar') return;
  const value = props.value('const');
  const wanted = type.name === 'text' ? 'string' : type.name;
  const fits = value === null || (wanted === 'integer' ? Number.isInteger(value) : typeof value === wanted);
  if (fits) return;
  props
    .report('const')
    .error('const/type', props.pointer('const'), `This value is not of the type ${type.name}; change one of the two.`);
}
