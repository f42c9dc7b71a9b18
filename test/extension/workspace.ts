import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Writes what the suite expects to be open: a workspace of two folders, whose settings differ.
 * @returns its file
 */
export async function writeWorkspace(folder: string): Promise<string> {
  const workspace = join(folder, 'both.code-workspace');
  const files = {
    [workspace]: JSON.stringify({ folders: [{ path: 'first' }, { path: 'second' }] }),
    [join(folder, 'first/users.synth.yaml')]: 'id: uiud\nname: person.fullName\n',
    [join(folder, 'first/users.synth.json')]: '// people\n{ "id": "uiud", "name": "person.fullName" }\n',
    [join(folder, 'second/orders.synth.yaml')]: 'id: uuid\nuser: { ref: ./people.synth.yaml#rows.id }\n',
    [join(folder, 'second/.vscode/settings.json')]: '{ "agenticSynth.maxRows": 50 }',
    [join(folder, 'second/.agentic-synth.json')]: '{ "generators": { "timeseries": { "defaultSampleRate": "1h" } } }',
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return workspace;
}
