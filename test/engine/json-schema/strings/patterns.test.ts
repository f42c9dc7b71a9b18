import assert from 'node:assert/strict';
import { compiled, draw, lengthOf, numbered, refused, regexpOf } from './draw.js';

/** Patterns as schemas of the wild have them. */
const REAL: readonly (readonly [name: string, pattern: string])[] = [
  [
    'semantic version',
    String.raw`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$`,
  ],
  ['named groups', String.raw`^(?<major>0|[1-9]\d*)\.(?<minor>0|[1-9]\d*)$`],
  ['npm package', String.raw`^(?:(?:@(?:[a-z0-9-*~][a-z0-9-*._~]*)?/[a-z0-9-._~])|[a-z0-9-~])[a-z0-9-._~]*$`],
  [
    'npm scope without two hyphens',
    String.raw`^@([\da-z](?:(?!.*--)[\da-z-]*[\da-z])?)/([\da-z](?:(?!.*--)[\da-z-]*[\da-z])?)$`,
  ],
  [
    'Docker image',
    String.raw`^[a-z0-9]+(?:[._-][a-z0-9]+)*(?:/[a-z0-9]+(?:[._-][a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`,
  ],
  ['Docker tag', String.raw`^[\w][\w.-]{0,127}$`],
  ['cron', String.raw`^(\*|[0-5]?\d)(\/\d+)? (\*|1?\d|2[0-3]) (\*|[12]?\d|3[01]) (\*|1[0-2]|[1-9]) (\*|[0-6])$`],
  ['cron at', String.raw`^@(?:annually|yearly|monthly|weekly|daily|hourly|reboot)$`],
  [
    'ISO duration',
    String.raw`^P(?!$)(\d+(?:\.\d+)?Y)?(\d+(?:\.\d+)?M)?(\d+(?:\.\d+)?W)?(\d+(?:\.\d+)?D)?(T(?=\d)(\d+(?:\.\d+)?H)?(\d+(?:\.\d+)?M)?(\d+(?:\.\d+)?S)?)?$`,
  ],
  ['ISO date', String.raw`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`],
  ['RFC 3339', String.raw`^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$`],
  ['hexadecimal colour', '^#([a-f0-9]{3}|[a-f0-9]{6}|[A-F0-9]{8})$'],
  ['CSS colour function', String.raw`^rgba?\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*(?:,\s*(?:0|1|0?\.\d+)\s*)?\)$`],
  ['CSS length', String.raw`^-?(?:\d+|\d*\.\d+)(?:px|em|rem|%|vh|vw|pt)$`],
  ['git ref', String.raw`^(?!/|.*(?:[/.]\.|//|@\{|\\))[^\x00-\x20~^:?*\[\]]+(?<!\.lock|/|\.)$`],
  ['git commit', '^[0-9a-f]{7,40}$'],
  ['E.164', String.raw`^\+[1-9]\d{1,14}$`],
  ['US phone', String.raw`^(\([0-9]{3}\))?[0-9]{3}-[0-9]{4}$`],
  [
    'MIME type',
    String.raw`^(application|audio|font|image|message|model|multipart|text|video)/[a-zA-Z0-9!#$&^_.+-]{1,127}$`,
  ],
  ['JSON pointer', String.raw`^(\/([^/~]|(~[01]))*)*$`],
  ['SPDX id', String.raw`^[A-Za-z0-9.+-]+(?: WITH [A-Za-z0-9.-]+)?(?: (?:AND|OR) [A-Za-z0-9.+-]+)*$`],
  ['https', '^https?://'],
  [
    'web page',
    String.raw`^https?:\/\/(?:www\.)?[-a-zA-Z0-9@:%._+~#=]{1,64}\.[a-zA-Z0-9()]{1,6}\b(?:[-a-zA-Z0-9()@:%_+.~#?&/=]*)$`,
  ],
  ['relative path', String.raw`^(?!/)(?!.*\.\.)(?!.*//)[\w./-]+$`],
  ['path without backslash', String.raw`^(?!.*\\).+$`],
  ['Windows path', String.raw`^[A-Z]:\\(?:[^\\/:*?"<>|\r\n]+\\)*[^\\/:*?"<>|\r\n]*$`],
  ['extension', String.raw`\.(?:jpe?g|png|svg|webp)$`],
  ['vendor extension', '^x-'],
  ['vendor extension in either case', '^[xX]-'],
  ['anything but some', '^(?!(?:default|none|all)$).+$'],
  ['no leading underscore', '^[^_].*$'],
  ['password', String.raw`^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])(?=.*[^\w\s]).{8,32}$`],
  ['user name', String.raw`^(?=.{3,20}$)(?![_.])(?!.*[_.]{2})[a-zA-Z0-9._]+(?<![_.])$`],
  ['Kubernetes name', String.raw`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`],
  [
    'Kubernetes label',
    String.raw`^(?=(.{1,63}/)?.{1,63}$)((([a-z0-9][-a-z0-9_.]*)?[a-z0-9])?/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$`,
  ],
  ['Kubernetes quantity', String.raw`^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$`],
  ['S3 bucket', String.raw`^(?!xn--|.*-s3alias$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`],
  ['ARN', String.raw`^arn:aws(?:-cn|-us-gov)?:[a-z0-9-]+:[a-z0-9-]*:(?:\d{12})?:[A-Za-z0-9\-_/:.]+$`],
  ['environment variable', '^[A-Z_][A-Z0-9_]*$'],
  ['camel case', '^[a-z]+(?:[A-Z][a-z0-9]+)*$'],
  ['kebab case without two hyphens', '^(?!.*--)[a-z][a-z0-9-]*[a-z0-9]$'],
  ['interpolation', String.raw`^\$\{\{(.|[\r\n])*\}\}$`],
  ['interpolation, loosely written', String.raw`^\${{\s*if(.*?)\s*}}$`],
  ['escapes that the flag forbids', String.raw`^[a-zA-Z0-9\_\.\-]+\:\d$`],
  ['class beside a hyphen', String.raw`^[\w-.]+@[\w-]+\.[\w]{2,4}$`],
  ['UUID', '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$'],
  ['UUID with boundaries', String.raw`\b[0-9a-f]{8}\b-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-\b[0-9a-f]{12}\b`],
  ['IPv4', String.raw`^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$`],
  ['CIDR', String.raw`^(?:\d{1,3}\.){3}\d{1,3}/(?:[12]?\d|3[0-2])$`],
  ['MAC', '^(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$'],
  ['port', '^(?:[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])$'],
  ['host and port', String.raw`^[a-z0-9.-]+:\d{2,5}$`],
  ['BCP 47', String.raw`^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?$`],
  ['currency amount', String.raw`^-?\d{1,3}(?:,\d{3})*(?:\.\d{2})?$`],
  ['IBAN', '^[A-Z]{2}\\d{2}[A-Z0-9]{11,30}$'],
  ['base64', '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$'],
  ['FHIR id', String.raw`^[A-Za-z0-9\-\.]{1,64}$`],
  ['FHIR string', String.raw`^[ \r\n\t\S]+$`],
  ['FHIR code', String.raw`^[^\s]+(\s[^\s]+)*$`],
  ['not blank', String.raw`\S`],
  ['one line', '^[^\\r\\n]*$'],
  ['letters of any script', String.raw`^[\p{L}\p{M}' -]+$`],
  ['upper case of any script', String.raw`^\p{Lu}\p{Ll}+$`],
  ['Greek', String.raw`^\p{Script=Greek}+$`],
  ['emoji', String.raw`^\p{Emoji_Presentation}{1,3}$`],
  ['astral range', '^[\\u{1F600}-\\u{1F64F}]$'],
  ['control characters', '^[\\x01-\\x08]$'],
  ['alternative anchors', '^a+|b+$'],
  ['anchors within groups', '^(?:(?:foo|^bar)|baz$)'],
  ['long limits', '^[a-z]{1,20000}$'],
  ['word', String.raw`\bfoo\b`],
  ['no word', String.raw`\Boo\B`],
  ['repeated look-ahead', '^((?!message|severity).)*$'],
  ['tempered', '^<(?:(?!>).)+>$'],
  ['empty', ''],
  ['nothing but the end', '$'],
];

/** Where there is no more to draw. */
const FEW = new Set(['empty', 'nothing but the end', 'cron at', 'control characters', 'word', 'vendor extension']);

describe('patterns of schemas', () => {
  for (const [name, pattern] of REAL) {
    it(name, () => {
      const made = compiled({ patterns: [pattern] });
      const texts = draw(made, 300);
      const regexp = regexpOf(pattern);
      assert.deepEqual(
        texts.filter((text) => !regexp.test(text)),
        [],
      );
      assert.ok(made.exact);
      if (!FEW.has(name)) assert.ok(new Set(texts).size >= 10, `${new Set(texts).size} different`);
    });

    it(`${name}, of a length`, () => {
      const [text] = draw(compiled({ patterns: [pattern] }), 1, 5);
      const length = lengthOf(text);
      const made = compiled({ patterns: [pattern], minLength: length, maxLength: length });
      for (const other of draw(made, 30)) {
        assert.match(other, regexpOf(pattern));
        assert.equal(lengthOf(other), length);
      }
    });
  }

  it('follows references back', () => {
    const made = compiled({ patterns: ['^(["\'])[a-z]*\\1$'] });
    for (const text of draw(made, 200)) assert.match(text, /^(["'])[a-z]*\1$/u);
    const marked = compiled({ patterns: ['^(?!.*(.)\\1)[a-z]{4}$'] });
    assert.equal(marked.exact, false);
    assert.equal(marked.size, undefined);
    const good = draw(marked, 200).filter((text) => /^(?!.*(.)\1)[a-z]{4}$/u.test(text));
    assert.ok(good.length > 100);
  });

  it('pads what may be found anywhere only where the length asks for it', () => {
    for (const text of draw(compiled({ patterns: ['a+'] }), 100)) assert.match(text, /^a+$/);
    const padded = draw(compiled({ patterns: ['a+b'], minLength: 15, maxLength: 15, notPatterns: ['aaa'] }), 100);
    for (const text of padded) {
      assert.match(text, /^[a-z]{15}$/);
      assert.match(text, /a+b/);
    }
    assert.ok(new Set(draw(compiled({ patterns: ['^x-'] }), 100)).size > 50);
  });

  it('matches several patterns, and not others', () => {
    const made = compiled({
      patterns: ['[0-9]', '[A-Z]', '^[a-zA-Z0-9]+$'],
      notPatterns: ['00', '^[0-9]'],
      minLength: 6,
      maxLength: 9,
    });
    for (const text of draw(made, 300)) {
      assert.match(text, /^(?=.*[0-9])(?=.*[A-Z])(?!.*00)[a-zA-Z][a-zA-Z0-9]{5,8}$/);
    }
  });

  it('names what contradicts', () => {
    const both = refused({ patterns: ['^a', '^b', 'c$'] });
    assert.equal(both.reason, 'impossible');
    assert.match(both.message, /\^a .*\^b/);
    assert.doesNotMatch(both.message, /c\$/);
    assert.match(refused({ patterns: ['^[a-z]{3}$'], minLength: 5 }).message, /at least 5 and at most 3/);
    assert.match(refused({ patterns: ['^ab?$'], minLength: 5 }).message, /more than 2 characters, and 5 are asked for/);
    assert.match(refused({ patterns: ['^abc'], maxLength: 2 }).message, /more than 2 characters/);
    assert.match(refused({ patterns: ['^(ab)+$'], minLength: 3, maxLength: 3 }).message, /no text .* has 3 characters/);
    assert.equal(refused({ patterns: ['a^b'] }).reason, 'impossible');
    assert.equal(refused({ patterns: ['^a$'], excluded: ['a'] }).reason, 'impossible');
    assert.equal(refused({ minLength: 3, maxLength: 2 }).reason, 'impossible');
    const invalid = refused({ patterns: ['^[a'] });
    assert.equal(invalid.reason, 'unsupported');
    assert.equal(invalid.pattern, '^[a');
  });

  it('counts what is few, exactly', () => {
    assert.equal(compiled({ patterns: ['^[a-c]{1,2}$'] }).size, 12);
    assert.equal(compiled({ patterns: ['^[a-c]{1,2}$'], excluded: ['a', 'zz'], notPatterns: ['b$'] }).size, 7);
    assert.equal(compiled({ patterns: ['^(?:a|ab|b?)$'] }).size, 4);
    assert.equal(compiled({ patterns: ['^.$'] }).size, 0x110000 - 0x800 - 4);
    assert.equal(compiled({ patterns: ['^a*$'], maxLength: 100 }).size, 101);
    assert.equal(compiled({ maxLength: 0 }).size, 1);
    assert.equal(compiled({ patterns: ['foo'] }).size, Infinity);
    assert.equal(compiled({ formats: ['date'], patterns: ['^2024-02-'] }).size, 29);
  });

  it('numbers texts that are all different', () => {
    for (const parts of [
      { patterns: ['foo'] },
      { patterns: ['^[a-c]{0,4}$'] },
      {},
      { minLength: 30 },
      { formats: ['email'] },
    ]) {
      const made = compiled(parts);
      const texts = numbered(
        made,
        Array.from({ length: Math.min(120, made.size ?? 0) }, (_, k) => k),
      );
      assert.equal(new Set(texts).size, texts.length);
      for (const text of texts) for (const p of parts.patterns ?? []) assert.match(text, new RegExp(p));
    }
  });

  it('gives up on what would take too long', () => {
    const made = refused({ patterns: ['(?:a|b)*a(?:a|b){18}c(?!.*(?:a|b){17}b)', '(?:b|c)*a(?:b|c){19}$'] });
    assert.equal(made.reason, 'unsupported');
    assert.match(made.message, /too intricate/);
  });
});

describe('texts of a length', () => {
  const LENGTHS: readonly [number, number][] = [
    [0, Infinity],
    [0, 0],
    [1, 1],
    [0, 3],
    [5, 5],
    [12, 12],
    [3, 20],
    [100, 120],
    [65_536, 65_536],
    [70_000, Infinity],
  ];
  for (const [minLength, maxLength] of LENGTHS) {
    it(`of ${minLength} to ${maxLength}`, () => {
      for (const text of draw(compiled({ minLength, maxLength }), minLength > 1000 ? 3 : 200)) {
        assert.ok(lengthOf(text) >= minLength && lengthOf(text) <= maxLength, text);
      }
    });
  }

  it('look like words where there is room', () => {
    for (const text of draw(compiled({ maxLength: 40 }), 50)) assert.match(text, /^[A-Z][A-Za-z. ]+\.$/);
    for (const text of draw(compiled({ notPatterns: ['^x'] }), 50)) assert.match(text, /^[A-Z][a-z]+(?: [a-z]+)*$/);
  });

  it('are none of those that are ruled out', () => {
    for (const excluded of [['foo', 'bar'], ['a', 'b', 'c', 'd'], draw(compiled({ maxLength: 12 }), 20)]) {
      for (const maxLength of [1, 12, Infinity]) {
        for (const text of draw(compiled({ excluded, maxLength }), 200)) assert.ok(!excluded.includes(text));
      }
    }
  });

  it('of patterns, in code points', () => {
    for (const text of draw(compiled({ patterns: ['^[\\u{1F600}-\\u{1F64F}]*$'], minLength: 3, maxLength: 3 }), 20)) {
      assert.equal(lengthOf(text), 3);
      assert.equal(text.length, 6);
    }
    assert.equal(lengthOf(draw(compiled({ patterns: ['^(?:ab)*$'], minLength: 65_535 }), 1)[0]), 65_536);
  });
});

describe('what is drawn', () => {
  it('depends on the row alone', () => {
    for (const parts of [
      { patterns: ['^(?!a)[a-z]+$'] },
      { patterns: ['^\\d+-[a-z]*$'] },
      { formats: ['email'] },
      {},
      { contentEncoding: 'base64', contentMediaType: 'application/json' },
    ]) {
      const made = compiled(parts);
      const all = draw(made, 50);
      assert.deepEqual([...draw(made, 20), ...draw(made, 30, 20)], all);
      assert.deepEqual(draw(compiled(parts), 50), all);
      assert.notDeepEqual(draw(made, 50, 0, 8), all);
    }
  });
});
