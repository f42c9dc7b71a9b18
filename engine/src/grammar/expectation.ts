import type { Literal } from '../schema/grammar-values.js';

/** What may stand at a place of a document. */
export interface Expectation {
  readonly description?: string | undefined;
  /** Values as the grammar gives them for examples. */
  readonly examples: readonly unknown[];
  /** Alternatives. */
  readonly forms: readonly ValueForm[];
}

/** One of the values that may stand at a place. */
export type ValueForm =
  | TextForm
  | { readonly kind: 'number'; readonly whole: boolean; readonly min?: number; readonly max?: number }
  | { readonly kind: 'boolean' | 'null' | 'any' }
  | { readonly kind: 'choice'; readonly value: string | number | boolean; readonly description?: string | undefined }
  | { readonly kind: 'list'; item(): Expectation }
  | MappingForm;

/** A text that may stand at a place, and what it means. */
export interface TextForm {
  readonly kind: 'text';
  /** What the text means; undefined for one that is only read by people. */
  readonly role?: Literal | undefined;
}

/** A mapping that may stand at a place. */
export interface MappingForm {
  readonly kind: 'mapping';
  readonly title?: string | undefined;
  /** Those that the grammar knows, in its order. */
  readonly keys: readonly KeyForm[];
  /** Where there can be other keys: what they name. `field`, `table`, `event` and so on are new names; `any` says nothing. */
  readonly names?: NameKind | undefined;
}

/** What the keys of a mapping of any keys name. */
export type NameKind = 'field' | 'table' | 'type' | 'event' | 'series' | 'value' | 'provider' | 'model' | 'any';

/** A key that a mapping may have. */
export interface KeyForm {
  /** The key. */
  readonly name: string;
  /** The mapping is none without it. */
  readonly required: boolean;
  /** What stands beside it rarely goes with it: the properties of another kind of field. */
  readonly unlikely: boolean;
  value(): Expectation;
}
