// Packs the extension: node scripts/package.mjs [--out FILE] [--pictures URL]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { out, pictures } = parseArgs({
  options: {
    out: { type: 'string', default: `out/${name}-${version}.vsix` },
    /** Address of the folder docs/, where it is public. */
    pictures: { type: 'string' },
  },
}).values;
const packagePath = resolve(root, out);

mkdirSync(dirname(packagePath), { recursive: true });
writeFileSync(join(root, 'dist/README.md'), readme());
await createVSIX({
  cwd: root,
  packagePath,
  readmePath: 'dist/README.md',
  // Everything that runs is in dist/.
  dependencies: false,
  rewriteRelativeLinks: false,
  allowMissingRepository: true,
});

/** The page in the list of extensions. It shows pictures from the network only: without their address it has none. */
function readme() {
  const text = readFileSync(join(root, 'docs/EXTENSION.md'), 'utf8');
  const picture = /!(\[[^\]]*\])\((pictures\/[^)]+)\)\n\n/g;
  if (pictures === undefined) return text.replaceAll(picture, '');
  return text.replaceAll(
    picture,
    (_, alt, file) => `!${alt}(${new URL(file, `${pictures.replace(/\/?$/, '/')}`)})\n\n`,
  );
}
