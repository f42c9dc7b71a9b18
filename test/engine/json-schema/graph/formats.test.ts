import assert from 'node:assert/strict';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import fc from 'fast-check';
import { FORMAT_NAMES, formatCheck, numberFormatCheck } from '../../../../engine/src/json-schema/formats.js';

function ajvAccepts(name: string, text: string): boolean {
  const format: unknown = fullFormats[name as keyof typeof fullFormats];
  const check = typeof format === 'object' && format !== null && 'validate' in format ? format.validate : format;
  if (check instanceof RegExp) return check.test(text);
  return typeof check !== 'function' || Boolean((check as (text: string) => unknown)(text));
}

/** Texts near to what formats look like: valid ones with a few characters changed. */
const SEEDS = [
  '2024-02-29T23:59:60Z',
  '1990-12-31T15:59:60-08:00',
  '2024-01-01',
  '23:59:60+00:00',
  '12:00:00.5Z',
  'P1Y2M3DT4H5M6S',
  'P3W',
  'PT1S',
  'joe.bloggs@mail.example.com',
  'a-b.example.com',
  '192.168.0.1',
  '255.255.255.256',
  '::1',
  '1:2:3:4:5:6:7::',
  '::ffff:1.2.3.4',
  'http://user:pw@[::1]:80/a/b?q=1#f',
  'urn:isbn:0451450523',
  '//host/p',
  '../a;b',
  'mailto:a@b.c',
  'http://8.8.8.8:8080/',
  'ftp://x.example.org/a',
  'http://x/{a,b}{?c*,d:3}',
  '{+path}',
  '550e8400-e29b-41d4-a716-446655440000',
  '/a~0b/~1/0',
  '#/a%20b',
  '0#',
  '12/a',
  'QUJD',
  'QUI=',
  '^a+$',
];
const near = fc
  .tuple(
    fc.constantFrom(...SEEDS),
    fc.array(fc.tuple(fc.nat(40), fc.constantFrom(...'0123456789abfTZtz:-+./@#?[]{}%~ é', '')), { maxLength: 3 }),
  )
  .map(([seed, edits]) =>
    edits.reduce(
      (text, [at, c]) => text.slice(0, at % (text.length + 1)) + c + text.slice((at % (text.length + 1)) + 1),
      seed,
    ),
  );

describe('formats', () => {
  for (const name of FORMAT_NAMES.filter((n) => formatCheck(n) !== undefined && n in fullFormats)) {
    it(`${name}: what is accepted, ajv-formats accepts`, () => {
      const check = formatCheck(name);
      assert.ok(check);
      fc.assert(
        fc.property(fc.oneof(near, fc.string({ maxLength: 12 })), (text) => {
          if (check(text)) assert.ok(ajvAccepts(name, text), JSON.stringify(text));
        }),
        { numRuns: 1500, seed: 7 },
      );
    });
  }

  const cases: Record<string, { valid: string[]; invalid: string[] }> = {
    'date-time': {
      valid: [
        '2024-02-29T23:59:59.999Z',
        '1998-12-31T23:59:60Z',
        '1990-12-31t15:59:60-08:00',
        '0000-01-01T00:00:00+00:00',
      ],
      invalid: [
        '2023-02-29T00:00:00Z',
        '2024-01-01T24:00:00Z',
        '1998-12-31T22:59:60Z',
        '2024-01-01T00:00:00',
        '2024-01-01 00:00:00Z',
        '2024-01-01T00:00:00+0100',
        '২024-01-01T00:00:00Z',
      ],
    },
    'iso-date-time': { valid: ['2024-01-01 00:00:00', '2024-01-01T00:00:00Z'], invalid: ['2024-01-01'] },
    duration: { valid: ['P1D', 'PT36H', 'P4W'], invalid: ['P', 'P1', '1D', 'P2D1Y', 'P1WT1H', 'PT'] },
    email: {
      valid: ["o'neil+x@a-b.example"],
      invalid: ['a..b@x.example', 'a@localhost', '@x.example', 'a@-x.example', '甲@x.example'],
    },
    'idn-email': { valid: ['甲@例子.测试', 'a@x.example'], invalid: ['甲', '甲@-例', ' @x.example'] },
    hostname: {
      valid: ['a', 'a-b.example', '1.example', 'a'.repeat(63)],
      invalid: ['', '-a', 'a-', 'a_b', 'a'.repeat(64), `${'a.'.repeat(126)}aa`, 'é.example'],
    },
    'idn-hostname': {
      valid: ['實例.test', 'straße.example', 'a・あ', 'l·l', 'xn--4gbwdl.xn--wgbh1c', 'שלום.example'],
      invalid: ['〮한국', '실'.repeat(60), 'a·l', '-ä', '\u0300a', 'äb--ö', 'É\u0640'],
    },
    ipv6: {
      valid: ['::', '1::', '::1', '1:2:3:4:5:6:7:8', '::ffff:192.168.0.1', '1:2:3:4:5:6:1.2.3.4'],
      invalid: ['1:2:3:4:5:6:7:8:9', '1::2::3', ':1', '12345::', '::1.2.3', '1:2:3:4:5:6:7:1.2.3.4', '::1%eth0', ''],
    },
    uri: {
      valid: ['http://ünï'.replace(/[^ -~]/g, '%C3%BC'), 'urn:a:b', 'http://[v1.a]/', 'a:/', 'x://?q'],
      invalid: ['//a', '/a', 'a b:c', 'http://[1]/', 'http://a/%zz', 'http://a/\\', '1a:b', 'http://a/é'],
    },
    iri: {
      valid: ['http://ƒøø.ßår/?∂éœ=πîx#πîüx', 'http://例子.测试/😀'],
      invalid: ['/é', 'http://a\u{e000}/', 'http://2001:0db8::1/ '],
    },
    'uri-reference': { valid: ['', '#', '?a', 'a/b:c', './a:b', '//h'], invalid: ['\\a', 'a b', '1:b', '#a#'] },
    'iri-reference': { valid: ['é', '#ƒ'], invalid: ['\\é'] },
    'uri-template': { valid: ['http://x/{a:3}/{b*}', '{+a,b}', ''], invalid: ['{', '{a', '{a b}', 'a>'] },
    'json-pointer': { valid: ['', '/', '/a~1b/~0', '/é'], invalid: ['a', '/~', '/~2', '#/a'] },
    'relative-json-pointer': { valid: ['0', '1/a', '10#'], invalid: ['01', '-1', '#', '1a'] },
    regex: { valid: ['^(a|b)*$', '\\p{L}'], invalid: ['(', 'a\\Z', '[b-a]'] },
    byte: { valid: ['', 'QQ==', 'QUI='], invalid: ['QQ=', 'Q', 'QQ==\n'] },
    url: {
      valid: ['http://x.example/a', 'ftp://8.8.8.8/'],
      invalid: ['http://10.0.0.1', 'mailto:a@b.c', 'http://localhost'],
    },
  };
  for (const [name, { valid, invalid }] of Object.entries(cases)) {
    it(`tells ${name} from other texts`, () => {
      const check = formatCheck(name);
      assert.deepEqual(
        valid.filter((text) => check?.(text) !== true),
        [],
        'valid',
      );
      assert.deepEqual(
        invalid.filter((text) => check?.(text) !== false),
        [],
        'invalid',
      );
    });
  }

  it('tells numbers', () => {
    const int32 = numberFormatCheck('int32');
    assert.deepEqual(
      [-2147483648, 2147483647, 2147483648, 1.5].map((v) => int32?.(v)),
      [true, true, false, false],
    );
    assert.deepEqual(
      [2 ** 60, 0.5].map((v) => numberFormatCheck('int64')?.(v)),
      [true, false],
    );
    assert.equal(formatCheck('int32'), undefined);
    assert.equal(formatCheck('colour'), undefined);
  });
});
