import assert from 'node:assert/strict';
import { AgenticSynth, type GenerateOptions } from '../../../engine/src/index.js';

describe('calls from callers without types', () => {
  const synth = new AgenticSynth();
  const refused: Record<string, readonly [type: unknown, options: unknown, message: RegExp]> = {
    'no type': [undefined, undefined, /^There is no type of data `undefined`\. Types: structured, timeseries, events/],
    'a type that is no text': [5, {}, /^There is no type of data `5`/],
    'no options': ['structured', null, /^Options are an object of settings\.$/],
    'a text for options': ['structured', 'users.yaml', /^Options are an object of settings\.$/],
    'a Date for now': [
      'structured',
      { now: new Date(0) },
      /^`now` must be a text, not a Date; write it as ISO 8601 says\.$/,
    ],
    'a number for a locale': ['structured', { locale: 5 }, /^`locale` must be a text, not 5\.$/],
    'a text for a shard': [
      'structured',
      { shard: '1/2' },
      /^`shard` must be such as \{ index: 1, of: 4 \}, not "1\/2"\.$/,
    ],
    'no shard': ['structured', { shard: null }, /^`shard` must be such as .*, not null\.$/],
    'no signal': ['structured', { signal: {} }, /^`signal` must be the signal of an AbortController\.$/],
  };
  for (const [name, [type, options, message]] of Object.entries(refused)) {
    it(`are refused with the way out: ${name}`, async () => {
      const made = synth.generate(type as 'structured', options as GenerateOptions);
      await assert.rejects(made, (error: Error & { code?: string }) => {
        assert.match(error.message, message);
        assert.match(error.code!, /^(option\/invalid|generator\/unknown)$/);
        return true;
      });
    });
  }

  it('are refused with the way out: an output that is no path, no generator', async () => {
    await assert.rejects(
      synth.write('structured', { output: 5 as unknown as string }),
      /`output` must be a text, not 5/,
    );
    assert.throws(() => synth.registerGenerator(null as never), /A custom generator needs a `type`/);
  });
});
