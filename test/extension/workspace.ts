import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files that the suite expects in the folder that is open. */
export async function writeWorkspace(folder: string): Promise<void> {
  const files = {
    'users.synth.yaml': 'id: uiud\nname: person.fullName\n',
    'users.synth.json': '// people\n{ "id": "uiud", "name": "person.fullName" }\n',
  };
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
}
