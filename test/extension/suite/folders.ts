import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { place, read, run, until, write } from './editor.js';

describe('a workspace of several folders', () => {
  it('has mistakes in each, which go when a file of the folder comes', async () => {
    const uri = place('orders.synth.yaml', 1);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await until('the missing file is told', () => vscode.languages.getDiagnostics(uri).length === 1);
    const people = await write('people.synth.yaml', 'id: sequence\nname: person.fullName\n', 1);
    // Not every editor can watch the disk.
    await vscode.workspace.openTextDocument(people);
    await until('it is found', () => vscode.languages.getDiagnostics(uri).length === 0);
  });

  it('generates by the configuration and the files of the folder of each schema', async () => {
    const SERIES = 'type: timeseries\nstart: 2026-01-01T00:00:00Z\nfields: { timestamp: datetime, value: number }\n';
    const second = async (at: number): Promise<string | undefined> => {
      const uri = await write('series.synth.yaml', SERIES, at);
      const target = place('series.csv', at);
      await run('generate', { uri, answers: { count: 2, format: 'csv', output: target.fsPath } });
      return (await read(target)).split('\n')[2]?.replace(/,.*/s, '');
    };
    assert.equal(await second(0), '2026-01-01T00:00:01Z');
    assert.equal(await second(1), '2026-01-01T01:00:00Z');
    const limit = (at: number): unknown =>
      vscode.workspace.getConfiguration('agenticSynth', place('', at)).get('maxRows');
    assert.deepEqual([limit(0), limit(1)], [10_000_000, 50]);
  });

  it('offers tasks that run in the folder of each schema', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'agentic-synth' });
    const task = tasks.find(({ definition }) => definition.schema === 'orders.synth.yaml');
    assert.equal((task?.scope as vscode.WorkspaceFolder | undefined)?.name, 'second');
  });
});

describe('a file that is on no disk', () => {
  const SCHEME = 'memory';
  const text = 'id: uiud\nname: person.fullName\n';
  let registered: vscode.Disposable;

  before(() => {
    const never = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
    const stat = { type: vscode.FileType.File, ctime: 0, mtime: 0, size: text.length };
    const refuse = (): never => {
      throw vscode.FileSystemError.NoPermissions();
    };
    registered = vscode.workspace.registerFileSystemProvider(
      SCHEME,
      {
        onDidChangeFile: never.event,
        watch: () => never,
        stat: () => stat,
        readDirectory: () => [],
        readFile: () => new TextEncoder().encode(text),
        createDirectory: refuse,
        writeFile: refuse,
        delete: refuse,
        rename: refuse,
      },
      { isReadonly: true },
    );
  });
  after(() => registered.dispose());

  it('is checked, completed and explained', async () => {
    const uri = vscode.Uri.parse(`${SCHEME}:/users.synth.yaml`);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.languageId, 'synth-yaml');
    await vscode.window.showTextDocument(document);
    await until('the mistake is told', () => vscode.languages.getDiagnostics(uri).length === 1);
    const at = new vscode.Position(0, 6);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      at,
    );
    assert.ok(items.some(({ label }) => (typeof label === 'string' ? label : label.label) === 'uuid'));
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      new vscode.Position(1, 8),
    );
    assert.ok(hover);
  });

  it('writes its rows to a file of the disk', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'synth-yaml', content: 'id: uuid\n' });
    const target = place('untitled.csv');
    await run('generate', { uri: document.uri, answers: { count: 4, format: 'csv', output: target.fsPath } });
    assert.equal((await read(target)).trimEnd().split('\n').length, 5);
  });
});
