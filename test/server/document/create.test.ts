import assert from 'node:assert/strict';
import { createDocument, kindOf } from '../../../server/src/document/create.js';
import type { SynthDocument } from '../../../server/src/document/document.js';

const version = (number: number, text: string, previous?: SynthDocument): SynthDocument =>
  createDocument({ uri: 'file:///a/x.synth.yaml', version: number, text }, previous);

/** How many versions a version keeps alive, itself counted. */
function chain(document: unknown, seen = new Set<unknown>()): number {
  if (document === null || typeof document !== 'object' || seen.has(document)) return 0;
  if (!('lastGood' in document)) return 0;
  seen.add(document);
  return 1 + Object.values(document).reduce<number>((sum, part) => sum + chain(part, seen), 0);
}

describe('a document', () => {
  const KINDS: [file: string, kind: string][] = [
    ['/a/shop.synth.json', 'schema'],
    ['C:\\a\\shop.synth.yml', 'schema'],
    ['/a/.agentic-synth.yaml', 'config'],
    ['/a/.agentic-synth.json', 'config'],
    ['/a/batch-config.yml', 'batch'],
    ['/a/nightly.synth-batch.json', 'batch'],
    ['/a/batch-config.yaml/x.yaml', 'schema'],
    ['/a/user.schema.json', 'json-schema'],
    ['/a/user.schema.yaml', 'json-schema'],
    ['/a/schema.json', 'schema'],
  ];
  for (const [file, kind] of KINDS) it(`${file} is of the kind ${kind}`, () => assert.equal(kindOf(file), kind));

  it('has the language of its file, of the client, or of its text', () => {
    const language = (uri: string, text: string, languageId = ''): string =>
      createDocument({ uri, version: 1, text, languageId }).language;
    assert.equal(language('file:///x.synth.yaml', '{ "a": 1 }', 'json'), 'yaml');
    assert.equal(language('untitled:Untitled-1', '', 'synth-json'), 'json');
    assert.equal(language('untitled:Untitled-1', '', 'synth-yaml'), 'yaml');
    assert.equal(language('untitled:Untitled-1', '{ "a": 1 }'), 'json');
    assert.equal(language('untitled:Untitled-1', 'a: 1'), 'yaml');
  });

  it('has the path of its URI', () => {
    assert.equal(
      createDocument({ uri: 'file:///a%20b/%C3%BC.synth.yaml', version: 1, text: '' }).file,
      '/a b/ü.synth.yaml',
    );
    assert.equal(createDocument({ uri: 'untitled:Untitled-1', version: 1, text: '' }).file, 'Untitled-1');
  });

  it('remembers the last version that parsed', () => {
    const good = version(1, 'a: uuid\n');
    assert.equal(good.lastGood, good);
    const broken = version(2, 'a: {\n', good);
    assert.equal(broken.lastGood, good);
    const worse = version(3, 'a: {{\n', broken);
    assert.equal(worse.lastGood, good);
    const mended = version(4, 'a: integer\n', worse);
    assert.equal(mended.lastGood, mended);
    assert.equal(version(1, 'a: {\n').lastGood, undefined);
  });

  it('remembers it when versions in between were never read', () => {
    const good = version(1, 'a: uuid\n');
    let document = good;
    for (let i = 2; i < 20; i++) document = version(i, `a: {${' '.repeat(i)}\n`, document);
    assert.equal(document.lastGood, good);
  });

  it('keeps one older version at most', () => {
    let document = version(1, 'a: uuid\n');
    for (let i = 2; i < 50; i++) {
      document = version(i, i % 3 === 0 ? 'a: uuid\n' : 'a: {\n', document);
      if (i % 2 === 0) void document.lastGood;
    }
    assert.ok(chain(document) <= 2, `${chain(document)} versions`);
  });

  it('counts in lines of every ending, and in UTF-16', () => {
    const document = version(1, '\uFEFFa: 😀\r\nb: x\rc: y\nd');
    for (let offset = 0; offset <= document.text.length; offset++) {
      const { line, character } = document.positionAt(offset);
      const inBreak = document.text.slice(offset - 1, offset + 1) === '\r\n';
      if (!inBreak) assert.equal(document.offsetAt({ line, character }), offset);
    }
    assert.deepEqual(document.positionAt(document.text.indexOf('y')), { line: 2, character: 3 });
  });
});
