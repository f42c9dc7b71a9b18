import { pointerTo } from './diagnostic.js';
import { isMapping, type Mapping } from './form.js';
import type { AnomalyType, NoiseModel, SeasonModel, SignalModel, TrendModel } from './model-series.js';
import { SIGNAL_PROPERTIES } from './grammar-series.js';
import type { Props } from './props.js';
import { removing } from './report.js';
import { durationOf, instantOf, rateOf } from './read-series.js';
import { nominalMs } from './units.js';

/** How far an anomaly stands out where nothing says, in standard deviations of the noise. */
const MAGNITUDE = 6;

/** Reads what a number field of a time series says about its course; `undefined` where it says nothing. */
export function readSignal(props: Props): SignalModel | undefined {
  const { draft } = props;
  if (!SIGNAL_PROPERTIES.some((key) => draft.has(key))) return undefined;
  reportUnused(props);
  return {
    pointer: draft.pointer,
    base: props.number('base'),
    combine: props.text('combine') === 'multiply' ? 'multiply' : 'add',
    trend: trendOf(props),
    seasonality: mappings(props.value('seasonality')).map((season, i) => seasonOf(props, season, i)),
    noise: noiseOf(props),
    drivers: mappings(props.value('drivers')).map((driver, i) => ({
      field: { text: driver.field as string, pointer: pointerTo(props.pointer('drivers'), i, 'field') },
      coefficient: driver.coefficient as number,
      lag: driver.lag === undefined ? 0 : milliseconds(driver.lag),
    })),
    anomalies: anomaliesOf(props),
    bounds: props.text('bounds') === 'reject' ? 'reject' : 'soft',
  };
}

/** What has no effect beside, or without, something else. */
function reportUnused(props: Props): void {
  const { draft } = props;
  const written = SIGNAL_PROPERTIES.filter((key) => draft.has(key));
  if (draft.has('distribution')) {
    const at = props.pointer('distribution');
    const message = `Values that take a course over time ("${written.join('", "')}") are not drawn from a distribution one by one; keep one of the two.`;
    props.report('distribution').error('signal/distribution', at, message, {
      at: 'key',
      fixes: removing(at, 'distribution'),
    });
  }
  const [min, max, base] = [props.number('min'), props.number('max'), props.number('base')];
  if (props.has('bounds') && min === undefined && max === undefined) {
    const at = props.pointer('bounds');
    const message = '"bounds" says how values stay within min and max, and there is neither.';
    props.report('bounds').error('signal/no-bounds', at, message, { at: 'key', fixes: removing(at, 'bounds') });
  }
  const still = !written.some((key) => ['trend', 'drivers', 'combine'].includes(key));
  if (still && base !== undefined && (base < (min ?? -Infinity) || base > (max ?? Infinity))) {
    const range = min === undefined ? `at most ${max}` : max === undefined ? `at least ${min}` : `${min} to ${max}`;
    const message = `The base ${base} lies outside of ${range}, so that all values pile up at the bound.`;
    props.report('base').error('signal/base', props.pointer('base'), message, { severity: 'warning' });
  }
}

const mappings = (value: unknown): readonly Mapping[] => (Array.isArray(value) ? (value as Mapping[]) : []);

/** Of a text that conforms to the grammar. */
const milliseconds = (text: unknown): number => {
  const duration = durationOf(text);
  return duration === undefined ? 0 : nominalMs(duration);
};

/** Change for each millisecond. */
const perMillisecond = (text: unknown): number => {
  const rate = rateOf(text);
  return rate === undefined ? 0 : rate.amount / rate.perMs;
};

function trendOf(props: Props): TrendModel | undefined {
  const written = props.value('trend');
  if (!isMapping(written)) return undefined;
  const { context } = props;
  const instant = (text: unknown): number => instantOf(context, text) ?? context.now;
  switch (written.type as TrendModel['type']) {
    case 'linear':
      return { type: 'linear', slope: perMillisecond(written.slope) };
    case 'exponential':
      return { type: 'exponential', growth: perMillisecond(written.growth) };
    case 'logistic':
      return {
        type: 'logistic',
        capacity: written.capacity as number,
        growth: perMillisecond(written.growth),
        midpoint: instant(written.midpoint),
      };
    case 'piecewise': {
      const points = (written.points as [string, number][]).map(([at, value]) => [instant(at), value] as const);
      const falling = points.findIndex(([at], i) => i > 0 && at <= points[i - 1][0]);
      if (falling > 0) {
        const message = 'The instants of a piecewise trend must rise.';
        props.report('trend').error('trend/order', pointerTo(props.pointer('trend'), 'points', falling), message);
      }
      return { type: 'piecewise', points };
    }
  }
}

function seasonOf(props: Props, written: Mapping, i: number): SeasonModel {
  const profile = written.profile as readonly number[] | undefined;
  const period = durationOf(written.period) ?? { months: 0, days: 1, ms: 0, text: '1d' };
  const report = props.report('seasonality');
  const at = (key: string): string => pointerTo(props.pointer('seasonality'), i, key);
  for (const key of ['peak', 'harmonics']) {
    if (profile === undefined || written[key] === undefined) continue;
    const message = `The profile is the whole shape of the cycle, so that "${key}" has nothing to say.`;
    report.error('season/unused', at(key), message, { at: 'key', fixes: removing(at(key), key) });
  }
  if (written.peak !== undefined && milliseconds(written.peak) > nominalMs(period)) {
    const message = `The peak lies ${String(written.peak)} into a cycle of ${period.text}; it must be within.`;
    report.error('season/peak', at('peak'), message);
  }
  return {
    period,
    amplitude: (written.amplitude as number | undefined) ?? 1,
    peak: written.peak === undefined ? 0 : milliseconds(written.peak),
    harmonics: (written.harmonics as readonly number[] | undefined) ?? [1],
    profile,
  };
}

function noiseOf(props: Props): NoiseModel | undefined {
  const written = props.value('noise');
  if (!isMapping(written)) return undefined;
  const noise = noiseModel(written);
  const at = (key: string): string => pointerTo(props.pointer('noise'), key);
  const report = props.report('noise');
  if ('df' in noise && noise.df !== undefined && noise.df <= 2) {
    const message = `With ${noise.df} degrees of freedom there is no standard deviation; write more than 2.`;
    report.error('noise/degrees', at('df'), message);
  }
  const shares = noise.type === 'garch' ? noise : noise.type === 'gbm' ? noise.clustering : undefined;
  if (shares !== undefined && shares.alpha + shares.beta >= 1) {
    const message = `alpha + beta is ${shares.alpha + shares.beta}, so the variance would grow without end; keep it below 1.`;
    report.error('noise/unstable', noise.type === 'gbm' ? at('clustering') : at('beta'), message);
  }
  if (noise.type === 'ar' && !isStationary(noise.coefficients)) {
    const message = 'A series with these coefficients would grow without end; make them smaller, or use a randomWalk.';
    report.error('noise/unstable', at('coefficients'), message);
  }
  if (noise.type === 'ou' && !(noise.reversion > 0)) {
    const message = 'Without a reversion above 0 nothing draws the values back; write more, or use a randomWalk.';
    report.error('noise/unstable', at('reversion'), message);
  }
  if (noise.type === 'gbm' && noise.volatility < 0) {
    report.error('value/range', at('volatility'), 'A volatility is at least 0.');
  }
  const counts = noise.type === 'poisson' || noise.type === 'negativeBinomial';
  if (counts && props.draft.type?.name === 'number') {
    report.error('noise/counts', at('type'), `${noise.type} noise makes whole numbers; the type is integer then.`);
  }
  return noise;
}

function noiseModel(written: Mapping): NoiseModel {
  const number = (key: string): number => written[key] as number;
  const df = written.df as number | undefined;
  switch (written.type as NoiseModel['type']) {
    case 'white':
      return { type: 'white', stdDev: number('stdDev'), df };
    case 'randomWalk':
      return { type: 'randomWalk', stdDev: number('stdDev'), df };
    case 'ar':
      return { type: 'ar', coefficients: written.coefficients as readonly number[], stdDev: number('stdDev'), df };
    case 'ma':
      return { type: 'ma', coefficients: written.coefficients as readonly number[], stdDev: number('stdDev'), df };
    case 'ou':
      return { type: 'ou', reversion: perMillisecond(written.reversion), stdDev: number('stdDev') };
    case 'gbm': {
      const rate = rateOf(written.volatility);
      return {
        type: 'gbm',
        drift: perMillisecond(written.drift),
        volatility: rate === undefined ? 0 : rate.amount / Math.sqrt(rate.perMs),
        clustering: written.clustering as { alpha: number; beta: number } | undefined,
      };
    }
    case 'garch':
      return { type: 'garch', omega: number('omega'), alpha: number('alpha'), beta: number('beta'), df };
    case 'poisson':
      return { type: 'poisson' };
    case 'negativeBinomial':
      return { type: 'negativeBinomial', dispersion: number('dispersion') };
  }
}

/** Whether the roots of 1 − φ₁z − … − φₚzᵖ lie outside the unit circle: the step-down recursion (Schur–Cohn). */
function isStationary(coefficients: readonly number[]): boolean {
  let phi = [...coefficients];
  while (phi.length > 0) {
    const last = phi[phi.length - 1];
    if (Math.abs(last) >= 1) return false;
    const scale = 1 - last * last;
    const length = phi.length - 1;
    phi = phi.slice(0, length).map((value, i) => (value + last * phi[length - 1 - i]) / scale);
  }
  return true;
}

function anomaliesOf(props: Props): SignalModel['anomalies'] {
  const written = props.value('anomalies');
  if (!isMapping(written)) return undefined;
  const at = ((written.at ?? []) as string[]).flatMap((text) => instantOf(props.context, text) ?? []);
  if (written.probability === undefined && written.at === undefined) {
    const message = 'Anomalies need a "probability" for each step, or the instants "at" which they begin.';
    props.report('anomalies').error('property/missing', props.pointer('anomalies'), message);
  }
  return {
    pointer: props.pointer('anomalies'),
    probability: (written.probability as number | undefined) ?? 0,
    at,
    types: written.types as readonly AnomalyType[],
    magnitude: (written.magnitude as number | undefined) ?? MAGNITUDE,
    duration: written.duration === undefined ? undefined : milliseconds(written.duration),
    label: written.label as string | undefined,
  };
}
