import type { ScalarNode, SyntaxNode } from 'agentic-synth';
import type { DocumentLink, Range } from 'vscode-languageserver-types';
import type { SynthDocument } from '../document/document.js';
import { pathOf, uriOf } from '../names/lookup.js';
import { inner, partOf } from '../names/name-index.js';
import { rangeIn, viewOf } from '../names/view.js';

/** Keys whose texts are addresses or paths, by what the document is. */
const PATHS: Readonly<Record<SynthDocument['kind'], RegExp>> = {
  schema: /^\/(?:.*\/)?ref$|^\/\$schema$|\/\$ref$/,
  'json-schema': /^\/\$schema$|\/\$ref$/,
  config: /^\/\$schema$|^\/plugins\/\d+$/,
  batch: /^\/\$schema$|^\/jobs\/\d+\/schema(?:\/.*\/ref)?$/,
};

/** Links to other files and pages: in `ref`, `$ref`, `$schema`, and the paths of batches and of the configuration. */
export function documentLinks(document: SynthDocument): DocumentLink[] {
  const view = viewOf(document);
  const paths = PATHS[document.kind];
  const links: DocumentLink[] = [];
  const visit = (node: SyntaxNode | undefined, pointer: string): void => {
    if (node?.kind === 'map') {
      for (const { key, value } of node.entries) visit(value, `${pointer}/${String(key.value)}`);
    } else if (node?.kind === 'list') {
      for (const [i, item] of node.items.entries()) visit(item, `${pointer}/${i}`);
    } else if (node?.kind === 'scalar' && typeof node.value === 'string' && paths.test(pointer)) {
      const link = linkOf(document, node, pointer, (span) => rangeIn(view, span), view.source.text);
      if (link !== undefined) links.push(link);
    }
  };
  visit(view.source.parsed.tree, '');
  return links;
}

function linkOf(
  document: SynthDocument,
  node: ScalarNode,
  pointer: string,
  rangeOf: (span: { readonly start: number; readonly end: number }) => Range | undefined,
  text: string,
): DocumentLink | undefined {
  const value = String(node.value);
  if (/^https?:\/\//i.test(value)) {
    const range = rangeOf(inner(node));
    return range && { range, target: value };
  }
  // Another scheme is nothing that could be opened, nor is a job of the same batch.
  if (/^[a-z][a-z\d+.-]+:/i.test(value) && !value.startsWith('file:')) return undefined;
  const hash = value.indexOf('#');
  const name = hash < 0 ? value : value.slice(0, hash);
  if (name === '' || (hash < 0 && /\/ref$/.test(pointer))) return undefined;
  // Modules of packages have no path.
  if (document.kind === 'config' && /^\/plugins/.test(pointer) && !/^\.{0,2}[/\\]/.test(name)) return undefined;
  const range = rangeOf(partOf(text, node, [0, name.length]));
  return range && { range, target: uriOf(pathOf(name, document.file)) };
}
