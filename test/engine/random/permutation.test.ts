import assert from 'node:assert/strict';
import fc from 'fast-check';
import { streamFor } from '../../../engine/src/random/key.js';
import { Permutation } from '../../../engine/src/random/permutation.js';
import { chiSquare } from './statistics.js';

const stream = streamFor(1, 'permutation');

function places(size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => i);
}

function assertBijection(images: Float64Array, size: number): void {
  const seen = new Uint8Array(size);
  for (const image of images) {
    assert.ok(Number.isInteger(image) && image >= 0 && image < size && seen[image] === 0);
    seen[image] = 1;
  }
}

describe('keyed permutation', () => {
  it('is a bijection for every size up to 2000', () => {
    for (let size = 1; size <= 2000; size++) {
      const out = new Float64Array(size);
      new Permutation(stream, size).fill(places(size), out);
      assertBijection(out, size);
    }
  });

  it('is a bijection within every parent', () => {
    for (const size of [1, 2, 10, 256, 257, 1000]) {
      const permutation = new Permutation(stream, size);
      const parents = Int32Array.of(0, 1, -1, 123456789);
      const images = Array.from(parents, (low) => places(size).map((place) => permutation.at(place, low, 7)));
      for (const image of images) assertBijection(image, size);
      if (size > 10) assert.notDeepEqual(images[0], images[1]);
      // A parent's permutation does not depend on the ones asked for before.
      const again = new Float64Array(size);
      permutation.fillWithin(places(size), new Int32Array(size).fill(1), new Int32Array(size).fill(7), size, again);
      assert.deepEqual(again, images[1]);
    }
  });

  for (const size of [2 ** 31, 2 ** 32, 2 ** 32 + 1, 10 ** 15, 2 ** 53 - 1, 2 ** 53]) {
    it(`sends different places to different places at size ${size}`, () => {
      const permutation = new Permutation(stream, size);
      const sample = [
        ...places(20000),
        ...places(20000).map((i) => size - 1 - i),
        ...places(20000).map((i) => Math.floor((size / 20000) * i)),
      ];
      const distinct = new Set(sample.filter((place) => place < size));
      const images = new Set([...distinct].map((place) => permutation.at(place)));
      assert.equal(images.size, distinct.size);
      for (const image of images) assert.ok(Number.isInteger(image) && image >= 0 && image < size);
      // Even at the top end odd and even numbers are equally frequent.
      const odd = [...images].filter((image) => image % 2 === 1).length;
      assert.ok(chiSquare([odd, images.size - odd], [images.size / 2, images.size / 2]) < 3.1);
    });
  }

  it('is a bijection of any pair of places', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 2 ** 53 - 1 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.nat(),
        (size, u, step) => {
          const a = Math.min(size - 1, Math.floor(u * size));
          const b = (a + 1 + (step % (size - 1))) % size;
          const permutation = new Permutation(stream, size);
          assert.equal(permutation.at(a) === permutation.at(b), a === b);
        },
      ),
    );
  });

  for (const size of [2, 3, 10, 100, 300, 1000]) {
    it(`sends each place everywhere equally often over keys, size ${size}`, () => {
      const keys = size <= 10 ? 20000 : 4000;
      for (const place of [0, 1, size - 1]) {
        const counts = new Float64Array(size);
        for (let key = 0; key < keys; key++) counts[new Permutation(streamFor(key, 'spread'), size).at(place)]++;
        assert.ok(chiSquare(counts, new Float64Array(size).fill(keys / size)) < 3.6);
      }
    });
  }

  it('gives all six orders of three equally often, over keys and over parents', () => {
    const orders = (permutations: (i: number) => (place: number) => number): number[] => {
      const counts: Record<string, number> = {};
      for (let i = 0; i < 12000; i++) {
        const order = [0, 1, 2].map(permutations(i)).join('');
        counts[order] = (counts[order] ?? 0) + 1;
      }
      return Object.values(counts);
    };
    const one = new Permutation(stream, 3);
    for (const counts of [
      orders((i) => (place) => new Permutation(streamFor(i, 'orders'), 3).at(place)),
      orders((i) => (place) => one.at(place, i, 0)),
    ]) {
      assert.equal(counts.length, 6);
      assert.ok(chiSquare(counts, new Array<number>(6).fill(2000)) < 3.1);
    }
  });

  it('leaves no trace of order: neighbours end up anywhere', () => {
    for (const size of [300, 5000, 2 ** 40]) {
      const permutation = new Permutation(streamFor(3, 'neighbours'), size);
      const counts = new Float64Array(16);
      const draws = Math.min(size - 1, 40000);
      for (let i = 0; i < draws; i++) {
        const gap = (permutation.at(i + 1) - permutation.at(i) + size) % size;
        counts[Math.floor((gap / size) * 16)]++;
      }
      assert.ok(chiSquare(counts, new Float64Array(16).fill(draws / 16)) < 3.6, `size ${size}`);
    }
  });

  it('agrees between single places and batches, and depends on its key', () => {
    const permutation = new Permutation(stream, 5000);
    const out = places(5000);
    permutation.fill(out, out);
    assert.equal(out[1234], permutation.at(1234));
    const other = new Permutation(streamFor(2, 'permutation'), 5000);
    const same = places(5000).filter((place) => other.at(place) === out[place]).length;
    assert.ok(same < 10);
  });

  it('refuses sizes out of range', () => {
    for (const size of [0, -1, 1.5, NaN, Infinity, 2 ** 54])
      assert.throws(() => new Permutation(stream, size), RangeError);
  });
});
