import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { anchorOf } from '../../scripts/docs/markdown.js';
import { outdatedDocs, undocumentedExports } from '../../scripts/docs/index.js';
import { ROOT } from '../support/run.js';
import { PAGES, pageText, proseOf } from './snippets.js';

const anchors = new Map<string, ReadonlySet<string>>();

/** The anchors of a page, as GitHub makes them: the second heading of a name gets a number. */
function anchorsOf(page: string): ReadonlySet<string> {
  const known = anchors.get(page);
  if (known !== undefined) return known;
  const times = new Map<string, number>();
  const found = new Set<string>();
  for (const [, heading] of proseOf(page).matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = anchorOf(heading.replaceAll(/`|\[([^\]]*)\]\([^)]*\)/g, '$1'));
    const before = times.get(slug) ?? 0;
    times.set(slug, before + 1);
    found.add(before === 0 ? slug : `${slug}-${before}`);
  }
  anchors.set(page, found);
  return found;
}

describe('documents', function () {
  this.timeout(120_000);

  it('are what their sources say', async () => {
    assert.deepEqual(await outdatedDocs(), [], 'run: npm run docs');
  });

  it('have words for every public name', async () => {
    assert.deepEqual(await undocumentedExports(), []);
  });

  it('are all listed', () => {
    const listed = pageText('docs/README.md');
    const missing = PAGES.filter((page) => /^docs\/(?!README)/.test(page) && !listed.includes(`](${page.slice(5)})`));
    assert.deepEqual(missing, []);
  });

  for (const page of PAGES) {
    it(`lead somewhere: ${page}`, () => {
      const links = [
        ...proseOf(page)
          .replaceAll(/(`+)[^`]*?\1/g, '')
          .matchAll(/\]\(<?([^)\s>]+)>?\)/g),
      ].map(([, to]) => to);
      const broken = links.filter((link) => {
        if (/^(?:https?|mailto):/.test(link)) return false;
        const [path, anchor] = link.split('#');
        const file = path === '' ? page : normalize(join(dirname(page), decodeURIComponent(path)));
        if (!existsSync(join(ROOT, file))) return true;
        return anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).has(anchor);
      });
      assert.deepEqual(broken, []);
    });
  }
});
