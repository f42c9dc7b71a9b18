import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { formatCheck } from '../../../../engine/src/json-schema/formats.js';
import { compiled, draw, lengthOf, refused } from './draw.js';

const ajv = new Ajv2020({ strict: false });
(addFormats as unknown as (to: typeof ajv) => void)(ajv);

/** Formats that ajv-formats does not know are checked by the engine alone. */
const KNOWN_TO_AJV = [
  'date-time',
  'date',
  'time',
  'iso-time',
  'iso-date-time',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uri',
  'uri-reference',
  'uri-template',
  'url',
  'uuid',
  'json-pointer',
  'json-pointer-uri-fragment',
  'relative-json-pointer',
  'regex',
  'byte',
  'password',
  'binary',
];
const FORMATS = [...KNOWN_TO_AJV, 'idn-email', 'idn-hostname', 'iri', 'iri-reference'];

const VARIED = 100;

function accepts(format: string, text: string): boolean {
  const known = KNOWN_TO_AJV.includes(format);
  return (!known || ajv.validate({ type: 'string', format }, text)) && formatCheck(format)?.(text) === true;
}

describe('texts of formats', () => {
  for (const format of FORMATS) {
    it(`${format}: as they commonly are`, () => {
      const texts = draw(compiled({ formats: [format] }), 500);
      assert.deepEqual(
        texts.filter((text) => !accepts(format, text)),
        [],
      );
      assert.ok(new Set(texts).size >= (format.startsWith('idn-hostname') ? 20 : VARIED), `${new Set(texts).size}`);
    });

    it(`${format}: all that there are, by length`, () => {
      for (const length of [0, 1, 2, 3, 5, 8, 10, 13, 20, 25, 36, 40]) {
        const made = (() => {
          try {
            return compiled({ formats: [format], minLength: length, maxLength: length });
          } catch {
            return undefined;
          }
        })();
        if (made === undefined) continue;
        const texts = draw(made, 40);
        assert.deepEqual(
          texts.filter((text) => !accepts(format, text) || lengthOf(text) !== length),
          [],
        );
      }
    });

    it(`${format}: texts that are not of it`, () => {
      if (format === 'password' || format === 'binary') {
        assert.equal(refused({ notFormats: [format] }).reason, 'impossible');
        return;
      }
      const texts = draw(compiled({ notFormats: [format] }), 200);
      assert.deepEqual(
        texts.filter((text) => formatCheck(format)?.(text)),
        [],
      );
    });
  }

  const TOGETHER: readonly [string, Parameters<typeof compiled>[0]][] = [
    ['a short address', { formats: ['email'], maxLength: 12 }],
    ['a very short address', { formats: ['email'], maxLength: 6 }],
    ['a long address', { formats: ['email'], minLength: 60, maxLength: 80 }],
    ['a secure address of a page', { formats: ['uri'], patterns: ['^https://'] }],
    ['a host of one domain', { formats: ['hostname'], patterns: ['\\.example\\.org$'] }],
    ['a namespace', { formats: ['uri'], patterns: ['^urn:[a-z]+:'] }],
    ['midnight', { formats: ['date-time'], patterns: ['T00:00:00Z$'] }],
    ['a leap day', { formats: ['date'], patterns: ['-02-29$'] }],
    ['a version 7', { formats: ['uuid'], patterns: ['^.{14}7'] }],
    ['two formats', { formats: ['uri', 'json-pointer', 'uri-reference'].slice(0, 1), notFormats: ['url'] }],
    ['a relative reference', { formats: ['uri-reference'], notFormats: ['uri'] }],
    ['no common host', { formats: ['hostname'], notPatterns: ['example'], minLength: 10 }],
    ['a host or an address', { formats: ['hostname', 'ipv4'] }],
    ['weeks', { formats: ['duration'], patterns: ['W'] }],
    ['a page that is ruled out', { formats: ['date'], excluded: ['2020-01-01'], patterns: ['^2020-01-0[12]$'] }],
  ];
  for (const [name, parts] of TOGETHER) {
    it(`with other demands: ${name}`, () => {
      const made = compiled(parts);
      assert.ok(made.exact);
      for (const text of draw(made, 300)) {
        for (const format of parts.formats ?? []) assert.ok(accepts(format, text), text);
        for (const format of parts.notFormats ?? []) assert.ok(formatCheck(format)?.(text) === false, text);
        for (const pattern of parts.patterns ?? []) assert.match(text, new RegExp(pattern, 'u'));
        for (const pattern of parts.notPatterns ?? []) assert.doesNotMatch(text, new RegExp(pattern, 'u'));
        assert.ok(lengthOf(text) >= (parts.minLength ?? 0) && lengthOf(text) <= (parts.maxLength ?? Infinity), text);
        assert.ok(!(parts.excluded ?? []).includes(text));
      }
    });
  }

  it('refuses what no text of the format can be', () => {
    assert.equal(refused({ formats: ['date'], maxLength: 9 }).reason, 'impossible');
    assert.equal(refused({ formats: ['date'], patterns: ['^20\\d\\d-02-30$'] }).reason, 'impossible');
    assert.equal(refused({ formats: ['ipv4', 'uuid'] }).reason, 'impossible');
    assert.match(refused({ formats: ['ipv4', 'uuid'] }).message, /ipv4.*uuid/);
    assert.equal(refused({ formats: ['hostname'], minLength: 254 }).reason, 'impossible');
  });

  it('pays no heed to formats of other types or that nobody knows', () => {
    assert.equal(draw(compiled({ formats: ['int32', 'made-up'] }), 5).length, 5);
  });
});
