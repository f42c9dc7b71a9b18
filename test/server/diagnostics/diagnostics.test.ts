import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { check, nodeAt, parseDocument, segmentsOf } from 'agentic-synth';
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import { stringify } from 'yaml';
import { anchorOf, codeLinks } from '../../../server/src/code-links.js';
import { type CheckContext, diagnose } from '../../../server/src/diagnostics.js';
import { createDocument } from '../../../server/src/document/create.js';
import type { SynthDocument } from '../../../server/src/document/document.js';
import { MISTAKES, type MistakeCase } from './cases.js';
import { BROKEN } from './broken.js';
import { RUN_TIME } from './run-time.js';

const LANGUAGES = { JSON: 'json', 'block YAML': 'yaml', 'flow YAML': 'yaml' } as const;
const NAMES = {
  schema: 'x.synth',
  config: '.agentic-synth',
  batch: 'x.synth-batch',
  'json-schema': 'x.schema',
} as const;

const context: CheckContext = {
  check: ({ parsed, file }) => check(parsed.value, { file }),
  read: () => Promise.resolve(undefined),
};

function write(value: unknown, language: keyof typeof LANGUAGES): string {
  if (language === 'JSON') return JSON.stringify(value, null, 2);
  return stringify(value, {
    schema: 'core',
    lineWidth: 0,
    aliasDuplicateObjects: false,
    collectionStyle: language === 'flow YAML' ? 'flow' : 'block',
  });
}

function documentOf({ kind, document }: MistakeCase, language: keyof typeof LANGUAGES): SynthDocument {
  const text = write(parseDocument(document, { language: 'yaml' }).value, language);
  return createDocument({ uri: `file:///${NAMES[kind]}.${LANGUAGES[language]}`, version: 1, text });
}

/** What a diagnostic underlines. */
function underlined(document: SynthDocument, { range }: Diagnostic): string {
  return document.text.slice(document.offsetAt(range.start), document.offsetAt(range.end));
}

/** Checks that what is underlined is, read for itself, the key or value or part of it that the case names. */
function assertPlace(document: SynthDocument, found: Diagnostic, place: string): void {
  const [, pointer, key, from, to] = /^(.*?)(@key)?(?:\[(\d+)-(\d+)\])?$/s.exec(place) as RegExpExecArray;
  const text = underlined(document, found);
  const { language } = document;
  const read = (written: string): unknown => parseDocument(written, { language }).value;
  const value = segmentsOf(pointer).reduce<unknown>(
    (v, k) => (v as Record<string, unknown> | undefined)?.[k],
    document.parsed.value,
  );
  const name = segmentsOf(pointer).at(-1);
  if (from !== undefined) {
    const part = String(value).slice(Number(from), Number(to));
    if (part !== '') return assert.equal(text, part);
    assert.equal(text, '', 'an empty part is a place between two characters');
    const node = nodeAt(document.parsed.tree, pointer);
    assert.ok(
      node && document.offsetAt(found.range.start) >= node.start && document.offsetAt(found.range.start) <= node.end,
    );
  } else if (key !== undefined || (value === null && nodeAt(document.parsed.tree, pointer) === undefined)) {
    assert.equal(String(read(text)), name);
  } else {
    assert.deepEqual(read(dedented(text, found.range.start.character)), value);
  }
}

/** A part of block YAML as a text of its own. */
function dedented(text: string, columns: number): string {
  return text.replaceAll(new RegExp(`^ {${columns}}`, 'gm'), '');
}

describe('diagnostics in an editor', () => {
  for (const given of MISTAKES) {
    for (const language of Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[]) {
      it(`${given.mistakes.join(', ')}: ${given.document} in ${language}`, async () => {
        const document = documentOf(given, language);
        assert.deepEqual(document.parsed.diagnostics, []);
        const found = await diagnose(document, context);
        assert.deepEqual(found.map(({ code }) => code).sort(), given.mistakes.map((m) => m.split(' ')[0]).sort());
        for (const mistake of given.mistakes) {
          const [code] = mistake.split(' ', 1);
          const place = mistake.slice(code.length + 1);
          const same = found.filter((one) => one.code === code);
          if (same.length === 1) assertPlace(document, same[0], place);
          else
            assert.ok(
              same.some((one) => passes(() => assertPlace(document, one, place))),
              mistake,
            );
        }
        const ranges = found.map(({ range, code, message }) => JSON.stringify([range, code, message]));
        assert.equal(new Set(ranges).size, ranges.length, 'nothing is said twice');
      });
    }
  }

  for (const [language, text, code, part] of BROKEN) {
    it(`${code} in ${JSON.stringify(text.slice(0, 60))}, and nothing else while the text is broken`, async () => {
      const document = createDocument({ uri: `file:///x.synth.${language}`, version: 1, text });
      const found = await diagnose(document, context);
      assert.ok(found.every((one) => String(one.code).startsWith('syntax/')));
      const one = found.find((other) => other.code === code);
      assert.ok(one, JSON.stringify(found));
      assert.equal(underlined(document, one), part);
    });
  }

  it('have a case for every code of the engine', () => {
    const covered = new Set([
      ...MISTAKES.flatMap(({ mistakes }) => mistakes.map((m) => m.split(' ')[0])),
      ...BROKEN.map(([, , code]) => code),
    ]);
    const missing = codesOfEngine().filter((code) => !covered.has(code) && !Object.hasOwn(RUN_TIME, code));
    assert.deepEqual(missing, []);
    assert.deepEqual(
      [...covered].filter((code) => Object.hasOwn(RUN_TIME, code)),
      [],
      'codes that are said of documents after all',
    );
  });

  it('are all told of on the page of codes', () => {
    const page = readFileSync('docs/DIAGNOSTICS.md', 'utf8');
    const told = [...page.matchAll(/^### `(.+)`\n\n(.+)$/gm)].map(([, code]) => code);
    assert.deepEqual(told, [...told].sort(), 'in order');
    assert.deepEqual(
      told,
      codesOfEngine().filter((code) => !Object.hasOwn(RUN_TIME, code)),
    );
  });

  it('link to the page of codes where it is known', async () => {
    const document = createDocument({ uri: 'file:///x.synth.yaml', version: 1, text: 'a: strnig\n' });
    const [linked] = await diagnose(document, { ...context, codeLinks: codeLinks('https://example.com/D') });
    assert.equal(linked.codeDescription?.href, 'https://example.com/D#fieldunknown-type');
    assert.equal(anchorOf('field/unknown-type'), 'fieldunknown-type');
    const page = pathToFileURL('docs/DIAGNOSTICS.md').href;
    const [inFile] = await diagnose(document, { ...context, codeLinks: codeLinks(page) });
    const line = /^(.*)#L(\d+)$/.exec(inFile.codeDescription!.href)!;
    assert.equal(line[1], page);
    assert.equal(
      readFileSync('docs/DIAGNOSTICS.md', 'utf8').split('\n')[Number(line[2]) - 1],
      '### `field/unknown-type`',
    );
    const [nowhere] = await diagnose(document, { ...context, codeLinks: codeLinks('file:///no/such/page.md') });
    assert.equal(nowhere.codeDescription, undefined);
    const [plain] = await diagnose(document, context);
    assert.equal(plain.codeDescription, undefined);
  });

  it('lead to the other places of a mistake', async () => {
    const text = 'fields:\n  a: { expr: b + 1 }\n  b: { expr: c + 1 }\n  c: { expr: a + 1 }\n';
    const document = createDocument({ uri: 'file:///x.synth.yaml', version: 1, text });
    const [cycle] = await diagnose(document, context);
    assert.equal(cycle.code, 'ref/cycle');
    assert.deepEqual(
      cycle.relatedInformation?.map(({ message, location }) => [message, location.range.start.line]),
      [
        ['b', 2],
        ['c', 3],
      ],
    );
  });

  it('lead to the file of a mistake that is referred to', async () => {
    const other = createDocument({
      uri: 'file:///u.synth.yaml',
      version: 1,
      text: 'tables:\n  u:\n    fields:\n      id: uuuid\n',
    });
    const text = 'tables:\n  o:\n    fields:\n      u: { ref: ./u.synth.yaml#u.id }\n';
    const document = createDocument({ uri: 'file:///x.synth.yaml', version: 1, text });
    const found = await diagnose(document, {
      check: ({ parsed, file }) =>
        check(
          parsed.value,
          { file },
          { readSchema: () => Promise.resolve({ value: other.parsed.value, file: other.file, diagnostics: [] }) },
        ),
      read: (uri) => Promise.resolve(uri === other.uri ? other : undefined),
    });
    const brought = found.find(({ code }) => code === 'field/unknown-type');
    assert.ok(brought, JSON.stringify(found));
    assert.equal(underlined(document, brought), './u.synth.yaml#u.id');
    assert.match(String(brought.message), /^u\.synth\.yaml: /);
    assert.equal(brought.relatedInformation?.[0].location.uri, other.uri);
    assert.equal(brought.relatedInformation?.[0].location.range.start.line, 3);
  });

  const OTHER = `tables:
  u:
    fields:
      id: uuid
      b: { expr: nope + 1 }
      c: { expr: d + 1 }
      d: { expr: c + 1 }
`;
  const PARTS: [name: string, ref: string, code: string, line: number, fixed?: string][] = [
    ['has no such field', './u.synth.yaml#u.ix', 'ref/dangling', 2, './u.synth.yaml#u.id'],
    ['has a mistake that is in the way', './u.synth.yaml#u.b', 'expr/unknown-name', 4],
    ['has a circle', './u.synth.yaml#u.c', 'ref/cycle', 5],
  ];
  for (const [name, ref, code, line, fixed] of PARTS) {
    it(`lead to the other file where it ${name}`, async () => {
      const other = createDocument({ uri: 'file:///u.synth.yaml', version: 1, text: OTHER });
      const text = `tables:\n  o:\n    fields:\n      a: { ref: ${ref} }\n`;
      const document = createDocument({ uri: 'file:///x.synth.yaml', version: 1, text });
      const { value } = other.parsed;
      const readSchema = (): Promise<{ value: unknown; file: string; diagnostics: [] }> =>
        Promise.resolve({ value, file: other.file, diagnostics: [] });
      const found = await check(document.parsed.value, { file: document.file }, { readSchema });
      const [shown, ...more] = await diagnose(document, {
        check: () => Promise.resolve(found),
        read: (uri) => Promise.resolve(uri === other.uri ? other : undefined),
      });
      assert.deepEqual([shown.code, underlined(document, shown), more], [code, ref, []]);
      const [{ location }] = shown.relatedInformation!;
      assert.deepEqual([location.uri, location.range.start.line], [other.uri, line]);
      const edit = { op: 'replace', pointer: '/tables/o/fields/a/ref', value: fixed };
      assert.deepEqual(found[0].fixes?.[0].edits, fixed && [edit]);
    });
  }

  it('tell by tags what is unnecessary, and what is an older name', async () => {
    const text = 'fields:\n  a: { enum: [x, y, x] }\n  b: { type: string, value: x }\n';
    const found = await diagnose(createDocument({ uri: 'file:///x.synth.yaml', version: 1, text }), context);
    assert.deepEqual(found.map(({ code, tags, severity }) => [code, tags, severity]).sort(), [
      ['enum/duplicate', [DiagnosticTag.Unnecessary], found.find(({ code }) => code === 'enum/duplicate')?.severity],
      ['property/renamed', [DiagnosticTag.Deprecated], DiagnosticSeverity.Error],
    ]);
  });

  it('are none in an empty configuration or batch', async () => {
    for (const name of ['.agentic-synth.yaml', 'batch-config.json']) {
      assert.deepEqual(await diagnose(createDocument({ uri: `file:///${name}`, version: 1, text: '' }), context), []);
    }
  });
});

function passes(test: () => void): boolean {
  try {
    test();
    return true;
  } catch {
    return false;
  }
}

/** Codes of diagnostics in the parts of the engine that make them. */
function codesOfEngine(): string[] {
  const found = new Set<string>();
  for (const folder of ['batch', 'config', 'expression', 'fields', 'json-schema', 'plan', 'schema', 'vocabulary']) {
    const root = join('engine/src', folder);
    for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    )) {
      const text = readFileSync(join(root, file), 'utf8').replaceAll(/^\s*(?:\*|\/\/|\/\*).*$/gm, '');
      for (const [, code] of text.matchAll(/'([a-z]+(?:-[a-z]+)*\/[a-z]+(?:-[a-z]+)*)'/g)) found.add(code);
    }
  }
  const areas = /^(?:application|audio|etc|font|image|meta|model|multipart|text|video)\//;
  return [...found].filter((code) => !areas.test(code) || code === 'text/pattern-and-length').sort();
}
