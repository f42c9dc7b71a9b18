import { SynthError } from '../errors.js';
import { pointerTo } from '../schema/diagnostic.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import { declaredDialect, hasVocabulary, likelyDialect, rulesOf, type Rules } from './dialects.js';
import type { Keywords, Reference } from './keywords.js';
import { readKeywords } from './keywords-read.js';
import { DocumentIndex, isObject, Place, type DocumentContext, type Resource } from './resources.js';
import type { Dialect, JsonSchemaSource, SchemaDocument } from './source.js';
import { decodeFragment, pointerSegments, resolveUri, splitFragment } from './uri.js';

/** One schema, boolean or object, in its place. Nodes are unique by place: compare them by identity. */
export interface SchemaNode {
  readonly id: number;
  /** URI of the document with a JSON pointer as fragment. */
  readonly location: string;
  /** RFC 6901 pointer in its document. */
  readonly pointer: string;
  /** The document, where it is not the one asked for. */
  readonly file?: string | undefined;
  readonly dialect: Dialect;
  readonly value: boolean | Readonly<Record<string, unknown>>;
}

/** A schema as reached: dynamic references depend on the resources entered on the way. */
export interface SchemaAt {
  readonly node: SchemaNode;
  readonly scope: DynamicScope;
}

/** What dynamic anchors lead to, outermost first. Interned: equal scopes are one object. */
export interface DynamicScope {
  readonly id: number;
  /** Locations of the resources entered that have dynamic anchors, outermost first. */
  readonly resources: readonly string[];
}

/** A reference leads nowhere, or not to a schema. */
export class UnresolvedReferenceError extends SynthError {
  constructor(
    /** As resolved: absolute, with its fragment. */
    readonly uri: string,
    message: string,
  ) {
    super('json-schema/unresolved-reference', message);
  }
}

/** Resolves the documents of a source: identifiers, anchors, references. Everything is looked up when it is asked for. */
export class SchemaGraph {
  readonly root: SchemaAt;
  private readonly documents = new Map<string, DocumentIndex>();
  private readonly scopes = new Map<string, Scope>();
  private readonly nowhere = new Scope(0, [], new Set());
  private places = 0;
  private identified: ReadonlyMap<string, Resource> | undefined;
  private dynamic: boolean | undefined;

  /** @throws UnresolvedReferenceError where the source's root is not a schema. */
  constructor(readonly source: JsonSchemaSource) {
    const lenient = rulesOf('2020-12', true);
    const context: DocumentContext & { fallback: Rules } = {
      nextId: () => this.places++,
      declaredRules: (uri: string) => declaredRules(uri, source.documents),
      fallback: lenient,
    };
    const [rootUri] = splitFragment(source.root);
    const first = source.documents.find((d) => d.uri === rootUri);
    if (first !== undefined) {
      const index = new DocumentIndex(first, context);
      this.documents.set(rootUri, index);
      context.fallback = index.root.rules;
    }
    for (const document of source.documents) {
      if (!this.documents.has(document.uri)) this.documents.set(document.uri, new DocumentIndex(document, context));
    }
    this.root = this.at(source.root);
  }

  /** The keywords of a schema, read once. */
  keywords(node: SchemaNode): Keywords {
    const place = this.placeOf(node);
    place.keywords ??= readKeywords(place, (keyword, to) => this.reference(place, keyword, to), this.source.neighbours);
    return place.keywords;
  }

  /** A schema below or beside one that was reached with `scope`, with what dynamic references then lead to. */
  enter(node: SchemaNode, scope: DynamicScope): SchemaAt {
    const place = this.placeOf(node);
    const grown = this.grow(scope as Scope, place.resource);
    let at = place.reached.get(grown.id);
    if (at === undefined) {
      at = { node: place, scope: grown };
      place.reached.set(grown.id, at);
    }
    return at;
  }

  /**
   * The schema at a location (as {@link SchemaNode.location}; anchors and `$id`s are understood too), reached through
   * resources.
   *
   * @throws UnresolvedReferenceError
   */
  at(location: string, scope: readonly string[] = []): SchemaAt {
    let reached: DynamicScope = this.nowhere;
    for (const resource of scope) reached = this.grow(reached as Scope, this.placeOf(this.node(resource)).resource);
    return this.enter(this.node(location), reached);
  }

  /** @throws UnresolvedReferenceError */
  node(location: string): SchemaNode {
    return this.find(location, undefined);
  }

  /** Whether a document at hand has this URI, as where it was read or as `$id`. */
  knows(uri: string): boolean {
    return this.resource(splitFragment(uri)[0]) !== undefined;
  }

  /** What a reference written in a schema leads to, absolute. */
  uriOf(reference: string, from: SchemaNode): string {
    return resolveUri(reference, this.placeOf(from).resource.uri);
  }

  /** The rules by which a schema is read. */
  rules(node: SchemaNode): Rules {
    return this.placeOf(node).rules;
  }

  private placeOf(node: SchemaNode): Place {
    if (!(node instanceof Place)) throw new TypeError('a schema node of another graph');
    return node;
  }

  private reference(from: Place, keyword: Reference['keyword'], to: string): Reference {
    let target: Place | undefined;
    let name: string | undefined;
    const resolve = (scope: DynamicScope): SchemaAt => {
      if (target === undefined) {
        const uri = keyword === '$recursiveRef' ? '#' : to;
        target = this.find(this.uriOf(uri, from), from.resource);
        if (keyword === '$recursiveRef') name = '';
        else if (keyword === '$dynamicRef') name = decodeFragment(splitFragment(uri)[1]);
        if (name !== undefined && this.scanned(target.resource).dynamic.get(name) !== target.pointer) name = undefined;
      }
      const outer = name === undefined ? undefined : (scope as Scope).lookUp(name);
      return this.enter(outer ?? target, scope);
    };
    return { keyword, to, resolve };
  }

  private find(uri: string, near: Resource | undefined): Place {
    const [base, fragment] = splitFragment(uri);
    const resource = near?.uri === base ? near : this.resource(base);
    if (resource === undefined) {
      throw new UnresolvedReferenceError(uri, `"${base}" is not among the documents at hand.`);
    }
    const text = decodeFragment(fragment);
    const named = text !== '' && !text.startsWith('/');
    const anchor = named ? this.scanned(resource).anchors.get(text) : '';
    if (anchor === undefined) {
      const names = didYouMean(text, resource.anchors.keys());
      throw new UnresolvedReferenceError(uri, `There is no anchor "${text}" in ${base}.${meaning(names)}`);
    }
    const place = resource.document.at(named ? anchor : resource.pointer + text);
    if (place === undefined) throw new UnresolvedReferenceError(uri, nothingAt(resource, text));
    return place;
  }

  private resource(uri: string): Resource | undefined {
    const document = this.documents.get(uri);
    if (document !== undefined) return document.root;
    for (const { root } of this.documents.values()) if (root.uri === uri) return root;
    if (this.identified === undefined) {
      const found = new Map<string, Resource>();
      for (const each of this.documents.values()) {
        for (const [id, resource] of each.scan().resources) if (!found.has(id)) found.set(id, resource);
      }
      this.identified = found;
    }
    return this.identified.get(uri);
  }

  private scanned(resource: Resource): Resource {
    resource.document.scan();
    return resource;
  }

  /** Entering a resource matters only if it has dynamic anchors that no resource further out has. */
  private grow(scope: Scope, resource: Resource): Scope {
    if (resource.rules.refAlone) return scope;
    this.dynamic ??= [...this.documents.values()].some((d) => d.scan().dynamic);
    if (!this.dynamic) return scope;
    const { dynamic } = this.scanned(resource);
    let fresh = false;
    for (const name of dynamic.keys()) fresh ||= !scope.names.has(name);
    if (!fresh) return scope;
    const resources = [...scope.entered, resource];
    const key = resources.map((r) => r.location).join(' ');
    let grown = this.scopes.get(key);
    if (grown === undefined) {
      grown = new Scope(this.scopes.size + 1, resources, new Set([...scope.names, ...dynamic.keys()]));
      this.scopes.set(key, grown);
    }
    return grown;
  }
}

/** What a pointer that leads nowhere may have meant. */
function nothingAt(resource: Resource, pointer: string): string {
  let { value } = resource.document;
  const path: string[] = [];
  for (const segment of pointerSegments(resource.pointer + pointer)) {
    const inside =
      isObject(value) || Array.isArray(value) ? (value as Readonly<Record<string, unknown>>)[segment] : undefined;
    if (inside === undefined) {
      const names = isObject(value) ? didYouMean(segment, Object.keys(value)) : [];
      return `There is no "${segment}" in #${pointerTo('', ...path)}.${meaning(names)}`;
    }
    path.push(segment);
    value = inside;
  }
  return `What is at #${pointer} is no schema.`;
}

class Scope implements DynamicScope {
  readonly resources: readonly string[];

  constructor(
    readonly id: number,
    readonly entered: readonly Resource[],
    readonly names: ReadonlySet<string>,
  ) {
    this.resources = entered.map((r) => r.location);
  }

  /** The outermost schema that a dynamic anchor names. */
  lookUp(name: string): Place | undefined {
    if (!this.names.has(name)) return undefined;
    const resource = this.entered.find((r) => r.dynamic.has(name));
    return resource?.document.at(resource.dynamic.get(name) ?? '');
  }
}

/** The rules that a `$schema` asks for: a dialect, or a meta-schema at hand built on one, perhaps without vocabularies. */
function declaredRules(uri: string, documents: readonly SchemaDocument[], depth = 0): Rules | undefined {
  const dialect = declaredDialect(uri);
  if (dialect !== undefined) return rulesOf(dialect);
  const [base] = splitFragment(uri);
  const meta = documents.find((d) => d.uri === base || (isObject(d.value) && d.value.$id === base))?.value;
  const likely = likelyDialect(uri);
  if (!isObject(meta) || typeof meta.$schema !== 'string' || depth > 8) return likely && rulesOf(likely);
  const rules = declaredRules(meta.$schema, documents, depth + 1);
  if (rules === undefined || !isObject(meta.$vocabulary)) return rules;
  const names = new Set(Object.keys(meta.$vocabulary).map((v) => v.slice(v.lastIndexOf('/') + 1)));
  return rulesOf(rules.dialect, false, (vocabulary) => !hasVocabulary(names, vocabulary, rules.dialect));
}
