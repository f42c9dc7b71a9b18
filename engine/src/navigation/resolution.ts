import { type Outline, textOf } from './outline.js';
import { type FieldSymbol, next, type Place, type Scope, segmentsIn } from './symbols.js';

/** References lead to references no further than this. */
const MAX_HOPS = 30;

/** Finds what fields are made of, through references. */
export class Resolution {
  constructor(private readonly outline: Outline) {}

  readonly members = (field: FieldSymbol): Scope | undefined => this.source(field)?.members;

  readonly items = (field: FieldSymbol): FieldSymbol | undefined => this.source(field)?.items;

  /** The field whose values a field has: itself, or what it copies. */
  source(field: FieldSymbol, hops = 0): FieldSymbol | undefined {
    const ref = field.draft && textOf(field.draft, 'ref');
    if (ref === undefined) return field;
    if (hops > MAX_HOPS) return undefined;
    const copied = this.copied(field, ref, hops);
    return copied && this.source(copied, hops + 1);
  }

  /** The field that a reference copies. */
  private copied({ scope }: FieldSymbol, ref: string, hops: number): FieldSymbol | undefined {
    const target = this.outline.targetOf(scope, ref);
    let segments = segmentsIn(ref.slice(target?.from ?? 0));
    let place: Place;
    if (target === undefined) {
      const alias = scope.alias(segments[0].name);
      if (alias === undefined || segments.length < 2) return undefined;
      place = { kind: 'row', table: alias.table, definition: alias.definition, self: false };
      segments = segments.slice(1);
    } else place = { kind: 'row', table: target.table, definition: target.table.definition, self: false };
    while (segments.length > 0) {
      const step = next(place, segments, (field) => this.source(field, hops + 1)?.members);
      if (step === undefined) return undefined;
      place = step.place;
      segments = segments.slice(step.count);
    }
    return place.kind === 'field' ? place.field : undefined;
  }
}
