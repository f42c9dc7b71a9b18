import { typeNames } from 'agentic-synth';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Candidate } from './candidate.js';
import { hole, type Sketch } from './sketch.js';
import { childOf, type Surroundings } from './surroundings.js';

interface Option {
  readonly name: string;
  /** As faker's signatures say it. */
  readonly type: string;
}

/** The options of the type of the field whose `options` the cursor is in. */
function optionsAt(around: Surroundings): readonly Option[] {
  const depth = around.segments.lastIndexOf('options');
  const type = childOf(around.at(depth), 'type');
  const info = typeof type === 'string' ? typeNames().get(type.replace(/[^\w.].*$/s, '')) : undefined;
  const canonical = info?.of === undefined ? info : typeNames().get(info.of);
  return canonical?.options ?? [];
}

/** Options that a type takes. */
export function optionKeys(around: Surroundings, present: readonly string[]): Candidate[] {
  return optionsAt(around)
    .filter(({ name }) => !present.includes(name))
    .map((option) => ({
      label: option.name,
      kind: CompletionItemKind.Property,
      detail: option.type,
      rank: 1,
      write: { as: 'entry', key: option.name, value: sketchOf(option) },
    }));
}

function sketchOf({ type }: Option): Sketch {
  const [choice] = choicesOf(type);
  if (choice !== undefined) return hole(choice);
  if (/^boolean/.test(type)) return hole(true);
  return /^number/.test(type) ? hole(1) : hole('');
}

/** Values that the option at the cursor can have. @param bare not in quotes */
export function optionValues(around: Surroundings, bare: boolean): Candidate[] {
  const name = around.segments.at(-1);
  const { type = '' } = optionsAt(around).find((option) => option.name === name) ?? {};
  const values: (string | boolean)[] = [...choicesOf(type), ...(bare && /\bboolean\b/.test(type) ? [true, false] : [])];
  return values.map((value) => ({
    label: String(value),
    kind: CompletionItemKind.EnumMember,
    rank: 1,
    write: { as: 'value', value },
  }));
}

function choicesOf(type: string): string[] {
  return [...type.matchAll(/'([^']*)'/g)].map(([, word]) => word);
}
