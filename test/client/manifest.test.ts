import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { kindOf } from '../../server/src/document/create.js';
import { DEFAULT_SETTINGS } from '../../server/src/workspace.js';
import { ROOT, run } from '../support/run.js';
import { temporaryFolder } from '../cli/cli.js';
import { translatedTexts } from './translated-texts.js';

interface Setting {
  readonly default?: unknown;
  readonly scope?: string;
  readonly markdownDescription?: string;
}
interface Command {
  readonly command: string;
  readonly title: string;
  readonly category: string;
}
interface Manifest {
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly keybindings: readonly { readonly command: string }[];
    readonly languages: readonly { readonly id: string; readonly filenames: readonly string[] }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly problemMatchers: readonly { readonly pattern: Readonly<Record<string, string | number>> }[];
    readonly languageModelTools: readonly { readonly name: string; readonly inputSchema: object }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly media: { readonly markdown: string }; readonly completionEvents: string[] }[];
    }[];
    readonly jsonValidation?: unknown;
  };
}

const json = async <T>(name: string): Promise<T> => JSON.parse(await readFile(join(ROOT, name), 'utf8')) as T;

async function sources(): Promise<string> {
  const folder = join(ROOT, 'client/src');
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
}

/** The places in a text, such as {0}. */
const places = (text: string): string[] => [...text.matchAll(/\{\d+\}/g)].map(([place]) => place).sort();

describe('manifest', () => {
  const place = temporaryFolder();
  let manifest: Manifest;
  let code: string;
  before(async () => {
    manifest = await json('package.json');
    code = await sources();
  });

  it('gives every command a title, and every command is registered', () => {
    const { commands, menus, keybindings } = manifest.contributes;
    const declared = commands.map(({ command }) => command).sort();
    for (const { command, title, category } of commands) {
      assert.match(title, /^%command\./, command);
      assert.equal(category, 'Agentic Synth');
    }
    const registered = [...code.matchAll(/registerCommand\(\s*'([^']+)'/g)].map(([, command]) => command).sort();
    assert.deepEqual(registered, declared);
    for (const { command } of [...Object.values(menus).flat(), ...keybindings]) assert.ok(declared.includes(command));
  });

  it('describes every setting that is read, with the defaults that the server has', () => {
    const { properties } = manifest.contributes.configuration;
    for (const [name, { markdownDescription, scope, default: value }] of Object.entries(properties)) {
      assert.match(markdownDescription ?? '', /^%setting\./, name);
      assert.ok(scope !== undefined && value !== undefined, name);
    }
    for (const [name, value] of Object.entries(DEFAULT_SETTINGS)) {
      // The output channel has a level of its own.
      if (name !== 'logLevel') assert.equal(properties[`agenticSynth.${name}`]?.default, value, name);
    }
    const own = [...code.matchAll(/\.get(?:<[^>]*>)?\(\s*'([a-zA-Z]+)',/g)].map(([, name]) => `agenticSynth.${name}`);
    const known = [...Object.keys(DEFAULT_SETTINGS).map((name) => `agenticSynth.${name}`), ...own];
    assert.deepEqual(
      Object.keys(properties).filter((name) => !known.includes(name)),
      [],
    );
    assert.deepEqual(
      own.filter((name) => !(name in properties)),
      [],
    );
  });

  it('restricts settings that name programs to trusted workspaces', () => {
    assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, ['agenticSynth.cliPath']);
  });

  it('leaves the checking of its files to the server', () => {
    assert.equal(manifest.contributes.jsonValidation, undefined);
    for (const { filenames } of manifest.contributes.languages) {
      for (const name of filenames) assert.notEqual(kindOf(name), 'schema', name);
    }
  });

  it('registers the tools that it tells of', () => {
    const { languageModelTools } = manifest.contributes;
    const registered = [...code.matchAll(/registerTool\('([^']+)'/g)].map(([, name]) => name);
    assert.deepEqual(
      registered,
      languageModelTools.map(({ name }) => name),
    );
  });

  it('has a walkthrough whose steps have pages in both languages and end by themselves', async () => {
    const [{ steps } = { steps: [] }] = manifest.contributes.walkthroughs;
    assert.equal(steps.length, 4);
    for (const { media, completionEvents } of steps) {
      for (const file of [media.markdown, media.markdown.replace(/\.md$/, '.nls.de.md')]) await stat(join(ROOT, file));
      for (const event of completionEvents) {
        const [, kind, name] = /^(onContext|onCommand):agentic-synth\.(.+)$/.exec(event)!;
        if (kind === 'onContext')
          assert.match(code, new RegExp(`'agentic-synth\\.${name}', true|setContext\\('${name}'`));
      }
    }
  });

  it('reads the mistakes that the command line prints', async () => {
    await place.write({
      'a.synth.yaml': 'id: uiud\nage: { type: integer, min: 5, max: 1 }\n',
      'sub folder/b.synth.json': '{ "x": "intger", }',
      'c.synth.yaml': 'a: [\n',
    });
    const cli = join(ROOT, 'engine/dist/cli.cjs');
    const files = ['a.synth.yaml', 'sub folder/b.synth.json', 'c.synth.yaml'];
    const validated = await run(process.execPath, [cli, 'validate', ...files], { cwd: place.path });
    const generated = await run(process.execPath, [cli, 'generate', 'structured', '--schema', files[0]!], {
      cwd: place.path,
    });
    const [{ pattern } = { pattern: {} }] = manifest.contributes.problemMatchers;
    const regexp = new RegExp(String(pattern.regexp));
    const read = (output: string): (string | undefined)[][] =>
      output.split(/\r?\n/).flatMap((line) => {
        const match = regexp.exec(line);
        return match
          ? [['file', 'line', 'column', 'severity', 'code'].map((name) => match[Number(pattern[name])])]
          : [];
      });
    const found = read(validated.stdout + validated.stderr);
    assert.deepEqual(
      found.filter(([file]) => file === 'a.synth.yaml').map(([, line, , severity]) => [line, severity]),
      [
        ['1', 'error'],
        ['2', 'error'],
      ],
    );
    assert.deepEqual(found.find(([file]) => file === files[1])?.slice(1, 4), ['1', '8', 'error']);
    assert.ok(found.some(([file, , , , code]) => file === files[2] && code?.startsWith('syntax/')));
    assert.equal(read(generated.stderr).length, 2);
  });
});

describe('languages', () => {
  it('translate every text of the extension into German, and no others', async () => {
    const german = await json<Record<string, string>>('l10n/bundle.l10n.de.json');
    assert.deepEqual(Object.keys(german).sort(), await translatedTexts());
    for (const [text, translated] of Object.entries(german)) {
      assert.deepEqual(places(translated), places(text), text);
      assert.notEqual(translated.trim(), '', text);
    }
  });

  it('translate every text of the manifest, and no others', async () => {
    const english = await json<Record<string, string>>('package.nls.json');
    const german = await json<Record<string, string>>('package.nls.de.json');
    assert.deepEqual(Object.keys(german), Object.keys(english));
    const used = (await readFile(join(ROOT, 'package.json'), 'utf8')).matchAll(/"%([^"%]+)%"/g);
    assert.deepEqual([...new Set([...used].map(([, key]) => key!))].sort(), Object.keys(english).sort());
    const commands = (text: string): string[] => [...text.matchAll(/\(command:[^)]+\)/g)].map(([link]) => link);
    for (const [key, text] of Object.entries(english)) assert.deepEqual(commands(german[key]!), commands(text), key);
  });
});
