import * as fc from 'fast-check';

type Distribution = Record<string, unknown>;

const share = fc.integer({ min: 1, max: 9 }).map((n) => n / 10);

/** Distributions that put enough of their mass between two numbers. */
export function numberDistribution(min: number, max: number): fc.Arbitrary<Distribution> {
  const at = (part: number) => round(min + (max - min) * part);
  const width = Math.max((max - min) / 4, 0.5);
  const mild = share.map((s) => round(width * (0.5 + s)));
  const drawn: fc.Arbitrary<Distribution>[] = [
    fc.constant({ type: 'uniform' }),
    fc.record({ type: fc.constant('normal'), mean: share.map(at), stdDev: mild }),
    fc.record({ type: fc.constant('triangular'), mode: share.map(at) }),
    fc.record({ type: fc.constant('beta'), alpha: positive(), beta: positive() }),
    fc.record({
      type: fc.constant('histogram'),
      edges: fc.constant([min, at(0.3), at(0.6), max]),
      weights: fc.constantFrom([1, 2, 3], [5, 0, 1]),
    }),
    fc.record({ type: fc.constant('zipf'), exponent: positive() }),
    share.map((weight) => ({
      type: 'mixture',
      components: [
        { weight, distribution: { type: 'normal', mean: at(0.3), stdDev: width } },
        { weight: 1, distribution: { type: 'uniform' } },
      ],
    })),
  ];
  if (min > 0) drawn.push(fc.constant({ type: 'loguniform' }));
  if (min >= 0 && max >= 2) {
    const middle = share.map((s) => Math.max(1, at(s)));
    drawn.push(
      fc.record({ type: fc.constant('lognormal'), mean: middle, stdDev: mild }),
      middle.map((m) => ({ type: 'lognormal', mu: round(Math.log(m)), sigma: 0.5 })),
      fc.record({ type: fc.constant('exponential'), mean: middle }),
      fc.record({ type: fc.constantFrom('gamma', 'weibull'), shape: positive(), scale: middle }),
      fc.record({ type: fc.constant('pareto'), shape: positive(), scale: fc.constant(Math.max(1, min)) }),
    );
  }
  return fc.oneof(...drawn);
}

/** Distributions of whole numbers ≥ 0 that reach into min…max. */
export function countDistribution(min: number, max: number): fc.Arbitrary<Distribution> {
  const mean = fc.integer({ min: Math.max(1, min), max: Math.max(1, max) });
  return fc.oneof(
    fc.record({ type: fc.constant('poisson'), mean }),
    fc.record({ type: fc.constant('negativeBinomial'), mean, dispersion: positive() }),
    fc.record({ type: fc.constant('binomial'), trials: fc.constant(Math.max(1, max)), probability: share }),
    numberDistribution(min, max),
  );
}

/** Distributions between two instants: positions are instants, spreads durations. */
export function instantDistribution(min: string, max: string): fc.Arbitrary<Distribution> {
  const at = (part: number) =>
    new Date(Date.parse(min) + (Date.parse(max) - Date.parse(min)) * part).toISOString().slice(0, 10);
  const spread = fc.constantFrom('20d', '3w', '2mo');
  return fc.oneof(
    fc.constant({ type: 'uniform' }),
    fc.record({ type: fc.constant('normal'), mean: share.map(at), stdDev: spread }),
    fc.record({ type: fc.constant('triangular'), mode: share.map(at) }),
    fc.record({ type: fc.constant('beta'), alpha: positive(), beta: positive() }),
    fc.record({ type: fc.constant('exponential'), mean: spread }),
    fc.record({ type: fc.constantFrom('gamma', 'weibull'), shape: positive(), scale: spread }),
    fc.constant({ type: 'histogram', edges: [at(0), at(0.5), at(1)], weights: [3, 1] }),
  );
}

/** Distributions between zero and some hours. */
export function spanDistribution(): fc.Arbitrary<Distribution> {
  const middle = fc.constantFrom('40m', '1h', 'PT90M');
  return fc.oneof(
    fc.constant({ type: 'uniform' }),
    fc.record({ type: fc.constantFrom('normal', 'lognormal'), mean: middle, stdDev: fc.constantFrom('10m', '1h') }),
    fc.record({ type: fc.constant('exponential'), mean: middle }),
    fc.record({ type: fc.constantFrom('gamma', 'weibull'), shape: positive(), scale: middle }),
    fc.record({ type: fc.constant('triangular'), mode: middle }),
    fc.constant({ type: 'histogram', edges: ['10m', '1h', '3h'], weights: [1, 2] }),
  );
}

/** A size between two whole numbers: a number, bounds, or bounds with a distribution. */
export function size(min: number, max: number): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.integer({ min, max }),
    fc.constant({ min, max }),
    countDistribution(min, max).map((distribution) => ({ min, max, distribution })),
  );
}

function positive(): fc.Arbitrary<number> {
  return fc.constantFrom(0.7, 1, 1.5, 2.5);
}

function round(x: number): number {
  return Math.round(x * 100) / 100;
}
