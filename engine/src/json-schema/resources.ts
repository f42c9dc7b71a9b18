import { pointerTo } from '../schema/diagnostic.js';
import { describedDialect, KEYWORDS, rulesOf, type Holds, type Rules } from './dialects.js';
import type { SchemaAt, SchemaNode } from './graph.js';
import type { Keywords } from './keywords.js';
import type { Dialect, SchemaDocument } from './source.js';
import { decodeFragment, encodeFragment, pointerSegments, resolveUri, splitFragment } from './uri.js';

/** What is shared by the documents of one graph. */
export interface DocumentContext {
  nextId(): number;
  /** The rules that a `$schema` asks for; `undefined` where it is not known. */
  declaredRules(uri: string): Rules | undefined;
  /** The rules of documents that declare none. */
  readonly fallback: Rules;
}

/** A schema with a URI of its own: a document's root, or a schema with `$id`. References in it are relative to it. */
export class Resource {
  /** Plain and dynamic anchors, and where they are. Filled by {@link DocumentIndex.scan}. */
  readonly anchors = new Map<string, string>();
  /** Dynamic anchors; `$recursiveAnchor` is the one named `''`. */
  readonly dynamic = new Map<string, string>();

  constructor(
    readonly document: DocumentIndex,
    readonly uri: string,
    readonly pointer: string,
    readonly rules: Rules,
  ) {}

  get location(): string {
    return locationOf(this.document.uri, this.pointer);
  }
}

/** A schema node with what it takes to follow its references. */
export class Place implements SchemaNode {
  keywords: Keywords | undefined;
  /** As reached, by scope. */
  readonly reached = new Map<number, SchemaAt>();

  constructor(
    readonly id: number,
    readonly resource: Resource,
    readonly pointer: string,
    readonly value: boolean | Readonly<Record<string, unknown>>,
  ) {}

  get document(): DocumentIndex {
    return this.resource.document;
  }

  get location(): string {
    return locationOf(this.document.uri, this.pointer);
  }

  get file(): string | undefined {
    return this.document.file;
  }

  get rules(): Rules {
    return this.resource.rules;
  }

  get dialect(): Dialect {
    return this.resource.rules.dialect;
  }

  /** The schema at `segments` below this one; `undefined` where there is none. */
  child(...segments: readonly (string | number)[]): Place | undefined {
    let value: unknown = this.value;
    for (const s of segments) value = (value as Readonly<Record<string, unknown>>)[s];
    if (!isSchema(value)) return undefined;
    let pointer = this.pointer;
    for (const s of segments) pointer += typeof s === 'string' && /[~/]/.test(s) ? pointerTo('', s) : `/${s}`;
    return this.document.place(pointer, value, () => this.document.resourceAt(pointer, value, this.resource));
  }
}

type Step = Holds | 'other';

/** One document: its schemas by pointer, its resources and anchors. Nothing is looked at before it is asked for. */
export class DocumentIndex {
  readonly uri: string;
  readonly value: unknown;
  readonly file: string | undefined;
  readonly root: Resource;
  private readonly places = new Map<string, Place>();
  private readonly resources = new Map<string, Resource>();
  private readonly rootHolds: Step;
  private scanned: DocumentScan | undefined;

  constructor(
    document: SchemaDocument,
    private readonly context: DocumentContext,
  ) {
    this.uri = document.uri;
    this.value = document.value;
    this.file = document.file;
    const { value } = document;
    const described = isObject(value) ? describedDialect(value) : undefined;
    this.rootHolds = described === undefined ? 'schema' : 'other';
    const declared = isObject(value) && typeof value.$schema === 'string' ? value.$schema : undefined;
    const rules =
      described !== undefined
        ? rulesOf(described)
        : ((declared === undefined ? undefined : context.declaredRules(declared)) ?? context.fallback);
    const id = described === undefined && isObject(value) ? identifier(value, rules, true) : undefined;
    const base = id === undefined ? this.uri : splitFragment(resolveUri(id, this.uri))[0];
    this.root = new Resource(this, base, '', rules);
    this.resources.set('', this.root);
  }

  /** The schema at a pointer; `undefined` where there is nothing, or no schema. */
  at(pointer: string): Place | undefined {
    const known = this.places.get(pointer);
    if (known !== undefined) return known;
    let { value } = this;
    let holds: Step = this.rootHolds;
    let resource = this.root;
    let path = '';
    for (const segment of pointerSegments(pointer)) {
      const inside = valueAt(value, segment);
      if (inside === undefined) return undefined;
      holds = holds === 'other' && this.rootHolds === 'other' ? inDescription(segment) : step(holds, segment, inside);
      value = inside;
      path = pointerTo(path, segment);
      if (holds === 'schema' && isObject(value)) resource = this.resourceAt(path, value, resource);
    }
    return isSchema(value) ? this.place(pointer, value, () => resource) : undefined;
  }

  place(pointer: string, value: boolean | Readonly<Record<string, unknown>>, resource: () => Resource): Place {
    let place = this.places.get(pointer);
    if (place === undefined) {
      place = new Place(this.context.nextId(), resource(), pointer, value);
      this.places.set(pointer, place);
    }
    return place;
  }

  /** The resource that a schema in `parent` belongs to: its own, where it has a URI of its own. */
  resourceAt(pointer: string, value: unknown, parent: Resource): Resource {
    const known = this.resources.get(pointer);
    if (known !== undefined) return known;
    if (!isObject(value)) return parent;
    const rules =
      (typeof value.$schema === 'string' ? this.context.declaredRules(value.$schema) : undefined) ?? parent.rules;
    const id = identifier(value, rules, false);
    if (id === undefined) return parent;
    const [uri] = splitFragment(resolveUri(id, parent.uri));
    if (uri === parent.uri) return parent;
    const resource = new Resource(this, uri, pointer, rules);
    this.resources.set(pointer, resource);
    return resource;
  }

  /** Finds the resources and anchors of the whole document. */
  scan(): DocumentScan {
    this.scanned ??= new Scanner(this).run(this.value, this.rootHolds);
    return this.scanned;
  }
}

export interface DocumentScan {
  readonly resources: ReadonlyMap<string, Resource>;
  /** Some schema has a `$dynamicRef` or `$recursiveRef`. */
  readonly dynamic: boolean;
}

class Scanner {
  private readonly found = new Map<string, Resource>();
  private dynamic = false;

  constructor(private readonly document: DocumentIndex) {}

  run(value: unknown, holds: Step): DocumentScan {
    this.found.set(this.document.root.uri, this.document.root);
    this.visit(value, holds, '', this.document.root);
    return { resources: this.found, dynamic: this.dynamic };
  }

  private visit(value: unknown, holds: Step, pointer: string, outer: Resource): void {
    if (typeof value !== 'object' || value === null) return;
    let resource = outer;
    if (holds === 'schema') {
      if (Array.isArray(value)) return;
      resource = this.enter(value as Readonly<Record<string, unknown>>, pointer, outer);
    }
    for (const key of Object.keys(value)) {
      const inside = (value as Readonly<Record<string, unknown>>)[key];
      if (typeof inside !== 'object' || inside === null) continue;
      const next = holds === 'other' ? inDescription(key) : step(holds, key, inside);
      if (next === 'other' && holds !== 'other') continue;
      this.visit(inside, next, pointerTo(pointer, key), resource);
    }
  }

  private enter(value: Readonly<Record<string, unknown>>, pointer: string, outer: Resource): Resource {
    const resource = this.document.resourceAt(pointer, value, outer);
    if (resource !== outer && !this.found.has(resource.uri)) this.found.set(resource.uri, resource);
    const { rules } = resource;
    if (value.$dynamicRef !== undefined || value.$recursiveRef !== undefined) this.dynamic = true;
    const id = identifier(value, rules, pointer === '');
    const named = id === undefined ? '' : decodeFragment(splitFragment(id)[1]);
    if (named !== '' && !named.startsWith('/')) declare(resource.anchors, named, pointer);
    if (rules.has('$anchor') && typeof value.$anchor === 'string') declare(resource.anchors, value.$anchor, pointer);
    if (rules.has('$dynamicAnchor') && typeof value.$dynamicAnchor === 'string') {
      declare(resource.anchors, value.$dynamicAnchor, pointer);
      declare(resource.dynamic, value.$dynamicAnchor, pointer);
    }
    if (rules.has('$recursiveAnchor') && value.$recursiveAnchor === true && pointer === resource.pointer)
      declare(resource.dynamic, '', pointer);
    return resource;
  }
}

function declare(anchors: Map<string, string>, name: string, pointer: string): void {
  if (!anchors.has(name)) anchors.set(name, pointer);
}

/** The schema's `$id` (`id` in draft-04), where it counts. */
function identifier(value: Readonly<Record<string, unknown>>, rules: Rules, root: boolean): string | undefined {
  if (rules.refAlone && !root && typeof value.$ref === 'string') return undefined;
  if (rules.has('$id') && typeof value.$id === 'string') return value.$id;
  return rules.has('id') && typeof value.id === 'string' ? value.id : undefined;
}

/** What the value of `key` is, in something that is `holds`. */
function step(holds: Step, key: string, value: unknown): Step {
  switch (holds) {
    case 'schema': {
      const inside = KEYWORDS.get(key)?.holds ?? 'other';
      if (inside === 'schema or list') return Array.isArray(value) ? 'list' : 'schema';
      return inside;
    }
    case 'list':
    case 'map':
      return 'schema';
    case 'map of schemas or names':
      return Array.isArray(value) ? 'other' : 'schema';
    default:
      return 'other';
  }
}

/** In an API description, schemas are found by the keys they stand under. */
function inDescription(key: string): Step {
  return key === 'schemas' || key === 'definitions' ? 'map' : key === 'schema' ? 'schema' : 'other';
}

function locationOf(uri: string, pointer: string): string {
  return `${uri}#${encodeFragment(pointer)}`;
}

function valueAt(value: unknown, segment: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
  if (Array.isArray(value) && !/^(0|[1-9]\d*)$/.test(segment)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[segment];
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isSchema(value: unknown): value is boolean | Readonly<Record<string, unknown>> {
  return typeof value === 'boolean' || isObject(value);
}
