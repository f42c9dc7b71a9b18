import { Permutation } from '../random/permutation.js';
import { streamFor } from '../random/key.js';

/** Everyday words of no particular subject: they take answers to different places. */
const WORDS = (
  'harbour violin winter ladder orchard engine letter mountain kitchen thunder pocket garden mirror compass bakery ' +
  'island lantern bridge feather market river candle window forest anchor piano desert button festival tunnel ' +
  'blanket stadium copper library meadow rocket sailor temple umbrella village whistle balcony carpet dolphin ' +
  'elevator fountain glacier hammer invoice jungle keyboard lemon museum notebook ocean pepper quarry railway ' +
  'saddle theatre uniform valley wallet yacht airport basket circus drawer eclipse fabric guitar highway ink ' +
  'jacket kettle lighthouse magnet needle onion parade quilt rainbow scissors ticket urn vineyard workshop zipper ' +
  'autumn bicycle cathedral diamond envelope firefly grandmother horizon'
).split(' ');

/**
 * A word for each row: random by seed, and all different within stretches of about a hundred rows. The same prompt with
 * another word gives another answer, however little a model varies by itself.
 */
export function inspirations(
  seed: number,
  table: string,
  field: string | undefined,
  rows: readonly number[],
): string[] {
  const words = new Permutation(streamFor(seed, table, field ?? '', '#inspiration'), WORDS.length);
  return rows.map((row) => {
    const stretch = Math.floor(row / WORDS.length);
    return WORDS[words.at(row - stretch * WORDS.length, stretch | 0, 0)]!;
  });
}
