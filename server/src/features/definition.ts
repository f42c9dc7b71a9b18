import { type Definition, nodeAt, placeAt } from 'agentic-synth';
import type { Location, Position } from 'vscode-languageserver-types';
import type { SynthDocument } from '../document/document.js';
import { type Files, locate, namesOf } from '../names/lookup.js';
import type { NameIndex } from '../names/name-index.js';
import { rangeIn, viewOf } from '../names/view.js';
import { targetsUnder } from './under.js';

/** Where the thing under the cursor is defined. */
export async function definition(document: SynthDocument, position: Position, files: Files): Promise<Location[]> {
  const index = await namesOf(document, files);
  const offset = document.offsetAt(position);
  const found: Location[] = [];
  for (const target of targetsUnder(index, offset)) {
    const place = await locate(target, index, files);
    if (place !== undefined) found.push(place);
  }
  return found.length > 0 ? found : inJsonSchema(document, offset);
}

/** `$ref` to a place in the same JSON Schema. */
function inJsonSchema(document: SynthDocument, offset: number): Location[] {
  const view = viewOf(document);
  const then = view.then(offset);
  const { tree } = view.source.parsed;
  const under = then === undefined ? undefined : placeAt(tree, then);
  if (under?.node.kind !== 'scalar' || under.at === 'key' || !under.pointer.endsWith('/$ref')) return [];
  const ref = /^#((?:\/.*)?)$/s.exec(String(under.node.value));
  if (ref === null) return [];
  const node = nodeAt(tree, decoded(ref[1]));
  const range = node && rangeIn(view, node);
  return range ? [{ uri: document.uri, range }] : [];
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

/**
 * Where the type of the thing under the cursor is defined: the named type of a field, the table whose rows an alias or a
 * reference stands for.
 */
export async function typeDefinition(document: SynthDocument, position: Position, files: Files): Promise<Location[]> {
  const index = await namesOf(document, files);
  const found: Location[] = [];
  for (const target of targetsUnder(index, document.offsetAt(position))) {
    const type = await typeOf(target, index, files);
    const place = type && (await locate(type.definition, type.index, files));
    if (place !== undefined) found.push(place);
  }
  return found;
}

interface Found {
  readonly definition: Definition;
  readonly index: NameIndex;
}

async function typeOf(definition: Definition, index: NameIndex, files: Files): Promise<Found | undefined> {
  const home = await homeOf(definition, index, files);
  if (home === undefined) return undefined;
  const { pointer, kind } = definition;
  const used = (at: string, of: Definition['kind']): Definition | undefined =>
    home.references.uses.find((use) => use.pointer === at && use.kind === of && use.target !== undefined)?.target;
  switch (kind) {
    case 'type':
    case 'table':
      return { definition, index };
    case 'alias': {
      const table = used(pointer.replace(/as$/, 'ref'), 'table');
      return table && { definition: table, index: home };
    }
    case 'field':
    case 'series': {
      const type = used(pointer, 'type') ?? used(`${pointer}/type`, 'type') ?? used(`${pointer}/items`, 'type');
      const table = type ?? used(`${pointer}/ref`, 'table') ?? used(`${pointer}/ref`, 'alias');
      return table && { definition: table, index: home };
    }
    default:
      return undefined;
  }
}

async function homeOf(definition: Definition, index: NameIndex, files: Files): Promise<NameIndex | undefined> {
  if (index.owns(definition)) return index;
  const place = await locate(definition, index, files);
  const document = place && (await files.read(place.uri));
  return document && namesOf(document, files);
}
