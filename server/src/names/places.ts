import { entryAt, follow, type MapNode, nodeAt, segmentsOf, type SyntaxEntry, type SyntaxNode } from 'agentic-synth';

/** Finds the nodes of a tree by pointers: quickly for many pointers, which have their beginnings in common. */
export class Places {
  private readonly nodes = new Map<string, SyntaxNode | undefined>();
  private readonly keys = new Map<MapNode, ReadonlyMap<string, SyntaxEntry>>();

  constructor(readonly tree: SyntaxNode | undefined) {}

  /** The value at a pointer; aliases and merge keys on the way are followed. */
  node(pointer: string): SyntaxNode | undefined {
    if (pointer === '') return this.tree;
    if (this.nodes.has(pointer)) return this.nodes.get(pointer);
    const node = this.find(pointer);
    this.nodes.set(pointer, node);
    return node;
  }

  /** The entry whose value a pointer names; `undefined` for the root and for items of lists. */
  entry(pointer: string): SyntaxEntry | undefined {
    if (pointer === '') return undefined;
    const { holder, name } = this.split(pointer);
    if (holder?.kind !== 'map') return undefined;
    return this.entriesOf(holder).get(name) ?? entryAt(this.tree, pointer);
  }

  private find(pointer: string): SyntaxNode | undefined {
    const { holder, name } = this.split(pointer);
    if (holder?.kind === 'list') return /^\d+$/.test(name) ? holder.items[Number(name)] : undefined;
    if (holder?.kind !== 'map') return undefined;
    const own = this.entriesOf(holder).get(name);
    return own === undefined ? nodeAt(this.tree, pointer) : own.value;
  }

  private split(pointer: string): { readonly holder: SyntaxNode | undefined; readonly name: string } {
    const cut = pointer.lastIndexOf('/');
    return { holder: follow(this.node(pointer.slice(0, cut))), name: segmentsOf(pointer.slice(cut))[0] };
  }

  /** Of keys that are written twice, the last counts. */
  private entriesOf(holder: MapNode): ReadonlyMap<string, SyntaxEntry> {
    let known = this.keys.get(holder);
    if (known === undefined) {
      known = new Map(holder.entries.flatMap((entry) => (entry.merge ? [] : [[String(entry.key.value), entry]])));
      this.keys.set(holder, known);
    }
    return known;
  }
}
