import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDocument } from '../../../server/src/document/create.js';
import { completion, resolveCompletion } from '../../../server/src/features/completion.js';
import { snippetText } from '../../../server/src/knowledge/sketch.js';
import { Workspace } from '../../../server/src/workspace.js';
import { applied, offered } from './support.js';

describe('completion across files', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'completion-'));
    await mkdir(join(folder, 'parts'));
    await writeFile(
      join(folder, 'parts', 'users.synth.yaml'),
      'tables:\n  users:\n    count: 5\n    fields: { id: uuid, name: name }\n',
    );
    await writeFile(join(folder, 'single.synth.json'), '{ "id": "uuid", "size": "integer" }');
  });
  after(() => rm(folder, { recursive: true }));

  const take = async (
    text: string,
    label: string,
    language: 'JSON' | 'block YAML',
    name = 'x.synth',
  ): Promise<string> => {
    const { items, document } = await offered(text, language, { folders: [folder], name });
    const item = items.find((one) => one.label === label);
    assert.ok(item, `${label} is not among ${items.map((one) => one.label).join(', ')}`);
    return applied(document, item);
  };

  it('offers files for references', async () => {
    const text = 'fields:\n  a: { ref: ‸ }\n';
    assert.match(await take(text, './parts/users.synth.yaml#', 'block YAML'), /ref: \.\/parts\/users\.synth\.yaml#/);
    assert.match(
      await take('fields:\n  a: { ref: ./pa‸ }\n', './parts/users.synth.yaml#', 'block YAML'),
      /ref: \.\/parts\/users\.synth\.yaml# /,
    );
  });

  it('offers the columns of another file', async () => {
    const text = '{ "fields": { "a": { "ref": "./parts/users.synth.yaml#‸" } } }';
    assert.match(await take(text, 'users.id', 'JSON'), /"\.\/parts\/users\.synth\.yaml#users\.id"/);
    const { items } = await offered(text, 'JSON', { folders: [folder] });
    assert.deepEqual(
      items.map(({ label }) => label),
      ['users.id', 'users.name'],
    );
  });

  it('offers the columns of a file with one table by their names', async () => {
    const { items } = await offered('fields:\n  a: { ref: "./single.synth.json#‸" }\n', 'block YAML', {
      folders: [folder],
    });
    assert.deepEqual(
      items.map(({ label }) => label),
      ['id', 'size'],
    );
  });

  it('sees rows of another file in expressions', async () => {
    const text = 'fields:\n  a: { ref: ./parts/users.synth.yaml#users.id }\n  b: { expr: users.‸ }\n';
    assert.match(await take(text, 'name', 'block YAML'), /expr: users\.name/);
  });

  it('offers nothing of a file that is not there', async () => {
    const { items } = await offered('fields:\n  a: { ref: "./none.synth.yaml#‸" }\n', 'block YAML', {
      folders: [folder],
    });
    assert.deepEqual(items, []);
  });

  it('offers schema files in batches', async () => {
    const text = 'jobs:\n  - name: a\n    schema: ‸\n';
    assert.match(
      await take(text, './single.synth.json', 'block YAML', 'batch-config'),
      /schema: \.\/single\.synth\.json/,
    );
  });
});

describe('completion while typing', () => {
  const uri = 'file:///nowhere/x.synth.yaml';

  it('knows the tables of the last good version', async () => {
    const workspace = new Workspace();
    const good = 'tables:\n  users:\n    fields:\n      id: uuid\n  orders:\n    fields:\n      a: uuid\n';
    workspace.open(uri, 1, good);
    assert.ok(workspace.get(uri)!.lastGood);
    const broken = `${good}      b: { ref: \n`;
    const end = { line: 7, character: 0 };
    const document = workspace.change(uri, 2, [{ range: { start: end, end }, text: '      b: { ref: ' }]);
    assert.equal(document.text, broken.trimEnd() + ' ');
    const { items } = await completion(document, { line: 7, character: 16 }, { workspace });
    assert.deepEqual(items.map(({ label }) => label).slice(0, 1), ['users.id']);
  });

  it('reads what was just typed in a long document', async () => {
    const table = (name: string): string =>
      `  ${name}:\n    fields:\n${Array.from({ length: 40 }, (_, i) => `      f${i}: { type: integer, min: ${i} }\n`).join('')}`;
    const text = `tables:\n${Array.from({ length: 60 }, (_, i) => table(`t${i}`)).join('')}`;
    const first = createDocument({ uri, version: 1, text });
    assert.equal(first.lastGood, first);
    const field = '      own:\n        type: string\n        ';
    const at = text.indexOf('  t30:') + '  t30:\n    fields:\n'.length;
    const second = createDocument({ uri, version: 2, text: `${text.slice(0, at)}${field}\n${text.slice(at)}` }, first);
    const position = second.positionAt(at + field.length);
    const { items } = await completion(second, position, { workspace: new Workspace() });
    const labels = items.map(({ label }) => label);
    assert.ok(labels.includes('pattern') && !labels.includes('min') && !labels.includes('type'), labels.join());
    assert.notEqual(second.known, second);
  });
});

describe('resolving an item', () => {
  const text = 'locale: de\nseed: 5\nfields:\n  a: ‸\n';

  it('shows values of a type at the seed and in the language of the document', async () => {
    const { items, document } = await offered(text, 'block YAML');
    const workspace = new Workspace();
    const told = async (label: string): Promise<string> => {
      const item = items.find((one) => one.label === label)!;
      const { documentation } = await resolveCompletion(item, document, { workspace });
      return (documentation as { value: string }).value;
    };
    assert.match(await told('person.fullName'), /full name[^]*- `".+"`\n- `".+"`/);
    assert.match(await told('integer (0..100)'), /whole number[^]*- `\d+`/);
    assert.match(await told('enum'), /- `"[ABC]"`/);
    assert.match(await told('commerce.price'), /Options: `/);
    assert.equal(await told('person.fullName'), await told('person.fullName'));
  });

  it('resolves every type', async () => {
    const { items, document } = await offered(text, 'block YAML');
    const typed = items.filter(({ data }) => data !== undefined);
    assert.ok(typed.length > 250);
    for (const item of typed.filter((_, i) => i % 9 === 0)) {
      const { documentation } = await resolveCompletion(item, document, { workspace: new Workspace() });
      assert.match((documentation as { value: string }).value, /\n- /, item.label);
    }
  });
});

describe('a snippet as text', () => {
  const TEXTS: readonly [string, string][] = [
    ['a', 'a'],
    ['$0', ''],
    ['${1:a}b$2', 'ab'],
    ['${1|x,y|}', 'x'],
    ['\\$\\}\\\\', '$}\\'],
    ['{ ${1:a\\}b} \\}', '{ a}b }'],
    ['\\${1:a\\}', '${1:a}'],
  ];
  for (const [snippet, text] of TEXTS) {
    it(JSON.stringify(snippet), () => assert.equal(snippetText(snippet), text));
  }
});
