import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileDistribution, type Bounds } from '../../../engine/src/random/distribution.js';
import type { Distribution } from '../../../engine/src/schema/model.js';
import { chiSquare, kolmogorov, uniformsFor } from './statistics.js';

const COUNT = 40000;

/** Two humps with an empty valley between them. */
const HUMPS: Distribution = {
  type: 'mixture',
  components: [
    { weight: 1, distribution: { type: 'normal', mean: 0, stdDev: 1 } },
    { weight: 2, distribution: { type: 'normal', mean: 50, stdDev: 2 } },
  ],
};

function draw(spec: Distribution, bounds: Bounds, count = COUNT): Float64Array {
  const out = new Float64Array(count);
  compileDistribution(spec, bounds).fill(uniformsFor(JSON.stringify([spec, bounds]), count), count, out);
  return out;
}

const name = (spec: Distribution, bounds: Bounds): string =>
  `${JSON.stringify(spec)}${Object.keys(bounds).length > 0 ? ` in ${JSON.stringify(bounds)}` : ''}`;

const CONTINUOUS: [Distribution, Bounds][] = [
  [{ type: 'uniform' }, { min: -3, max: 7 }],
  [{ type: 'loguniform' }, { min: 0.001, max: 1e6 }],
  [{ type: 'normal', mean: 10, stdDev: 2 }, {}],
  [
    { type: 'normal', mean: 10, stdDev: 2 },
    { min: 8, max: 11 },
  ],
  [{ type: 'normal', mean: -4, stdDev: 1 }, { max: -4.5 }],
  [{ type: 'normal', mean: 0, stdDev: 1 }, { min: 8 }],
  [
    { type: 'normal', mean: 0, stdDev: 1 },
    { min: -31, max: -30 },
  ],
  [{ type: 'lognormal', mu: 1, sigma: 0.5 }, {}],
  [
    { type: 'lognormal', mu: 1, sigma: 2 },
    { min: 20, max: 1000 },
  ],
  [{ type: 'exponential', mean: 5 }, {}],
  [
    { type: 'exponential', mean: 5 },
    { min: -5, max: 3 },
  ],
  [
    { type: 'exponential', mean: 5 },
    { min: 5000, max: 5010 },
  ],
  [{ type: 'gamma', shape: 2.5, scale: 3 }, {}],
  [{ type: 'gamma', shape: 0.05, scale: 3 }, {}],
  [{ type: 'gamma', shape: 2.5, scale: 3 }, { min: 100 }],
  [{ type: 'gamma', shape: 1e6, scale: 1 }, {}],
  [{ type: 'weibull', shape: 1.5, scale: 3 }, {}],
  [
    { type: 'weibull', shape: 0.5, scale: 3 },
    { min: 200, max: 900 },
  ],
  [
    { type: 'beta', alpha: 2, beta: 5 },
    { min: -10, max: 10 },
  ],
  [
    { type: 'beta', alpha: 0.5, beta: 0.5 },
    { min: 0, max: 1 },
  ],
  [{ type: 'pareto', shape: 1.2, scale: 2 }, {}],
  [
    { type: 'pareto', shape: 2, scale: 2 },
    { min: 1000, max: 2000 },
  ],
  [
    { type: 'triangular', mode: 2 },
    { min: 0, max: 10 },
  ],
  [
    { type: 'triangular', mode: -5 },
    { min: -5, max: -1 },
  ],
  [{ type: 'histogram', edges: [0, 1, 5, 6], weights: [2, 0, 3] }, {}],
  [
    { type: 'histogram', edges: [0, 1, 5, 6], weights: [2, 1, 3] },
    { min: 4, max: 5.5 },
  ],
  [HUMPS, {}],
  [HUMPS, { min: -1, max: 52 }],
];

describe('continuous distributions', () => {
  for (const [spec, bounds] of CONTINUOUS) {
    describe(name(spec, bounds), () => {
      const quantile = compileDistribution(spec, bounds);

      it('draws follow the distribution function', () => {
        assert.ok(kolmogorov(draw(spec, bounds), (x) => quantile.cdf(x)) < 1.95);
      });

      it('quantile and distribution function undo each other', () => {
        for (const u of uniformsFor('round trip', 2000)) {
          const x = quantile.quantile(u);
          // What an error of some ulps of x means for the share.
          const width = 8 * 2 ** -52 * Math.abs(x) + Number.MIN_VALUE;
          const slack = quantile.cdf(x + width) - quantile.cdf(x - width) + 1e-11;
          assert.ok(Math.abs(quantile.cdf(x) - u) <= slack, `u = ${u}, x = ${x}, cdf ${quantile.cdf(x)}`);
        }
      });

      it('quantiles rise, stay in the bounds and are finite at the ends', () => {
        const u = Float64Array.from(uniformsFor('rise', 4000)).sort();
        const all = Float64Array.of(0, 2 ** -53, ...u, 1 - 2 ** -53);
        const out = new Float64Array(all.length);
        quantile.fill(all, all.length, out);
        out.forEach((x, i) => {
          assert.ok(Number.isFinite(x) && x >= (bounds.min ?? -Infinity) && x <= (bounds.max ?? Infinity));
          assert.ok(i === 0 || x >= out[i - 1] || out[i - 1] - x <= 1e-14 * Math.abs(x));
          assert.equal(quantile.quantile(all[i]), x);
        });
      });
    });
  }

  // Distribution functions by scipy.
  const known: [Distribution, [x: number, share: number][], Bounds?][] = [
    [
      { type: 'normal', mean: 10, stdDev: 2 },
      [
        [4, 0.00134989803163009],
        [9, 0.308537538725987],
        [15, 0.993790334674224],
      ],
    ],
    [
      { type: 'lognormal', mu: 1, sigma: 0.5 },
      [
        [1, 0.0227501319481792],
        [2.5, 0.433520370594661],
        [9, 0.991677324435874],
      ],
    ],
    [
      { type: 'exponential', mean: 5 },
      [
        [0.01, 0.00199800133266693],
        [4, 0.550671035882778],
        [30, 0.997521247823334],
      ],
    ],
    [
      { type: 'gamma', shape: 0.3, scale: 2 },
      [
        [1e-6, 0.0143440131282845],
        [0.2, 0.545912849591797],
        [8, 0.997977489354389],
      ],
    ],
    [
      { type: 'gamma', shape: 2.5, scale: 3 },
      [
        [0.5, 0.00303123674313557],
        [7, 0.542101772754599],
        [30, 0.998750269436969],
      ],
    ],
    [
      { type: 'gamma', shape: 1500, scale: 1 },
      [
        [1400, 0.00423108034851713],
        [1500, 0.503433561160349],
        [1650, 0.999914861502927],
      ],
    ],
    [
      { type: 'weibull', shape: 1.5, scale: 3 },
      [
        [0.1, 0.00606732518560181],
        [2, 0.419770204025327],
        [9, 0.994462169285617],
      ],
    ],
    [
      { type: 'pareto', shape: 1.2, scale: 2 },
      [
        [2.1, 0.0568672168696549],
        [5, 0.666978717039251],
        [400, 0.998267137892112],
      ],
    ],
    [
      { type: 'beta', alpha: 2, beta: 5 },
      [
        [-9, 0.032773828125],
        [-4, 0.579825],
        [3, 0.977678203125],
      ],
      { min: -10, max: 10 },
    ],
    [
      { type: 'beta', alpha: 0.5, beta: 0.5 },
      [
        [-9, 0.143566293128706],
        [-4, 0.369010119565545],
        [3, 0.596986684020678],
      ],
      { min: -10, max: 10 },
    ],
    [
      { type: 'normal', mean: 0, stdDev: 1 },
      [
        [8.05, 0.334555850844991],
        [8.2, 0.806792674551826],
        [9, 0.999818582935468],
      ],
      { min: 8 },
    ],
    [
      { type: 'gamma', shape: 2.5, scale: 3 },
      [
        [101, 0.273012845321877],
        [105, 0.797211494691273],
        [120, 0.998339401886065],
      ],
      { min: 100 },
    ],
    [
      { type: 'poisson', mean: 3.5 },
      [
        [0, 0.0301973834223185],
        [3, 0.536632667900785],
        [11, 0.99971100778007],
      ],
    ],
    [
      { type: 'poisson', mean: 1e12 },
      [
        [1e12 - 2e6, 0.0227501319481702],
        [1e12, 0.50000026596152],
        [1e12 + 1e6, 0.841344867053845],
      ],
    ],
    [
      { type: 'negativeBinomial', mean: 10, dispersion: 0.5 },
      [
        [0, 0.218217890235992],
        [6, 0.583163325245748],
        [60, 0.985099159396022],
      ],
    ],
    [
      { type: 'binomial', trials: 40, probability: 0.3 },
      [
        [4, 0.00256089607090781],
        [12, 0.577180924503438],
        [21, 0.999146005194826],
      ],
    ],
  ];
  for (const [spec, points, bounds = {}] of known) {
    it(`${name(spec, bounds)} has the distribution function of the books`, () => {
      const quantile = compileDistribution(spec, bounds);
      for (const [x, share] of points) {
        assert.ok(Math.abs(quantile.cdf(x) - share) < 1e-11, `at ${x}: ${quantile.cdf(x)}`);
        if (!quantile.discrete) assert.ok(Math.abs(quantile.quantile(share) - x) < 1e-9 * Math.max(1, Math.abs(x)));
        else assert.equal(quantile.quantile(share - 1e-9), x);
      }
    });
  }
});

describe('truncation', () => {
  it('piles nothing up at the bounds', () => {
    const sample = draw({ type: 'normal', mean: 0, stdDev: 1 }, { min: 0.5, max: 1 });
    assert.ok(sample.every((x) => x >= 0.5 && x <= 1));
    assert.equal(new Set(sample).size, sample.length);
  });

  it('of whole numbers gives the outermost ones their share', () => {
    const counts = new Float64Array(6);
    for (const x of draw({ type: 'uniform' }, { min: 1, max: 6, discrete: true })) counts[x - 1]++;
    assert.ok(chiSquare(counts, new Float64Array(6).fill(COUNT / 6)) < 3.1);
  });

  it('knows the mean of what is left', () => {
    const cases: [Distribution, Bounds][] = [
      [
        { type: 'normal', mean: 10, stdDev: 2 },
        { min: 9, max: 10 },
      ],
      [{ type: 'normal', mean: 0, stdDev: 1 }, { min: 8 }],
      [{ type: 'lognormal', mu: 1, sigma: 0.5 }, { min: 4 }],
      [
        { type: 'exponential', mean: 5 },
        { min: 100, max: 103 },
      ],
      [{ type: 'histogram', edges: [0, 1, 5], weights: [1, 1] }, {}],
      [
        { type: 'triangular', mode: 1 },
        { min: 0, max: 4 },
      ],
      [{ type: 'weibull', shape: 2, scale: 3 }, {}],
      [{ type: 'loguniform' }, { min: 1, max: 100 }],
      [HUMPS, {}],
    ];
    for (const [spec, bounds] of cases) {
      const sample = draw(spec, bounds);
      const mean = sample.reduce((sum, x) => sum + x, 0) / COUNT;
      const variance = sample.reduce((sum, x) => sum + (x - mean) ** 2, 0) / COUNT;
      const expected = compileDistribution(spec, bounds).mean;
      assert.ok(
        Math.abs(mean - expected) < 4 * Math.sqrt(variance / COUNT),
        `${name(spec, bounds)}: ${mean}, ${expected}`,
      );
    }
  });

  it('holds for random normal windows', () => {
    const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        finite,
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        fc.double({ min: -20, max: 20, noNaN: true }),
        fc.double({ min: 1e-3, max: 40, noNaN: true }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (mean, stdDev, z, width, u) => {
          const min = mean + z * stdDev;
          const max = min + width * stdDev;
          const quantile = compileDistribution({ type: 'normal', mean, stdDev }, { min, max });
          const x = quantile.quantile(u);
          assert.ok(x >= min && x <= max);
          assert.ok(quantile.quantile(u / 2) <= x);
        },
      ),
    );
  });

  it('does not depend on what was drawn before', () => {
    const spec: Distribution = { type: 'gamma', shape: 1.7, scale: 2 };
    const u = uniformsFor('order', 500);
    const forth = compileDistribution(spec);
    const back = compileDistribution({ ...spec });
    const expected = u.map((x) => forth.quantile(x));
    for (let i = u.length - 1; i >= 0; i--) assert.equal(back.quantile(u[i]), expected[i]);
  });
});
