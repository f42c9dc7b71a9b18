import type { Distribution } from '../../schema/model.js';

/** What a distribution's parameters measure. */
export type Measure = 'number' | 'duration' | 'datetime' | 'date' | 'time';

/** Distributions over positive values: of points in time they measure the distance from the earliest. */
const FROM_ZERO: ReadonlySet<Distribution['type']> = new Set([
  'exponential',
  'lognormal',
  'gamma',
  'weibull',
  'pareto',
]);

/** Writes a distribution, in the units of its field, as the language does. */
export function writtenDistribution(distribution: Distribution, measure: Measure): Readonly<Record<string, unknown>> {
  const { type } = distribution;
  const positions = measure !== 'number' && FROM_ZERO.has(type) ? 'duration' : measure;
  const spread = (value: number): unknown => (measure === 'number' ? value : writtenPoint(value, 'duration'));
  const position = (value: number): unknown => (positions === 'number' ? value : writtenPoint(value, positions));
  switch (distribution.type) {
    case 'normal':
      return { type, mean: position(distribution.mean), stdDev: spread(distribution.stdDev) };
    case 'exponential':
      return { type, mean: position(distribution.mean) };
    case 'gamma':
    case 'weibull':
    case 'pareto':
      return { type, shape: distribution.shape, scale: spread(distribution.scale) };
    case 'triangular':
      return { type, mode: position(distribution.mode) };
    case 'histogram':
      return { type, edges: distribution.edges.map(position), weights: distribution.weights };
    case 'mixture': {
      const components = distribution.components.map((component) => ({
        weight: component.weight,
        distribution: writtenDistribution(component.distribution, measure),
      }));
      return { type, components };
    }
    default:
      return { ...distribution };
  }
}

/** A point in time or a length of time, ms, as text. */
export function writtenPoint(ms: number, measure: Exclude<Measure, 'number'>): string {
  if (measure === 'duration') return `${ms}ms`;
  const text = new Date(ms).toISOString();
  if (measure === 'date') return text.slice(0, 10);
  return measure === 'time' ? text.slice(11, 23) : text;
}
