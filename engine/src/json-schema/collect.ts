import { pointerTo, type Diagnostic } from '../schema/diagnostic.js';
import { declaredDialect } from './dialects.js';
import { SchemaGraph, UnresolvedReferenceError, type SchemaNode } from './graph.js';
import { isObject } from './resources.js';
import type { SchemaDocument } from './source.js';
import { decodeFragment, encodeFragment, resolveUri, splitFragment } from './uri.js';
import { walk } from './walk.js';

export interface CollectOptions {
  /** Where the document was read: absolute, no fragment. Files beside it are found relative to this. */
  readonly uri: string;
  /** JSON pointer of the schema asked for; the whole document by default. */
  readonly pointer?: string;
  /** Reads and parses another document; rejects where there is none. Never asked for `http:` and `https:`. */
  readonly read?: (uri: string) => Promise<unknown>;
}

export interface CollectedDocuments {
  /** The one asked for first. */
  readonly documents: readonly SchemaDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the documents that a schema refers to, directly or by way of others: files beside it, and the meta-schemas of the
 * drafts. Nothing comes from the network: a web address counts if a document at hand has it as `$id`, if it lies below the
 * folder that the referring document's `$id` names and so does a file, or if a file of its name beside the document has it
 * as `$id`.
 */
export async function collectDocuments(value: unknown, options: CollectOptions): Promise<CollectedDocuments> {
  return new Collector(value, options).run();
}

/** A document that is not at hand, and who asked for it. */
interface Wanted {
  readonly uri: string;
  readonly reference: string;
  readonly from: SchemaNode | undefined;
  readonly keyword: string;
}

class Collector {
  private readonly documents: SchemaDocument[];
  private readonly diagnostics: Diagnostic[] = [];
  private readonly asked = new Set<string>();

  constructor(
    value: unknown,
    private readonly options: CollectOptions,
  ) {
    this.documents = [{ uri: options.uri, value }];
  }

  async run(): Promise<CollectedDocuments> {
    for (let wanted = this.wanted(); wanted.length > 0; wanted = this.wanted()) {
      for (const each of wanted) {
        this.asked.add(each.uri);
        await this.load(each);
      }
    }
    return { documents: this.documents, diagnostics: this.diagnostics };
  }

  private wanted(): Wanted[] {
    const { uri, pointer = '' } = this.options;
    const found = new Map<string, Wanted>();
    const want = (each: Wanted): void => {
      if (!this.asked.has(each.uri) && !found.has(each.uri)) found.set(each.uri, each);
    };
    let graph: SchemaGraph;
    try {
      graph = new SchemaGraph({ documents: this.documents, root: `${uri}#${encodeFragment(pointer)}`, infer: false });
    } catch (error) {
      if (!(error instanceof UnresolvedReferenceError)) throw error;
      this.diagnostics.push({ code: error.code, severity: 'error', message: error.message, pointer: '' });
      return [];
    }
    for (const document of this.documents) {
      const declared = isObject(document.value) ? document.value.$schema : undefined;
      if (typeof declared !== 'string' || declaredDialect(declared) !== undefined) continue;
      const [base] = splitFragment(resolveUri(declared, document.uri));
      if (!graph.knows(base)) want({ uri: base, reference: declared, from: undefined, keyword: '$schema' });
    }
    walk(
      graph,
      () => undefined,
      ({ node }, { keyword, to }, error) => {
        const [base] = splitFragment(error.uri);
        if (!graph.knows(base)) want({ uri: base, reference: to, from: node, keyword });
      },
    );
    return [...found.values()];
  }

  private async load(wanted: Wanted): Promise<void> {
    const { uri, from } = wanted;
    const bundled = await metaSchema(uri);
    if (bundled !== undefined) {
      this.documents.push(bundled);
      return;
    }
    let reason: string | undefined;
    for (const { at, named } of this.candidates(wanted)) {
      try {
        const value = await this.options.read?.(at);
        if (value === undefined || (named && identifierOf(value, uri) !== uri)) continue;
        this.documents.push({ uri, value, file: relativePath(at, this.options.uri) });
        return;
      } catch (error) {
        if (at === uri) reason = error instanceof Error ? error.message : String(error);
      }
    }
    if (from !== undefined) this.report(wanted, from, reason);
  }

  /** Where the document may have been saved; where `named`, only if its `$id` says that it is the one. */
  private candidates({ uri, reference, from }: Wanted): { at: string; named: boolean }[] {
    const found: { at: string; named: boolean }[] = [];
    const add = (at: string, named: boolean): void => {
      if (this.readable(at) && !found.some((c) => c.at === at)) found.push({ at, named });
    };
    add(uri, false);
    const home = this.documents.find((d) => from?.location.startsWith(`${d.uri}#`)) ?? this.documents[0];
    const [path] = splitFragment(reference);
    if (!/^[a-z][a-z0-9+.-]*:/i.test(path)) add(resolveUri(path, home.uri), false);
    const id = isObject(home.value) ? identifierOf(home.value, home.uri) : undefined;
    const folder = id?.slice(0, id.lastIndexOf('/') + 1);
    if (folder !== undefined && /^https?:\/\/[^/]+\//.test(folder) && uri.startsWith(folder)) {
      add(resolveUri(`./${uri.slice(folder.length)}`, home.uri), false);
    }
    const name = lastSegment(uri);
    if (name !== '') {
      for (const ending of ['', ...endings(name, home.uri)]) {
        add(resolveUri(`./${encodeFragment(name)}${ending}`, home.uri), true);
        add(resolveUri(`./${encodeFragment(name)}${ending}`, this.options.uri), true);
      }
    }
    return found;
  }

  private readable(uri: string): boolean {
    return !isRemote(uri) && schemeOf(uri) === schemeOf(this.options.uri);
  }

  private report({ uri, keyword }: Wanted, from: SchemaNode, reason: string | undefined): void {
    const place = { pointer: pointerTo(from.pointer, keyword), ...(from.file !== undefined && { file: from.file }) };
    if (this.readable(uri)) {
      const message = `"${relativePath(uri, this.options.uri)}" cannot be read${reason === undefined ? '.' : `: ${reason}`}`;
      this.diagnostics.push({ code: 'json-schema/unreadable', severity: 'error', message, ...place });
      return;
    }
    const name = lastSegment(uri);
    const saved =
      name === '' ? 'beside this file' : `beside this file as "${name.includes('.') ? name : `${name}.json`}"`;
    const message = `"${uri}" is not read from the network. Save it ${saved}, with "${uri}" as its "$id".`;
    this.diagnostics.push({ code: 'json-schema/remote-reference', severity: 'error', message, ...place });
  }
}

/** Meta-schemas are large and few schemas refer to one: they are loaded when asked for. */
async function metaSchema(uri: string): Promise<SchemaDocument | undefined> {
  if (!/^https?:\/\/json-schema\.org\//.test(uri)) return undefined;
  const { META_SCHEMA_DOCUMENTS } = await import('./meta-schemas/index.js');
  const found =
    META_SCHEMA_DOCUMENTS.get(uri) ??
    META_SCHEMA_DOCUMENTS.get(uri.replace(/^https:/, 'http:')) ??
    META_SCHEMA_DOCUMENTS.get(uri.replace(/^http:/, 'https:'));
  return found && { ...found, uri };
}

function identifierOf(value: unknown, base: string): string | undefined {
  const id = isObject(value) ? (value.$id ?? value.id) : undefined;
  return typeof id === 'string' ? splitFragment(resolveUri(id, base))[0] : undefined;
}

/** What files may be called in addition to what their `$id` ends with: as the one that refers to it is, or as usual. */
function endings(name: string, referring: string): Set<string> {
  const file = lastSegment(referring);
  const own = file.includes('.') ? [file.slice(file.indexOf('.'))] : [];
  return new Set(name.includes('.') ? [] : [...own, '.json', '.schema.json']);
}

function isRemote(uri: string): boolean {
  return /^https?:/i.test(uri);
}

function schemeOf(uri: string): string {
  return uri.slice(0, uri.indexOf(':') + 1).toLowerCase();
}

function lastSegment(uri: string): string {
  return decodeFragment(/[^/:?]*(?=$|\?)/.exec(uri)?.[0] ?? '');
}

/** A file as seen from the document asked for. */
function relativePath(uri: string, from: string): string {
  const there = uri.split('/');
  const here = from.split('/');
  let common = 0;
  while (common < here.length - 1 && common < there.length - 1 && here[common] === there[common]) common++;
  if (common < 3 && uri.includes('://')) return uri;
  return decodeFragment([...here.slice(common + 1).map(() => '..'), ...there.slice(common)].join('/'));
}
