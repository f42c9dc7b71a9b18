import assert from 'node:assert/strict';
import { erf, erfc } from '../../../engine/src/random/error-function.js';
import * as exact from '../../../engine/src/random/exact.js';
import { ulps, uniformsFor } from './statistics.js';

const COUNT = 20000;

/** A number of any magnitude from two uniforms. */
const anywhere = (u: number, v: number): number => (u < 0.5 ? -1 : 1) * 2 ** ((v - 0.5) * 2040) * (1 + u);

describe('exact elementary functions', () => {
  const functions: [
    name: 'exp' | 'expm1' | 'log' | 'log1p' | 'sin' | 'cos',
    range: string,
    (u: number, v: number) => number,
  ][] = [
    ['exp', '−750…750', (u) => (u - 0.5) * 1500],
    ['exp', '−1…1', (u) => (u - 0.5) * 2],
    ['expm1', '−750…750', (u) => (u - 0.5) * 1500],
    ['expm1', '−1…1', (u) => (u - 0.5) * 2],
    ['log', 'everywhere', (u, v) => Math.abs(anywhere(u, v))],
    ['log', '0…2', (u) => 2 * u],
    ['log1p', '−1…3', (u) => 4 * u - 1],
    ['log1p', 'around 0', (u, v) => anywhere(u, v * 0.49)],
    ['sin', '−100…100', (u) => (u - 0.5) * 200],
    ['cos', '−100…100', (u) => (u - 0.5) * 200],
    ['sin', '±10^9', (u) => (u - 0.5) * 2e9],
    ['cos', '±10^9', (u) => (u - 0.5) * 2e9],
  ];
  for (const [name, range, argument] of functions) {
    it(`${name} agrees with Math.${name} within 2 ulp, ${range}`, () => {
      const u = uniformsFor(`${name}${range}`, COUNT);
      const v = uniformsFor(`${name}${range}'`, COUNT);
      for (let i = 0; i < COUNT; i++) {
        const x = argument(u[i], v[i]);
        assert.ok(ulps(exact[name](x), Math[name](x)) <= 2, `${name}(${x}) = ${exact[name](x)}`);
      }
    });
  }

  for (const name of ['sin', 'cos'] as const) {
    it(`${name} reduces huge arguments`, () => {
      const u = uniformsFor(`${name} huge`, 500);
      const v = uniformsFor(`${name} huge'`, 500);
      for (let i = 0; i < u.length; i++) {
        const x = anywhere(u[i], 0.5 + v[i] / 2);
        assert.ok(ulps(exact[name](x), Math[name](x)) <= 2, `${name}(${x}) = ${exact[name](x)}`);
      }
    });
  }

  it('pow agrees with Math.pow within 2 ulp', () => {
    const u = uniformsFor('pow', COUNT);
    const v = uniformsFor('pow, exponent', COUNT);
    for (let i = 0; i < COUNT; i++) {
      const x = i % 2 === 0 ? 10 * u[i] : Math.abs(anywhere(u[i], v[i]));
      const y = (v[COUNT - 1 - i] - 0.5) * (i % 3 === 0 ? 20 : 600);
      assert.ok(ulps(exact.pow(x, y), x ** y) <= 2, `pow(${x}, ${y}) = ${exact.pow(x, y)}`);
    }
  });

  it('pow has the special cases of Math.pow', () => {
    const bases = [0, -0, 1, -1, 0.5, -8, 2, -2, 1 - 2 ** -53, 1 + 2 ** -52, Infinity, -Infinity, NaN];
    const exponents = [
      0,
      -0,
      1,
      -1,
      2,
      3,
      -3,
      0.5,
      -0.5,
      1 / 3,
      1e300,
      -1e300,
      2 ** 31 + 2,
      2 ** 53 - 1,
      Infinity,
      -Infinity,
      NaN,
    ];
    for (const x of bases)
      for (const y of exponents) {
        const [ours, theirs] = [exact.pow(x, y), x ** y];
        assert.ok(
          Object.is(ours, theirs) || (ours !== 0 && ulps(ours, theirs) <= 2),
          `pow(${x}, ${y}) = ${ours}, not ${theirs}`,
        );
      }
  });

  for (const name of ['exp', 'expm1', 'log', 'log1p', 'sin', 'cos'] as const) {
    it(`${name} keeps signed zeros, infinities and NaN`, () => {
      for (const x of [0, -0, 5e-324, -5e-324, -1, -2, Infinity, -Infinity, NaN])
        assert.ok(Object.is(exact[name](x), Math[name](x)), `${name}(${x}) = ${exact[name](x)}`);
    });
  }

  it('gives recorded bits', () => {
    assert.equal(exact.exp(1), 2.7182818284590455);
    assert.equal(exact.log(10), 2.302585092994046);
    assert.equal(exact.pow(10, 0.3), 1.9952623149688795);
    assert.equal(exact.sin(1e22), -0.8522008497671888);
  });
});

describe('error function', () => {
  // By mpmath.
  const values: [x: number, erf: number, erfc: number][] = [
    [-2, -0.9953222650189527, 1.9953222650189526],
    [-0.5, -0.5204998778130465, 1.5204998778130465],
    [1e-9, 1.1283791670955127e-9, 0.9999999988716208],
    [0.5, 0.5204998778130465, 0.4795001221869535],
    [1, 0.8427007929497149, 0.15729920705028513],
    [2, 0.9953222650189527, 0.004677734981047266],
    [3.5, 0.9999992569016276, 7.430983723414128e-7],
    [10, 1, 2.088487583762545e-45],
    [26, 1, 5.663192408856143e-296],
  ];
  for (const [x, expected, complement] of values) {
    it(`at ${x}`, () => {
      assert.ok(ulps(erf(x), expected) <= 2);
      assert.ok(ulps(erfc(x), complement) <= 2);
    });
  }
});
