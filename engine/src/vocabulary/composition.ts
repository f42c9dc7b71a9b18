import { isSemanticType } from './catalog.js';
import type { Vocabulary } from './locale.js';
import type { Phrase } from './phrase.js';
import type { Resolve } from './words.js';

/** What a composition is made from. */
export interface Ingredients {
  readonly vocabulary: Vocabulary;
  /** Reference instant, ms. */
  readonly now: number;
  /** Phrase of another type; `undefined` where it has none. */
  of(type: string, options?: Readonly<Record<string, unknown>>): Phrase | undefined;
}

/** Builds the phrase of one semantic type, or `undefined` where these options need faker's own code. */
export type Composition = (use: Ingredients, options: Readonly<Record<string, unknown>>) => Phrase | undefined;

/** Resolves the methods that faker's patterns call. */
export function resolver(use: Ingredients): Resolve {
  return (name, [argument = {}]) => {
    if (!isSemanticType(name)) return undefined;
    if (typeof argument === 'number') return use.of(name, { length: argument });
    return use.of(name, argument as Record<string, unknown>);
  };
}

/** A phrase of each of the types, or `undefined` where one has none. */
export function phrasesOf(use: Ingredients, ...types: readonly string[]): readonly Phrase[] | undefined {
  const phrases = types.map((type) => use.of(type));
  return phrases.every((p) => p !== undefined) ? phrases : undefined;
}

/** A whole number or a range as the bounds of a repetition. */
export function bounds(value: unknown, min: number, max: number): { min: number; max: number } {
  if (value === undefined) return { min, max };
  if (typeof value === 'number') return { min: Math.max(0, Math.floor(value)), max: Math.max(0, Math.floor(value)) };
  const range = value as { min: number; max: number };
  return { min: Math.max(0, range.min), max: Math.max(0, range.max) };
}
