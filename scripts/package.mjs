// Packs the extension: node scripts/package.mjs [--out FILE]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { out } = parseArgs({ options: { out: { type: 'string', default: `out/${name}-${version}.vsix` } } }).values;

mkdirSync(dirname(join(root, out)), { recursive: true });
writeFileSync(join(root, 'dist/README.md'), readme());
await createVSIX({
  cwd: root,
  packagePath: join(root, out),
  readmePath: 'dist/README.md',
  // Everything that runs is in dist/.
  dependencies: false,
  rewriteRelativeLinks: false,
  allowMissingRepository: true,
});

/** The page in the list of extensions. VS Code shows there only pictures from the network or in the page itself. */
function readme() {
  const folder = join(root, 'docs');
  return readFileSync(join(folder, 'EXTENSION.md'), 'utf8').replaceAll(
    /(!\[[^\]]*\])\(([^):]+\.png)\)/g,
    (_, image, file) => `${image}(data:image/png;base64,${readFileSync(join(folder, file)).toString('base64')})`,
  );
}
