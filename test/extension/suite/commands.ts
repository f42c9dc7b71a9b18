import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension, place, read, run, until, write } from './editor.js';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

interface Generated {
  readonly files: readonly { readonly path: string; readonly rows: number }[];
  readonly rows: number;
}

describe('commands in VS Code', () => {
  before(() => extension().activate());

  it('are all there', async () => {
    const { contributes } = extension().packageJSON as Manifest;
    const known = new Set(await vscode.commands.getCommands());
    assert.deepEqual(
      contributes.commands.map(({ command }) => command).filter((command) => !known.has(command)),
      [],
    );
  });

  it('generate a file, which is opened, as the editor has the schema', async () => {
    const uri = await write('people.synth.yaml', 'id: uuid\n');
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(1, 0), 'age: integer (18..90)\n');
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.isDirty, true);
    const target = place('people.csv');
    const result = await run<Generated>('generate', {
      uri: uri.toString(),
      answers: { count: 1000, format: 'csv', output: target.fsPath },
    });
    assert.deepEqual([result.rows, result.files.length], [1000, 1]);
    const lines = (await read(target)).trimEnd().split('\n');
    assert.equal(lines.length, 1001);
    assert.match(lines[0]!, /^id,age\r?$/);
    await until('the file is opened', () => vscode.window.activeTextEditor?.document.uri.path === target.path);
  });

  it('generate a folder of files for several tables, which stays closed', async () => {
    const uri = await write(
      'shop.synth.yaml',
      'tables:\n  users: { count: 20, fields: { id: uuid } }\n  orders: { count: { per: users, min: 1, max: 2 }, fields: { user: { ref: users.id } } }\n',
    );
    const answers = { format: 'jsonl', output: `${place('shop').fsPath}/` };
    const { files } = await run<Generated>('generate', { uri, answers });
    assert.deepEqual(files.map(({ path }) => path.replace(/^.*\//, '')).sort(), ['orders.jsonl', 'users.jsonl']);
  });

  it('generate sample data for a JSON Schema, and for nothing else', async () => {
    const uri = await write(
      'pet.schema.json',
      '{ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": { "name": { "type": "string" }, "legs": { "enum": [2, 4] } }, "required": ["name", "legs"] }',
    );
    const target = place('pets.json');
    await run('generateSample', { uri, answers: { count: 7, format: 'json', output: target.fsPath } });
    const pets = JSON.parse(await read(target)) as { legs: number }[];
    assert.equal(pets.length, 7);
    assert.ok(pets.every(({ legs }) => legs === 2 || legs === 4));
    const other = await write('other.json', '{ "name": "x" }');
    assert.equal(await run('generateSample', { uri: other, answers: { output: place('no.json').fsPath } }), undefined);
  });

  it('write nothing where the schema has a mistake', async () => {
    const uri = await write('bad.synth.yaml', 'id: uiud\n');
    const target = place('bad.csv');
    assert.equal(await run('generate', { uri, answers: { output: target.fsPath } }), undefined);
    await assert.rejects(async () => vscode.workspace.fs.stat(target));
  });

  it('start schemas from templates and from rows', async () => {
    const users = await run<vscode.Uri>('newSchema', { template: 'users' });
    const template = await vscode.workspace.openTextDocument(users);
    assert.deepEqual([template.languageId, template.isUntitled], ['synth-yaml', true]);
    assert.match(template.getText(), /^fields:$/m);

    const rows = await write('trips.csv', 'id,km,mode\n1,2.5,bike\n2,7.1,bus\n3,1.2,bike\n4,3.3,bus\n');
    const inferred = await vscode.workspace.openTextDocument(await run<vscode.Uri>('inferSchema', rows));
    assert.equal(inferred.languageId, 'synth-yaml');
    for (const field of ['id', 'km', 'mode']) assert.match(inferred.getText(), new RegExp(`\\b${field}:`));
    const target = place('more-trips.csv');
    await run('generate', { uri: inferred.uri, answers: { count: 50, format: 'csv', output: target.fsPath } });
    assert.equal((await read(target)).trimEnd().split('\n').length, 51);
  });

  it('restart the server, which goes on', async () => {
    await run('restartServer');
    assert.match(await run<string>('showVersion'), /^\d+\.\d+\.\d+/);
    const uri = await write('after.synth.yaml', 'id: uiud\n');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await until('a mistake is underlined', () => vscode.languages.getDiagnostics(uri).length === 1);
  });

  it('offer a task for each schema', async () => {
    // The searching program of VS Code may be missing here: what is open is found without it.
    const uri = await write('sensors.synth.yaml', 'type: timeseries\nfields: { value: number (0..1) }\n');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    const tasks = await vscode.tasks.fetchTasks({ type: 'agentic-synth' });
    const task = tasks.find(({ definition }) => definition.schema === 'sensors.synth.yaml');
    assert.ok(task);
    assert.deepEqual(task.problemMatchers, ['$agentic-synth']);
    const { execution } = task;
    assert.ok(execution instanceof vscode.ShellExecution);
    const args = (execution.args ?? []).map((arg) => (typeof arg === 'string' ? arg : arg.value));
    assert.deepEqual(args.slice(0, 5), ['agentic-synth', 'generate', 'timeseries', '--schema', 'sensors.synth.yaml']);
  });

  it('have one language for configurations and batches, and one diagnostic for a mistake', async () => {
    for (const [name, text] of [
      ['.agentic-synth.json', '{ "outptu": {} }'],
      ['jobs.synth-batch.json', '{ "jobs": [ { "nmae": "a" } ] '],
    ] as const) {
      const uri = await write(name, text);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document);
      assert.equal(document.languageId, 'synth-json', name);
      await until(`${name} has a mistake`, () => vscode.languages.getDiagnostics(uri).length > 0);
      const places = vscode.languages.getDiagnostics(uri).map(({ range }) => JSON.stringify(range));
      assert.equal(new Set(places).size, places.length, name);
      await vscode.workspace.fs.delete(uri);
    }
  });
});

describe('tools for agents in VS Code', () => {
  async function invoke(name: string, input: object): Promise<unknown> {
    const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
    const [part] = content;
    assert.ok(part instanceof vscode.LanguageModelTextPart);
    return JSON.parse(part.value);
  }

  it('are told of', () => {
    const names = vscode.lm.tools.map(({ name }) => name);
    for (const name of ['generate_synthetic_data', 'validate_synth_schema']) assert.ok(names.includes(name), name);
  });

  it('tell the mistakes of a schema with their places', async () => {
    assert.deepEqual(await invoke('validate_synth_schema', { schemaText: 'id: uuid\n' }), {
      valid: true,
      problems: [],
      more: 0,
    });
    await write('agent.synth.yaml', 'id: uuid\nage: intger\n');
    const { valid, problems } = (await invoke('validate_synth_schema', { schemaPath: 'agent.synth.yaml' })) as {
      valid: boolean;
      problems: { line: number; column: number; message: string }[];
    };
    assert.deepEqual([valid, problems.length, problems[0]?.line, problems[0]?.column], [false, 1, 2, 6]);
    assert.match(problems[0]!.message, /intger/);
  });

  it('tell rows, or write them into the workspace and nowhere else', async () => {
    const schemaText = '{ "id": "sequence" }';
    const told = (await invoke('generate_synthetic_data', { schemaText, count: 3 })) as { tables: { rows: unknown[] } };
    assert.deepEqual(told.tables.rows, [{ id: 1 }, { id: 2 }, { id: 3 }]);
    const written = (await invoke('generate_synthetic_data', {
      schemaText,
      count: 400,
      output: 'agent.csv',
    })) as Generated;
    assert.equal(written.rows, 400);
    assert.equal((await read(place('agent.csv'))).trimEnd().split('\n').length, 401);
    for (const output of ['/tmp/agent.csv', '../agent.csv']) {
      await assert.rejects(invoke('generate_synthetic_data', { schemaText, count: 1, output }), output);
    }
  });
});
