import type { Column } from '../columns/column.js';
import type { Batch, Drawer } from '../fields/drawer.js';
import type { Stream } from '../random/stream.js';
import { fakerDrawer } from './faker-drawer.js';
import type { Vocabulary } from './locale.js';
import { checkOptions } from './options.js';
import type { Phrase } from './phrase.js';
import { PhraseWriter } from './phrase-writer.js';
import { phraseOf, singleDrawOf } from './phrases.js';
import { pickDrawer, type WeightedList } from './pick-drawer.js';
import { rangeDrawer } from './range-drawer.js';
import { refused } from './single-draw.js';

/** A field that a semantic field is made `from`. */
export interface FromField {
  readonly role: 'name' | 'sex' | 'firstName' | 'lastName' | 'other';
  /** Its semantic type, where it is semantic. */
  readonly semantic?: string | undefined;
  column(batch: Batch): Column;
  /** Given only where the field's values are this drawer's, apart from nulls. */
  readonly drawer?: Drawer | undefined;
}

/** What the compiler of a semantic field is given. */
export interface SemanticContext {
  readonly vocabulary: Vocabulary;
  /** The field's random numbers; a suffix names an independent stream. */
  stream(suffix?: string): Stream;
  /** Reference instant, ms. */
  readonly now: number;
  readonly from: readonly FromField[];
  /** Set where the field is `unique`: a different whole number ≥ 0 for each row, which the value must carry. */
  readonly unique?: { number(batch: Batch): Float64Array } | undefined;
}

/**
 * Compiles a semantic field: to a table where the type picks words, to a phrase where it puts them together, to faker's
 * own code elsewhere.
 * @throws OptionError for an unknown type and for options that the type has not.
 */
export function compileSemantic(
  spec: { readonly type: string; readonly options?: Readonly<Record<string, unknown>> | undefined },
  context: SemanticContext,
): Drawer {
  const { vocabulary, now } = context;
  const checked = checkOptions(spec.type, spec.options);
  const stream = context.stream();
  try {
    const phrase = phraseOf(vocabulary, spec.type, checked.options, now);
    if (phrase) return phraseDrawer(phrase, stream);
    const single = singleDrawOf(vocabulary, spec.type, checked.options, now);
    if (single?.kind === 'values') return pickDrawer([{ list: single.values, weight: 1 }], stream);
    if (single) return rangeDrawer(single, stream);
  } catch (error) {
    throw refused(spec.type, error);
  }
  return fakerDrawer(vocabulary, spec.type, checked, stream, now);
}

/** A phrase that is one word of a list is a dictionary; others are texts. */
export function phraseDrawer(phrase: Phrase, stream: Stream): Drawer {
  const lists = listsOf(phrase);
  if (lists) return pickDrawer(lists, stream);
  const writer = new PhraseWriter([phrase], stream);
  return {
    type: { kind: 'string', nullable: false, optional: false },
    draw: (batch) => writer.write(batch.addresses),
  };
}

function listsOf(phrase: Phrase): readonly WeightedList[] | undefined {
  if (phrase.type === 'pick') return [{ list: phrase.values, weight: 1 }];
  if (phrase.type !== 'choice') return undefined;
  const lists = phrase.options.map(({ phrase: option, weight }) =>
    option.type === 'pick'
      ? { list: option.values, weight }
      : option.type === 'text'
        ? { list: [option.text], weight }
        : undefined,
  );
  return lists.every((l) => l !== undefined) ? lists : undefined;
}
