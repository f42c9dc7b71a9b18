import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The licence texts of every package that went into the bundles described by esbuild's `metafiles`. */
export function thirdPartyLicenses(root, metafiles) {
  const folders = new Set();
  for (const { inputs } of metafiles) {
    for (const file of Object.keys(inputs)) {
      const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file);
      if (match) folders.add(match[1]);
    }
  }
  // The same version may be installed in several places.
  return [...new Set([...folders].map((folder) => licenseOf(join(root, folder))))].sort().join('\n');
}

function licenseOf(folder) {
  const { name, version, license, author, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim() : '';
  const by = author?.name ?? author;
  const none = `The package comes without a text; its manifest names the licence ${license}${by ? `, ${by}` : ''} and ${repository?.url ?? repository}.`;
  return `${name} ${version} (${license})\n\n${text || none}\n`;
}
