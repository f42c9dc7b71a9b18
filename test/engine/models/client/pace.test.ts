import assert from 'node:assert/strict';
import { Breaker } from '../../../../engine/src/models/breaker.js';
import { sleep, systemClock } from '../../../../engine/src/models/clock.js';
import { Limiter, type Permit } from '../../../../engine/src/models/limits.js';
import { RETRY, systemRandom, waitBefore } from '../../../../engine/src/models/retry.js';
import { FakeClock } from './fake-clock.js';
import { failure } from './scripted-provider.js';

describe('Waiting before an attempt', () => {
  const wait = (attempt: number, random: number, retryAfter?: number): number =>
    waitBefore(failure('model/server', { retryAfter }), attempt, RETRY, () => random);

  for (const [attempt, least, most] of [
    [1, 250, 500],
    [2, 500, 1000],
    [3, 1000, 2000],
    [20, 15_000, 30_000],
  ]) {
    it(`after attempt ${attempt}: ${least} to ${most} ms`, () => {
      assert.equal(wait(attempt, 0), least);
      assert.equal(wait(attempt, 1), most);
    });
  }

  it('is what the provider asks for, where that is longer', () => {
    assert.equal(wait(1, 0, 7000), 7000);
    assert.equal(wait(1, 0.5, 7000), 7350);
    assert.equal(wait(3, 0, 10), 1000);
  });

  it('is never longer than a minute, whatever the provider asks for', () => {
    assert.equal(wait(1, 0.9, 3_600_000), 60_000);
    assert.equal(wait(1, 0.9, 59_900), 60_000);
  });

  it('ends at once, and leaves no timer, when the signal aborts', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const slept = sleep(clock, 60_000, controller.signal);
    controller.abort(new Error('enough'));
    await assert.rejects(slept, { message: 'enough' });
    await assert.rejects(sleep(clock, 1, controller.signal), { message: 'enough' });
    assert.equal(clock.timers, 0);
    assert.equal(clock.now(), 0);
  });

  it('goes by real time too', async () => {
    const before = systemClock.now();
    await sleep(systemClock, 15);
    assert.ok(systemClock.now() - before >= 14);
    const drawn = Array.from({ length: 100 }, systemRandom);
    assert.ok(drawn.every((value) => value >= 0 && value < 1) && new Set(drawn).size > 90);
  });
});

describe('Breaker', () => {
  const failTimes = (breaker: Breaker, times: number, code: Parameters<typeof failure>[0] = 'model/server'): void => {
    for (let i = 0; i < times; i++) breaker.admit()!.failed(failure(code));
  };

  it('opens after three failures in a row, and tries one call when it has rested', async () => {
    const clock = new FakeClock();
    const breaker = new Breaker(clock);
    failTimes(breaker, 2);
    breaker.admit()!.succeeded();
    failTimes(breaker, 3);
    assert.equal(breaker.admit(), undefined);
    assert.equal(breaker.rest, 30_000);
    await clock.advance(30_000);
    const probe = breaker.admit();
    assert.ok(probe);
    assert.equal(breaker.admit(), undefined, 'one probe at a time');
    probe.succeeded();
    assert.equal(breaker.rest, 0);
    failTimes(breaker, 2);
    assert.ok(breaker.admit());
  });

  it('rests twice as long after a probe that fails, five minutes at most', async () => {
    const clock = new FakeClock();
    const breaker = new Breaker(clock);
    failTimes(breaker, 3, 'model/timeout');
    const rests: number[] = [];
    for (let i = 0; i < 5; i++) {
      rests.push(breaker.rest);
      await clock.advance(breaker.rest);
      breaker.admit()!.failed(failure('model/timeout'));
    }
    assert.deepEqual(rests, [30_000, 60_000, 120_000, 240_000, 300_000]);
  });

  it('opens at once for what every call would meet', () => {
    for (const code of ['model/bad-key', 'model/no-credit', 'model/not-found'] as const) {
      const breaker = new Breaker(new FakeClock());
      failTimes(breaker, 1, code);
      assert.equal(breaker.rest, 300_000, code);
      assert.equal(breaker.last!.code, code);
    }
  });

  it('does not count what the question or the caller is to blame for', () => {
    const breaker = new Breaker(new FakeClock());
    failTimes(breaker, 9, 'model/blocked');
    failTimes(breaker, 9, 'model/bad-request');
    for (let i = 0; i < 9; i++) breaker.admit()!.left();
    assert.equal(breaker.rest, 0);
  });

  it('gives the probe to another call when its caller leaves', async () => {
    const clock = new FakeClock();
    const breaker = new Breaker(clock);
    failTimes(breaker, 3);
    await clock.advance(30_000);
    breaker.admit()!.left();
    assert.ok(breaker.admit());
  });
});

describe('Limiter', () => {
  it('starts no more requests in any minute than it may', async () => {
    const clock = new FakeClock();
    const limiter = new Limiter({ requestsPerMinute: 10, concurrency: 100 }, clock);
    const starts: number[] = [];
    const all = Array.from({ length: 35 }, async () => {
      const permit = await limiter.acquire(1);
      starts.push(clock.now());
      await clock.wait(200);
      permit.finish();
    });
    await clock.until(Promise.all(all));
    for (const start of starts) assert.ok(starts.filter((at) => at >= start && at < start + 60_000).length <= 10);
    assert.equal(starts.at(-1), 180_000);
    assert.equal(clock.timers, 0);
  });

  it('counts tokens, first as estimated, then as used', async () => {
    const clock = new FakeClock();
    const limiter = new Limiter({ tokensPerMinute: 1000 }, clock);
    (await limiter.acquire(900)).finish(100);
    (await limiter.acquire(900)).finish(900);
    assert.equal(clock.now(), 0);
    const third = await clock.until(limiter.acquire(500));
    assert.equal(clock.now(), 60_000);
    third.finish();
  });

  it('lets a request through that is larger than a minute may have, alone', async () => {
    const clock = new FakeClock();
    const limiter = new Limiter({ tokensPerMinute: 10 }, clock);
    (await limiter.acquire(500)).finish();
    await clock.until(limiter.acquire(500));
    assert.equal(clock.now(), 60_000);
  });

  it('keeps calls at the same time to a number', async () => {
    const clock = new FakeClock();
    const limiter = new Limiter({}, clock);
    let running = 0;
    let most = 0;
    const all = Array.from({ length: 12 }, async () => {
      const permit = await limiter.acquire(1);
      most = Math.max(most, ++running);
      await clock.wait(100);
      running--;
      permit.finish();
    });
    await clock.until(Promise.all(all));
    assert.equal(most, 4);
    assert.equal(clock.now(), 300);
  });

  it('halves its pace when it is refused, once for requests that went out together, and recovers', async () => {
    const clock = new FakeClock();
    const limiter = new Limiter({ concurrency: 8 }, clock);
    const permits: Permit[] = [];
    for (let i = 0; i < 8; i++) {
      permits.push(await limiter.acquire(1));
      await clock.advance(250);
    }
    for (const permit of permits) permit.refused();
    for (const permit of permits) permit.finish();
    // Eight requests in two seconds were four a second: now two.
    assert.deepEqual(limiter.pace, { gap: 500, concurrency: 4 });
    (await clock.until(limiter.acquire(1))).finish();
    const second = await clock.until(limiter.acquire(1));
    second.refused();
    second.finish();
    assert.deepEqual(limiter.pace, { gap: 1000, concurrency: 1 });
    await clock.advance(20_000);
    assert.deepEqual(limiter.pace, { gap: 500, concurrency: 2 });
    await clock.advance(100_000);
    assert.deepEqual(limiter.pace, { gap: 0, concurrency: 8 });
  });

  it('pauses as long as it is told', async () => {
    const clock = new FakeClock();
    const limiter = new Limiter({}, clock);
    const first = await limiter.acquire(1);
    first.refused(60_000);
    first.finish();
    await clock.until(limiter.acquire(1));
    assert.equal(clock.now(), 60_000);
  });

  it('leaves no timer and no place behind when one who waits is gone', async () => {
    const clock = new FakeClock();
    const limiter = new Limiter({ requestsPerMinute: 1 }, clock);
    (await limiter.acquire(1)).finish();
    const controller = new AbortController();
    const waiting = limiter.acquire(1, controller.signal);
    assert.equal(clock.timers, 1);
    controller.abort(new Error('enough'));
    await assert.rejects(waiting, { message: 'enough' });
    assert.equal(clock.timers, 0);
    await clock.until(limiter.acquire(1));
    assert.equal(clock.now(), 60_000);
  });
});
