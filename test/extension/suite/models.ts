import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { place, read, run, until, write } from './editor.js';

/** As newer editors have it; the types are those of the oldest. */
interface Models {
  registerLanguageModelChatProvider?(vendor: string, provider: object): vscode.Disposable;
}

describe('a model of the editor', () => {
  const asked: string[] = [];
  let registered: vscode.Disposable | undefined;

  before(function () {
    const { registerLanguageModelChatProvider: register } = vscode.lm as Models;
    // Before, models came from the editor's own extensions only.
    if (register === undefined) return this.skip();
    const model = {
      id: 'three',
      name: 'Three',
      family: 'suite',
      version: '1',
      maxInputTokens: 8000,
      maxOutputTokens: 8000,
      capabilities: {},
    };
    registered = register('suite', {
      provideLanguageModelChatInformation: () => [model],
      provideLanguageModelChatResponse(
        _: object,
        messages: readonly { readonly content: readonly unknown[] }[],
        __: object,
        progress: vscode.Progress<vscode.LanguageModelTextPart>,
      ) {
        asked.push(JSON.stringify(messages.map(({ content }) => content)));
        // In pieces, as models answer.
        for (const piece of ['[["One', '"],["Two"],', '["Three"]]']) {
          progress.report(new vscode.LanguageModelTextPart(piece));
        }
        return Promise.resolve();
      },
      provideTokenCount: () => Promise.resolve(1),
    });
  });
  after(() => registered?.dispose());

  it('writes the fields of a schema, and needs no key', async () => {
    await until('the model is there', async () => (await vscode.lm.selectChatModels({ id: 'three' })).length > 0);
    const uri = await write('titles.synth.yaml', 'id: sequence\ntitle: { prompt: A short title }\n');
    const target = place('titles.csv');
    const answers = { count: 3, format: 'csv', model: 'vscode:three', output: target.fsPath };
    assert.ok(await run('generate', { uri, answers }), 'the run failed');
    assert.deepEqual((await read(target)).trimEnd().split(/\r?\n/), ['id,title', '1,One', '2,Two', '3,Three']);
    assert.match(asked[0]!, /A short title/);
  });
});
