import { parse, type ASTNode } from '../expression/parse.js';
import { expressionTokens } from '../expression/tokens.js';
import { first, next, type FieldSymbol, type Place, type Scope, type Segment, type Step } from './symbols.js';

/** What an expression is known to give: a place, a list of something, or something else. */
export type Known = Place | { readonly kind: 'list'; readonly of: Known | undefined };

/** How the parts of fields are found. */
export interface Resolver {
  members(field: FieldSymbol): Scope | undefined;
  items(field: FieldSymbol): FieldSymbol | undefined;
}

/** A name in an expression, and what it leads to; undefined where nothing has the name. */
export interface NameUse {
  readonly start: number;
  readonly end: number;
  readonly place: Place | undefined;
}

/**
 * The names in an expression, in a text that holds it between `from` and `to`. Of an expression that cannot be parsed,
 * those that can be made out. Names of variables are left out.
 */
export function namesIn(scope: Scope, resolver: Resolver, text: string, from: number, to: number): NameUse[] {
  const walker = new Walker(scope, resolver);
  // Blanks in front keep every offset that of the text.
  const parsed = parse(' '.repeat(from) + text.slice(from, to));
  if ('ast' in parsed) {
    walker.visit(parsed.ast);
    return walker.uses;
  }
  for (const segments of chains(text, from, to)) walker.path(segments, undefined);
  return walker.uses.filter(({ place }) => place !== undefined);
}

/** Names joined by dots, by their looks. */
function chains(text: string, from: number, to: number): Segment[][] {
  const found: Segment[][] = [];
  let last = -1;
  for (const { kind, start, end } of expressionTokens(text, from, to)) {
    if (kind !== 'name') {
      last = -1;
      continue;
    }
    const segment = { name: text.slice(start, end), start, end };
    if (last >= 0 && /^\s*\.\s*$/.test(text.slice(last, start))) found.at(-1)!.push(segment);
    else if (!/\.\s*$/.test(text.slice(from, start))) found.push([segment]);
    last = end;
  }
  return found;
}

const MACROS: ReadonlySet<string> = new Set(['all/2', 'exists/2', 'exists_one/2', 'filter/2', 'map/2', 'map/3']);

class Walker {
  readonly uses: NameUse[] = [];
  private readonly variables: { readonly name: string; readonly known: Known | undefined }[] = [];

  constructor(
    private readonly scope: Scope,
    private readonly resolver: Resolver,
  ) {}

  visit(node: ASTNode): Known | undefined {
    switch (node.op) {
      case 'value':
        return undefined;
      case 'id':
      case '.':
      case '[]':
        return this.access(node);
      case '.?':
        this.visit(node.args[0]);
        return undefined;
      case 'list':
        return { kind: 'list', of: node.args.map((item) => this.visit(item))[0] };
      case 'map':
        for (const [, value] of node.args) this.visit(value);
        return undefined;
      case 'call':
        for (const arg of node.args[1]) this.visit(arg);
        return undefined;
      case 'rcall':
        return this.method(node.args);
      case '!_':
      case '-_':
        this.visit(node.args);
        return undefined;
      case '?:': {
        const [test, yes, no] = node.args;
        this.visit(test);
        const known = this.visit(yes);
        return this.visit(no) ?? known;
      }
      default:
        for (const operand of node.args) this.visit(operand);
        return undefined;
    }
  }

  private access(node: ASTNode): Known | undefined {
    const segments: Segment[] = [];
    let base = node;
    for (;;) {
      if (base.op === '.') segments.push({ name: base.args[1], start: base.pos, end: base.end });
      else if (base.op === '[]' && base.args[1].op === 'value' && typeof base.args[1].args === 'string') {
        const { args: name, start, end } = base.args[1];
        // Within its quotes; a name with escapes has no place of its own.
        const plain = end - start === name.length + 2;
        segments.push({ name, start: plain ? start + 1 : start, end: plain ? end - 1 : end, bracketed: true });
      } else break;
      base = base.args[0];
    }
    segments.reverse();
    if (base.op === '[]') {
      const list = this.visit(base.args[0]);
      this.visit(base.args[1]);
      return this.follow(this.elementOf(list), segments);
    }
    if (base.op !== 'id') return this.follow(this.visit(base), segments);
    const name = base.args;
    const variable = this.variables.filter((v) => v.name === name).at(-1);
    if (variable !== undefined) return this.follow(variable.known, segments);
    const head: Segment = { name, start: base.start, end: base.end };
    if (name === 'row' && segments.length > 0 && first(this.scope, [head], this.resolver.members) === undefined) {
      const [{ bracketed: _bracketed, ...whole }, ...rest] = segments;
      return this.path([whole, ...rest], undefined);
    }
    return this.path([head, ...segments], undefined);
  }

  /** Follows names from a place, or from the scope. */
  path(segments: readonly Segment[], from: Place | undefined): Known | undefined {
    let place = from;
    for (let at = 0; at < segments.length;) {
      const rest = segments.slice(at);
      const step: Step | undefined =
        place === undefined ? first(this.scope, rest, this.resolver.members) : next(place, rest, this.resolver.members);
      if (step === undefined) {
        if (place === undefined || isClosed(place, this.resolver)) {
          this.uses.push({ start: rest[0].start, end: rest[0].end, place: undefined });
        }
        return undefined;
      }
      place = step.place;
      at += step.count;
      this.uses.push({ start: rest[0].start, end: rest[step.count - 1].end, place });
    }
    return place;
  }

  private follow(known: Known | undefined, segments: readonly Segment[]): Known | undefined {
    if (segments.length === 0 || known === undefined || known.kind === 'list') {
      return segments.length === 0 ? known : undefined;
    }
    return this.path(segments, known);
  }

  private elementOf(known: Known | undefined): Known | undefined {
    switch (known?.kind) {
      case 'list':
        return known.of;
      case 'rows':
        return { kind: 'row', table: known.table, definition: known.table.definition, self: false };
      case 'field': {
        const field = this.resolver.items(known.field);
        return field && { kind: 'field', field };
      }
      default:
        return undefined;
    }
  }

  private method([name, receiver, args]: readonly [string, ASTNode, readonly ASTNode[]]): Known | undefined {
    const [variable] = args;
    if (name === 'bind' && args.length === 3 && receiver.op === 'id' && receiver.args === 'cel') {
      const known = this.visit(args[1]);
      return variable.op === 'id' ? this.within(variable.args, known, () => this.visit(args[2])) : this.visit(args[2]);
    }
    const list = this.visit(receiver);
    if (!MACROS.has(`${name}/${args.length}`) || variable.op !== 'id') {
      for (const arg of args) this.visit(arg);
      return undefined;
    }
    return this.within(variable.args, this.elementOf(list), () => {
      const bodies = args.slice(1).map((arg) => this.visit(arg));
      if (name === 'filter') return list;
      return name === 'map' ? { kind: 'list', of: bodies.at(-1) } : undefined;
    });
  }

  private within<T>(name: string, known: Known | undefined, body: () => T): T {
    this.variables.push({ name, known });
    try {
      return body();
    } finally {
      this.variables.pop();
    }
  }
}

/** Whether everything in a place is known, so that a name that is not there is a mistake. */
export function isClosed(place: Place, resolver: Resolver): boolean {
  return place.kind === 'field' ? resolver.members(place.field) !== undefined : place.kind !== 'special';
}
