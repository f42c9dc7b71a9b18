import assert from 'node:assert/strict';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import type { SynthDocument } from '../../../server/src/document/document.js';
import { definition, typeDefinition } from '../../../server/src/features/definition.js';
import { foldingRanges } from '../../../server/src/features/folding.js';
import { highlights } from '../../../server/src/features/highlights.js';
import { inlayHints } from '../../../server/src/features/inlay.js';
import { codeLenses } from '../../../server/src/features/lenses.js';
import { documentLinks } from '../../../server/src/features/links.js';
import { references } from '../../../server/src/features/references.js';
import { prepareRename, rename, RenameError } from '../../../server/src/features/rename.js';
import { selectionRanges } from '../../../server/src/features/selection.js';
import { documentSymbols } from '../../../server/src/features/symbols.js';
import { semanticTokens } from '../../../server/src/features/tokens.js';
import type { Files } from '../../../server/src/names/lookup.js';

/** What there is to see of a document and at a place of it. */
export interface Seen {
  readonly [feature: string]: unknown;
}

/**
 * Every way through a document, at one place; all ranges must be in the text.
 * @param newName also renames what stands there.
 */
export async function everyFeature(
  document: SynthDocument,
  offset: number,
  files: Files,
  newName?: string,
): Promise<Seen> {
  const position = document.positionAt(offset);
  const refused = (error: unknown): undefined => {
    if (!(error instanceof RenameError)) throw error;
    return undefined;
  };
  const whole = { start: { line: 0, character: 0 }, end: document.positionAt(document.text.length) };
  const sampler = (_document: SynthDocument, pointers: readonly string[]): Promise<Record<string, string[]>> =>
    Promise.resolve(Object.fromEntries(pointers.map((pointer) => [pointer, ['x']])));
  const placed = {
    definition: await definition(document, position, files),
    typeDefinition: await typeDefinition(document, position, files),
    references: await references(document, position, files),
    highlights: await highlights(document, position, files),
    lenses: await codeLenses(document, files),
    links: documentLinks(document),
    selection: selectionRanges(document, [position]),
    symbols: await documentSymbols(document, files),
  };
  const renaming = await prepareRename(document, position, files).catch(refused);
  if (newName !== undefined) await rename(document, position, newName, files).catch(refused);
  for (const { range, ...more } of Object.values(placed).flat()) {
    if ('uri' in more && more.uri !== document.uri) continue;
    const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    assert.ok(start <= end);
    assert.deepEqual(document.positionAt(start), range.start);
    assert.deepEqual(document.positionAt(end), range.end);
  }
  for (const symbol of placed.symbols) assertNested(document, symbol);
  const hints = await inlayHints(document, whole, files, sampler);
  for (const { position: at } of hints) assert.deepEqual(document.positionAt(document.offsetAt(at)), at);
  const lines = document.text.split(/\r\n?|\n/);
  const folding = foldingRanges(document);
  for (const { startLine, endLine } of folding) assert.ok(startLine < endLine && endLine < lines.length);
  let line = 0;
  let character = 0;
  const tokens = await semanticTokens(document, files);
  for (let i = 0; i < tokens.length; i += 5) {
    line += tokens[i];
    character = tokens[i] === 0 ? character + tokens[i + 1] : tokens[i + 1];
    assert.ok(character + tokens[i + 2] <= lines[line].length, `${line}:${character}`);
  }
  return { ...placed, renaming, hints, folding, tokens };
}

/** As the protocol wants it: a name is within its symbol. */
function assertNested(document: SynthDocument, { name, range, selectionRange, children = [] }: DocumentSymbol): void {
  const [outer, inner] = [range, selectionRange].map(({ start, end }) =>
    [start, end].map((at) => document.offsetAt(at)),
  );
  assert.ok(name.trim() !== '');
  assert.ok(outer[0] <= inner[0] && inner[0] <= inner[1] && inner[1] <= outer[1], `${name} ${outer} ${inner}`);
  for (const child of children) assertNested(document, child);
}
