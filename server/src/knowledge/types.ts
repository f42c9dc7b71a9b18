import { likelyTypes, shorthandExamples, type TypeInfo, typeNames } from 'agentic-synth';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Candidate } from './candidate.js';
import { childOf, isMapping, type Surroundings } from './surroundings.js';

/** The types that a field can have, those that its name suggests first. */
export async function typeCandidates(around: Surroundings): Promise<Candidate[]> {
  const path = around.segments.at(-1) === 'type' ? around.segments.slice(0, -1) : around.segments;
  const name = path.at(-1) ?? '';
  const field = plain(name);
  const owner = path.at(-2) === 'fields' ? path.at(-3) : undefined;
  const likely = await likelyTypes(name, owner);
  const inParentheses = likely.filter((text) => text.endsWith(')'));
  const rest = builtIn().map((info) => typeCandidate(info, field));
  return [
    ...inParentheses.map((text) => shorthand(text, 0)),
    ...rest.map((one) => (likely.includes(one.label) ? { ...one, rank: 0 } : one)),
    ...ownTypes(around),
    ...shorthandExamples().map(({ text }) => shorthand(text, 5)),
  ];
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
    detail: [of, example && `such as ${example}`].filter((part) => part !== undefined).join(', '),
    rank: fits && kind !== 'semantic' ? 0 : fits || hints ? 1 : RANKS[kind],
    write: { as: 'value', value: name },
    data: { type: name },
  };
}

function shorthand(text: string, rank: number): Candidate {
  const type = /^\w+/.exec(text)![0];
  return {
    label: text,
    kind: CompletionItemKind.Snippet,
    detail: type,
    rank,
    write: { as: 'value', value: text },
    data: { type },
  };
}

/** Fields that are called as one of the types. */
export function namedAsTypes(): Candidate[] {
  return builtIn().flatMap(({ name, kind, of, example }): Candidate[] =>
    kind === 'alias'
      ? [
          {
            label: name,
            kind: CompletionItemKind.Field,
            detail: [of, example && `such as ${example}`].filter((part) => part !== undefined).join(', '),
            rank: 5,
            write: { as: 'entry', key: name, value: name },
            data: { type: name },
          },
        ]
      : [],
  );
}

/** A field of the name that is being typed. */
export async function namedSoFar({ cursor, segments }: Surroundings): Promise<Candidate[]> {
  const name = cursor.typed.trim();
  if (name === '') return [];
  const likely = await likelyTypes(name, segments.at(-1) === 'fields' ? segments.at(-2) : undefined);
  return likely.slice(0, 2).map((type) => ({
    label: `${name}: ${type}`,
    kind: CompletionItemKind.Field,
    rank: 3,
    write: { as: 'entry', key: name, value: type },
    data: { type: /^[\w.]+/.exec(type)![0], field: type },
  }));
}

/** A name without what is only spelling. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_\W]/g, '');
}

/** Markdown of our own words, in which names stand between backticks. */
export function ownMarkdown(text: string): string {
  return text.replace(/`[^`]+`|[^`]+|`/g, (part) =>
    part.length > 2 && part.startsWith('`') ? part : escapeMarkdown(part),
  );
}

/** Markdown that shows a text as it is: nothing in it is markup, links or HTML. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~&$@:/^=]/g, '\\$&').replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ');
}
