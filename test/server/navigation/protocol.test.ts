import assert from 'node:assert/strict';
import type { CodeLens, InlayHint, WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import { NOTIFICATIONS } from '../../../server/src/messages.js';
import { playground, range } from '../protocol/support.js';

const USERS = 'seed: 1\ntables:\n  users: { count: 20, fields: { id: sequence, name: { const: Ada } } }\n';
const ORDERS = 'fields:\n  userId: { ref: ./users.synth.yaml#users.id }\n';

describe('navigation over the protocol', () => {
  const ground = playground();
  const write: typeof ground.write = (files) => ground.write(files);
  const uri: typeof ground.uri = (name) => ground.uri(name);
  const start: typeof ground.start = (options) => ground.start(options);

  it('answers each request that it says it can', async () => {
    await write({ 'users.synth.yaml': USERS, 'orders.synth.yaml': ORDERS });
    const client = await start();
    const textDocument = { uri: uri('users.synth.yaml') };
    client.open(textDocument.uri, USERS);
    const position = { line: 2, character: 32 };
    const at = { textDocument, position };
    const ask = <T>(method: string, params: object): Promise<T> => client.request<T>(`textDocument/${method}`, params);
    const id = { uri: textDocument.uri, range: range(2, 32, 34) };
    const use = { uri: uri('orders.synth.yaml'), range: range(1, 42, 44) };
    assert.deepEqual(await ask('definition', at), [id]);
    assert.deepEqual(await ask('typeDefinition', { textDocument, position: { line: 2, character: 3 } }), [
      { uri: textDocument.uri, range: range(2, 2, 7) },
    ]);
    assert.deepEqual(await ask('references', { ...at, context: { includeDeclaration: true } }), [id, use]);
    assert.deepEqual(await ask('documentHighlight', at), [{ range: id.range, kind: 3 }]);
    assert.deepEqual(await ask('prepareRename', at), { range: id.range, placeholder: 'id' });
    const edit = await ask<WorkspaceEdit>('rename', { ...at, newName: 'no' });
    assert.deepEqual(edit.documentChanges, [
      { textDocument: { uri: id.uri, version: 1 }, edits: [{ range: id.range, newText: 'no' }] },
      { textDocument: { uri: use.uri, version: null }, edits: [{ range: use.range, newText: 'no' }] },
    ]);
    await assert.rejects(ask('rename', { ...at, newName: 'name' }), /There is a field "name" already/);
    assert.equal((await ask<object[]>('documentSymbol', { textDocument })).length, 1);
    const symbols = await client.request<object[]>('workspace/symbol', { query: 'uid' });
    assert.deepEqual(
      symbols.map((symbol) => 'name' in symbol && symbol.name),
      ['userId'],
    );
    assert.deepEqual(await ask('foldingRange', { textDocument }), [{ startLine: 1, endLine: 2 }]);
    assert.equal((await ask<object[]>('selectionRange', { textDocument, positions: [position] })).length, 1);
    assert.deepEqual(await ask('documentLink', { textDocument }), []);
    const { resultId, data } = await ask<{ resultId: string; data: number[] }>('semanticTokens/full', { textDocument });
    assert.deepEqual(data.slice(0, 5), [2, 2, 5, 0, 1]);
    const delta = await ask<{ edits: object[] }>('semanticTokens/full/delta', {
      textDocument,
      previousResultId: resultId,
    });
    assert.deepEqual(delta.edits, []);
    const whole = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    assert.deepEqual(await ask('semanticTokens/range', { textDocument, range: whole }), { data });
    assert.equal(await client.close(), 0);
  });

  it('draws values and reckons sizes where the workspace is trusted', async () => {
    await write({ 'users.synth.yaml': USERS });
    const client = await start({ initializationOptions: { trusted: false } });
    const textDocument = { uri: uri('users.synth.yaml') };
    client.open(textDocument.uri, USERS);
    const whole = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const hints = (): Promise<InlayHint[]> => client.request('textDocument/inlayHint', { textDocument, range: whole });
    const lenses = (): Promise<CodeLens[]> => client.request('textDocument/codeLens', { textDocument });
    assert.deepEqual([await hints(), await lenses()], [[], []]);
    client.notify(NOTIFICATIONS.trusted, {});
    assert.deepEqual(
      (await hints()).map(({ label }) => label),
      ['1', 'Ada'],
    );
    const [preview, generate, size] = await lenses();
    const argument = { uri: textDocument.uri, table: 'users' };
    assert.deepEqual(preview.command, {
      title: 'Preview',
      command: 'agentic-synth.preview',
      arguments: [argument],
    });
    assert.equal(generate.command?.command, 'agentic-synth.generate');
    assert.equal(size.command, undefined);
    const resolved = await client.request<CodeLens>('codeLens/resolve', size);
    assert.match(resolved.command!.title, /^20 rows · \d+ B$/);
    client.notify('workspace/didChangeConfiguration', {
      settings: { agenticSynth: { inlayHints: false, codeLens: false } },
    });
    assert.deepEqual([await hints(), await lenses()], [[], []]);
    assert.equal(await client.close(), 0);
  });

  it('keeps the values of what is renamed, where that is wanted', async () => {
    await write({ 'users.synth.yaml': USERS });
    const client = await start({ initializationOptions: { settings: { renameKeepsValues: true } } });
    const textDocument = { uri: uri('users.synth.yaml') };
    client.open(textDocument.uri, USERS);
    const params = { textDocument, position: { line: 2, character: 32 }, newName: 'no' };
    const { documentChanges } = await client.request<WorkspaceEdit>('textDocument/rename', params);
    const [change] = documentChanges as { edits: { newText: string }[] }[];
    assert.deepEqual(
      change.edits.map(({ newText }) => newText),
      ['no', '{ type: sequence, key: id }'],
    );
    assert.equal(await client.close(), 0);
  });
});
