import { shorthandExamples, type TypeInfo, typeNames } from 'agentic-synth';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Candidate } from './candidate.js';
import { childOf, isMapping, type Surroundings } from './surroundings.js';

/** The types that a field can have, those that its name suggests first. */
export function typeCandidates(around: Surroundings): Candidate[] {
  const field = fieldName(around.segments);
  return [...ownTypes(around), ...builtIn().map((info) => typeCandidate(info, field)), ...withArguments()];
}

/** The name of the field whose type stands at a pointer. */
function fieldName(segments: readonly string[]): string {
  const last = segments.at(-1) === 'type' ? segments.at(-2) : segments.at(-1);
  return plain(last ?? '');
}

/** The types that the document names itself. */
function ownTypes(around: Surroundings): Candidate[] {
  const types = childOf(around.value, 'types');
  if (!isMapping(types)) return [];
  const own = around.segments[0] === 'types' ? around.segments[1] : undefined;
  return Object.keys(types)
    .filter((name) => name !== own)
    .map((name): Candidate => {
      const description = childOf(types[name], 'description');
      return {
        label: name,
        kind: CompletionItemKind.Class,
        detail: 'type of this document',
        documentation: typeof description === 'string' ? escapeMarkdown(description) : undefined,
        rank: 1,
        write: { as: 'value', value: name },
      };
    });
}

let types: readonly TypeInfo[] | undefined;

/** Of the several spellings of an alias the first. */
function builtIn(): readonly TypeInfo[] {
  if (types !== undefined) return types;
  const spelled = new Set<string>();
  types = [...typeNames().values()].filter(({ kind, of }) => {
    if (kind !== 'alias' || of === undefined) return true;
    return !typeNames().get(of)!.kind.startsWith('grammar') && !spelled.has(of) && spelled.add(of);
  });
  return types;
}

const RANKS = { grammar: 2, alias: 3, semantic: 4 } as const;

function typeCandidate({ name, kind, of, example }: TypeInfo, field: string): Candidate {
  const word = plain(name.slice(name.lastIndexOf('.') + 1));
  const fits = field !== '' && field === word;
  const hints = !fits && word.length > 2 && (field.endsWith(word) || field.startsWith(word));
  return {
    label: name,
    kind: kind === 'grammar' ? CompletionItemKind.Keyword : CompletionItemKind.Class,
    detail: kind === 'alias' ? of : kind === 'grammar' ? example && `such as ${example}` : example,
    rank: fits && kind !== 'semantic' ? 0 : fits || hints ? 1 : RANKS[kind],
    write: { as: 'value', value: name },
    data: { type: name },
  };
}

function withArguments(): Candidate[] {
  return shorthandExamples().map(({ type, text }) => ({
    label: text,
    kind: CompletionItemKind.Snippet,
    detail: type,
    rank: 5,
    write: { as: 'value', value: text },
    data: { type },
  }));
}

/** A name without what is only spelling. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_\W]/g, '');
}

/** Markdown that shows a text as it is: nothing in it is markup, links or HTML. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~&$@:/^=]/g, '\\$&').replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ');
}
