import { OptionError } from '../errors.js';
import type { GenerateOptions } from '../generators/options.js';
import type { AgenticSynth } from '../synth.js';

/**
 * Prints what a run would ask of language models, and asks nothing.
 * @param format `json` for machines; other formats are those of rows.
 * @throws OptionError where an output is named, since none is written
 */
export async function explain(
  synth: AgenticSynth,
  type: string,
  options: GenerateOptions,
  { output, format }: { readonly output?: string | undefined; readonly format?: string | undefined },
): Promise<void> {
  if (output !== undefined) {
    throw new OptionError('--explain writes no rows, so there is nothing for --output: leave one of the two out.');
  }
  const { words, ...explanation } = await synth.explain(type, options);
  // JSON has no NaN: a price that is not known is null.
  const text = format === 'json' ? JSON.stringify(explanation, null, 2) : [...words, 'Nothing was sent.'].join('\n');
  process.stdout.write(`${text}\n`);
}
