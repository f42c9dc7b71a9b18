import type { Literal, VisibleName } from 'agentic-synth';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Candidate } from './candidate.js';
import { expressionStart, nameCandidates } from './expressions.js';
import { valuesOf } from './field-values.js';
import { modelCandidates } from './models.js';
import { eventNames, fileCandidates, referenceCandidates, tableCandidates } from './references.js';
import { fieldSnippets } from './snippets.js';
import { childOf, type Surroundings } from './surroundings.js';
import { typeCandidates } from './types.js';
import {
  durationWords,
  formatWords,
  instantWords,
  localeWords,
  patternWords,
  rateWords,
  timeWords,
  type Words,
  zoneWords,
} from './words.js';

/** What a text can say, by what it means. */
export async function textOffers(around: Surroundings, role: Literal | undefined): Promise<Candidate[]> {
  const { cursor, document, workspace } = around;
  const before = cursor.typed;
  const property = around.segments.at(-1) ?? '';
  switch (role) {
    case 'field':
      return [...(await typeCandidates(around)), ...fieldSnippets(around, false)];
    case 'field-type':
      return typeCandidates(around);
    case 'duration':
    case 'period':
      return words(durationWords);
    case 'rate':
      return words(rateWords);
    case 'instant':
      return words(instantWords);
    case 'temporal':
      return words(temporalWords(around));
    case 'locale':
      return words(localeWords(), CompletionItemKind.Constant);
    case 'timezone':
      return words(zoneWords(), CompletionItemKind.Constant);
    case 'pattern':
      return words(patternWords);
    case 'table':
      return tableCandidates(around, before.length);
    case 'event':
      return eventNames(around).map((name) => ({
        label: name,
        kind: CompletionItemKind.Event,
        detail: 'event',
        rank: 1,
        write: { as: 'value', value: name },
      }));
    case 'reference':
      return referenceCandidates(around, before);
    case 'path':
      return nameCandidates(before, await around.names(), {
        ...scopeOf(around),
        path: true,
        prefers: preferred(property, around),
      });
    case 'expression':
      return nameCandidates(before, await around.names(), scopeOf(around));
    case 'template':
      return templateOffers(around);
    case 'model':
      return modelCandidates(document, workspace);
    case 'variable':
      return workspace.trusted ? variableCandidates(before) : [];
    case 'schema-file':
      return fileCandidates(around, before.length, '');
    case 'job':
      return jobNames(around).map((name) => ({
        label: name,
        kind: CompletionItemKind.Reference,
        detail: 'job',
        rank: 1,
        write: { as: 'value', value: name },
      }));
    case undefined:
      return property === 'format' ? words(formatWords) : [];
    default:
      return [];
  }
}

function words(list: Words, kind: CompletionItemKind = CompletionItemKind.Value): Candidate[] {
  return list.map(([word, detail]) => ({ label: word, kind, detail, rank: 2, write: { as: 'value', value: word } }));
}

/** Texts for the unit of the field that a bound or parameter belongs to. */
function temporalWords(around: Surroundings): Words {
  const property = around.segments.at(-1) ?? '';
  for (let depth = around.segments.length; depth >= 0; depth--) {
    const type = String(childOf(around.at(depth), 'type'));
    if (/^(?:datetime|date|timestamp)/.test(type)) return SPREADS.has(property) ? durationWords : instantWords;
    if (/^time\b/.test(type)) return SPREADS.has(property) ? durationWords : timeWords;
    if (/^(?:duration|interval|timespan)/.test(type)) return durationWords;
    if (/^sequence/.test(type)) return property === 'step' ? durationWords : instantWords;
  }
  return property === 'dwell' || around.segments.includes('dwell') || around.segments.includes('faults')
    ? durationWords
    : [];
}

/** Parameters of distributions that measure a width. */
const SPREADS: ReadonlySet<string> = new Set(['stdDev', 'scale']);

/** The names that fit a property best. */
function preferred(property: string, around: Surroundings): (name: VisibleName) => boolean {
  const parent = around.segments.find((segment) => ['after', 'before', 'drivers', 'from'].includes(segment));
  const of = parent ?? property;
  if (of === 'after' || of === 'before') return ({ type }) => type === 'timestamp';
  if (of === 'drivers' || around.segments.includes('correlations'))
    return ({ type }) => type === 'int' || type === 'double';
  if (of === 'by') return ({ type }) => type === 'string' || type === 'bool';
  return ({ name }) => of === 'from' && /name|sex|city|country/i.test(name);
}

function scopeOf(around: Surroundings): { self: string; values: (name: VisibleName) => readonly unknown[] } {
  const at = around.segments.lastIndexOf('fields');
  const depth = at >= 0 ? at + 2 : 1;
  const self = around.cursor.pointer
    .split('/')
    .slice(0, depth + 1)
    .join('/');
  const values = ({ definition }: VisibleName): readonly unknown[] => {
    if (definition === undefined || definition.file !== undefined) return [];
    let value: unknown = around.value;
    for (const segment of definition.pointer.split('/').slice(1))
      value = childOf(value, segment.replaceAll('~1', '/').replaceAll('~0', '~'));
    return valuesOf(value);
  };
  return { self, values };
}

async function templateOffers(around: Surroundings): Promise<Candidate[]> {
  const { cursor, document, offset } = around;
  const names = await around.names();
  const start = expressionStart(cursor.typed);
  const scope = scopeOf(around);
  if (start !== undefined) {
    const closed = /^[^{}"'\r\n]*\}\}/.test(document.text.slice(offset, offset + 200));
    const before = cursor.typed.slice(start);
    return nameCandidates(before, names, { ...scope, close: closed ? '' : '}}' });
  }
  const back = /\{?$/.exec(cursor.typed)![0].length;
  return nameCandidates('', names, scope).flatMap((candidate): Candidate[] => {
    const { label, kind, write } = candidate;
    if (kind !== CompletionItemKind.Field || write.as !== 'part') return [];
    return [{ ...candidate, label: `{{${label}}}`, write: { as: 'part', text: `{{${write.text}}}`, back } }];
  });
}

const SECRET = /KEY|TOKEN|SECRET|PASSWORD/;

/** Names of environment variables: never what they hold. */
function variableCandidates(before: string): Candidate[] {
  const back = /\$(?:\{\w*)?$/.exec(before)?.[0].length ?? 0;
  return Object.keys(process.env)
    .filter((name) => /^[A-Za-z_]\w*$/.test(name))
    .sort()
    .map((name) => ({
      label: `\${${name}}`,
      kind: CompletionItemKind.Variable,
      detail: 'environment variable',
      rank: SECRET.test(name) ? 1 : 3,
      write: { as: 'part', text: `\${${name}}`, back },
    }));
}

function jobNames(around: Surroundings): string[] {
  const jobs = childOf(around.value, 'jobs');
  const own = around.segments[1];
  return (Array.isArray(jobs) ? (jobs as unknown[]) : [])
    .filter((_, i) => String(i) !== own)
    .map((job) => childOf(job, 'name'))
    .filter((name) => typeof name === 'string');
}
