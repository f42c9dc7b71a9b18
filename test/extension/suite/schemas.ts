import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const EXTENSION = 'agentic-synth.agentic-synth-vscode';

/** Waits until the diagnostics of a document are as wanted. */
async function diagnostics(
  uri: vscode.Uri,
  wanted: (found: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  for (let waited = 0; waited < 30_000; waited += 100) {
    const found = vscode.languages.getDiagnostics(uri);
    if (wanted(found)) return found;
    await new Promise((done) => setTimeout(done, 100));
  }
  return vscode.languages.getDiagnostics(uri);
}

async function open(name: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, name));
  await vscode.window.showTextDocument(document);
  return document;
}

describe('a schema in VS Code', () => {
  it('activates the extension and has a language of its own', async () => {
    assert.equal((await open('users.synth.json')).languageId, 'synth-json');
    assert.equal((await open('users.synth.yaml')).languageId, 'synth-yaml');
    const extension = vscode.extensions.getExtension(EXTENSION);
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
    // Its files are those of the package.
    assert.match(extension.extensionPath, /extensions[\\/]agentic-synth\.agentic-synth-vscode-\d+\.\d+\.\d+/);
  });

  it('shows the version of the engine', async () => {
    const version: unknown = await vscode.commands.executeCommand('agentic-synth.showVersion');
    assert.equal(version, (vscode.extensions.getExtension(EXTENSION)?.packageJSON as { version: string }).version);
  });

  for (const name of ['users.synth.yaml', 'users.synth.json']) {
    it(`underlines a mistake in ${name} until it is mended`, async () => {
      const document = await open(name);
      const [mistake, ...others] = await diagnostics(document.uri, (found) => found.length > 0);
      assert.deepEqual(others, []);
      assert.equal(mistake?.source, 'agentic-synth');
      assert.match(mistake.message, /uuid/);
      assert.match(document.getText(mistake.range), /^"?uiud"?$/);

      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, mistake.range, document.getText(mistake.range).replace('uiud', 'uuid'));
      await vscode.workspace.applyEdit(edit);
      assert.deepEqual(await diagnostics(document.uri, (found) => found.length === 0), []);
    });
  }
});
