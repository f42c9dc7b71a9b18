import {
  describeFields,
  durationInWords,
  expressionTokens,
  type FieldDescription,
  type FieldDescriptions,
  grammarAt,
  indexInText,
  type Literal,
  namesAt,
  placeAt,
  rateInWords,
  references,
  type ScalarNode,
  segmentsOf,
  templateTokens,
  type TextForm,
  type TreePlace,
  typeNames,
  type VisibleName,
} from 'agentic-synth';
import type { Hover, Position } from 'vscode-languageserver-types';
import type { SynthDocument } from '../document/document.js';
import { functionDoc } from '../knowledge/expressions.js';
import { isJsonSchema, keywordDoc } from '../knowledge/json-schema.js';
import { modelDoc, modelName, modelsFor } from '../knowledge/models.js';
import { keyDoc } from '../knowledge/describe-forms.js';
import { othersOf } from '../knowledge/others.js';
import { childOf, isMapping } from '../knowledge/surroundings.js';
import { placeInSynth, SYNTH, synthDoc } from '../knowledge/synth-keyword.js';
import { escapeMarkdown, ownMarkdown } from '../knowledge/types.js';
import type { Workspace } from '../workspace.js';
import { markup } from './markdown.js';
import { codeOf } from './values.js';

interface HoverContext {
  readonly workspace: Workspace;
}

/** What is known of the word at a position. */
export async function hover(document: SynthDocument, position: Position, context: HoverContext): Promise<Hover | null> {
  const offset = document.offsetAt(position);
  const place = placeAt(document.parsed.tree, offset);
  if (place?.node.kind !== 'scalar') return null;
  const found = await (isJsonSchema(document)
    ? inJsonSchema(document, context.workspace, place, place.node, offset)
    : new Hovering(document, context.workspace).at(place, place.node, offset));
  if (found === undefined) return null;
  const { start, end } = { start: place.node.start, end: place.node.end, ...found.range };
  return {
    contents: markup(found.text, context.workspace.client.markdown),
    range: { start: document.positionAt(start), end: document.positionAt(end) },
  };
}

interface Found {
  /** Markdown. */
  readonly text: string;
  /** The part of the text that it is about, in offsets of the document. */
  readonly range?: { readonly start: number; readonly end: number };
}

/** In a JSON Schema: what a property makes, what a keyword means, and the language of data schemas in `x-synth`. */
async function inJsonSchema(
  document: SynthDocument,
  workspace: Workspace,
  place: TreePlace,
  node: ScalarNode,
  offset: number,
): Promise<Found | undefined> {
  const { value } = document.parsed;
  const synth = placeInSynth(value, place.pointer);
  if (synth !== undefined && synth.pointer !== '' && !place.pointer.endsWith(`/${SYNTH}`)) {
    const { root, pointer } = synth;
    return new Hovering(document, workspace, root).at({ ...place, pointer }, node, offset);
  }
  if (place.at !== 'key') return undefined;
  if (place.pointer.endsWith(`/${SYNTH}`)) return { text: synthDoc(place.pointer === `/${SYNTH}`) };
  const isProperty = /\/properties\/[^/]*$/.test(place.pointer);
  const made = isProperty ? await new Hovering(document, workspace).field(place.pointer) : undefined;
  const text = made ?? (isProperty ? undefined : await keywordDoc(value, place.pointer));
  return text === undefined ? undefined : { text };
}

const DESCRIBED = new WeakMap<SynthDocument, Promise<FieldDescriptions | undefined>>();

class Hovering {
  constructor(
    private readonly document: SynthDocument,
    private readonly workspace: Workspace,
    /** As if this were the document. */
    private readonly root: unknown = document.parsed.value,
  ) {}

  async at(place: TreePlace, node: ScalarNode, offset: number): Promise<Found | undefined> {
    const text = place.at === 'key' ? await this.key(place) : await this.value(place, node, offset);
    return typeof text === 'string' ? { text } : text;
  }

  private async key({ pointer }: TreePlace): Promise<string | undefined> {
    const cut = pointer.lastIndexOf('/');
    const name = segmentsOf(pointer).at(-1) ?? '';
    const around = grammarAt(this.root, pointer.slice(0, cut), { kind: this.kind });
    const mapping = around?.forms.find((form) => form.kind === 'mapping');
    const known = mapping?.keys.find((key) => key.name === name);
    // In a field map a name of the grammar is a name like any other.
    if (known !== undefined && mapping?.names === undefined)
      return `**${escapeMarkdown(name)}**\n\n${keyDoc(known.value(), known.required)}`;
    if (mapping?.names === 'table') return this.table(pointer, name);
    if (mapping?.names === 'event' || mapping?.names === 'value') {
      const share = shareOf(this.valueAt(pointer.slice(0, cut)), name, mapping.names === 'event');
      if (share !== undefined) return `**${escapeMarkdown(name)}**: ${escapeMarkdown(share)}`;
    }
    return this.field(pointer);
  }

  /** The value at a pointer. */
  private valueAt(pointer: string): unknown {
    return segmentsOf(pointer).reduce(childOf, this.root);
  }

  private async value(place: TreePlace, node: ScalarNode, offset: number): Promise<string | Found | undefined> {
    return (await this.meaning(place, node, offset)) ?? this.purpose(place);
  }

  /** What the key of a value is for, where the grammar has the key. */
  private purpose({ pointer }: TreePlace): string | undefined {
    const cut = pointer.lastIndexOf('/');
    const around = grammarAt(this.root, pointer.slice(0, cut), { kind: this.kind });
    const mapping = around?.forms.find((form) => form.kind === 'mapping');
    const name = segmentsOf(pointer).at(-1);
    const known = mapping?.names === undefined ? mapping?.keys.find((key) => key.name === name) : undefined;
    return known && `**${escapeMarkdown(known.name)}**\n\n${keyDoc(known.value(), known.required)}`;
  }

  private async meaning({ pointer }: TreePlace, node: ScalarNode, offset: number): Promise<string | Found | undefined> {
    const expected = grammarAt(this.root, pointer, { kind: this.kind });
    const { value } = node;
    const choice = expected?.forms.find((form) => form.kind === 'choice' && form.value === value);
    if (choice?.kind === 'choice') {
      const said = [choice.description, expected?.description].filter((text) => text !== undefined);
      return said.length === 0 ? undefined : said.map(ownMarkdown).join('\n\n');
    }
    const role = expected?.forms.find((form): form is TextForm => form.kind === 'text')?.role;
    if (typeof value !== 'string' || expected === undefined) return undefined;
    return this.text(role, value, pointer, node, offset);
  }

  private async text(
    role: Literal | undefined,
    value: string,
    pointer: string,
    node: ScalarNode,
    offset: number,
  ): Promise<string | Found | undefined> {
    switch (role) {
      case 'field':
      case 'field-type':
        return this.type(value, pointer);
      case 'duration':
      case 'period':
        return durationInWords(value);
      case 'rate':
        return rateInWords(value);
      case 'instant':
      case 'temporal':
        return durationInWords(value) ?? this.instant(value);
      case 'variable':
        return this.variables(value);
      case 'model': {
        const models = await modelsFor(this.document, this.workspace);
        const model = models.find((one) => modelName(one) === value || one.aliases.includes(value));
        return model && modelDoc(model);
      }
      case 'table':
        return this.table(
          isMapping(childOf(this.root, 'tables')) ? `/tables/${value.replaceAll('~', '~0').replaceAll('/', '~1')}` : '',
          value,
        );
      case 'path':
      case 'reference':
        return this.reference(pointer, node, offset);
      case 'expression':
      case 'template':
        return this.word(role, value, pointer, node, offset);
      default:
        return undefined;
    }
  }

  /** An instant that is reckoned from the reference date. */
  private instant(text: string): string | undefined {
    const [, sign, duration] = /^now(?:\s*([+-])\s*(\S.*))?$/.exec(text.trim()) ?? ['', '', undefined];
    const { now } = (this.root ?? {}) as { readonly now?: unknown };
    const reference = `the reference date${typeof now === 'string' && now !== text ? `, ${now}` : ' of the document'}`;
    if (text.trim() === 'now') return escapeMarkdown(`T${reference.slice(1)}`);
    const words = duration === undefined ? undefined : durationInWords(duration);
    return words && escapeMarkdown(`${words} ${sign === '-' ? 'before' : 'after'} ${reference}`);
  }

  /** Which variables of the environment a text names; never what they hold. */
  private variables(text: string): string | undefined {
    const names = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    if (names.length === 0) return undefined;
    const state = (name: string): string =>
      !this.workspace.trusted ? '' : process.env[name] === undefined ? ', not set' : ', set';
    return names.map((name) => `Environment variable ${codeOf(name).replaceAll('"', '')}${state(name)}`).join('  \n');
  }

  /** A word of an expression, or of one in a template. */
  private async word(
    role: 'expression' | 'template',
    text: string,
    pointer: string,
    node: ScalarNode,
    offset: number,
  ): Promise<Found | undefined> {
    const { text: whole } = this.document;
    const at = indexInText(whole, node, offset);
    const tokens = role === 'expression' ? expressionTokens(text) : templateTokens(text);
    const token = tokens.find(({ start, end }) => start <= at && at <= end);
    if (token?.kind !== 'name' && token?.kind !== 'function') return undefined;
    const word = text.slice(token.start, token.end);
    const other = await othersOf(this.root, this.document, this.workspace);
    const { names, functions } = namesAt(this.root, pointer, { other });
    if (token.kind === 'function') {
      const doc = functions.find(({ name }) => name === word);
      return doc && { text: functionDoc(doc) };
    }
    const chain = /(?:[A-Za-z_]\w*\.)*$/.exec(text.slice(0, token.start))![0];
    const name = resolve([...chain.split('.').slice(0, -1), word], names);
    if (name !== undefined) return { text: await this.nameText(name) };
    return undefined;
  }

  private async nameText({ name, type, nullable, description, definition }: VisibleName): Promise<string> {
    const head = `**${escapeMarkdown(name)}**: ${escapeMarkdown(type)}${nullable ? ', may be null' : ''}`;
    const own =
      definition?.file === undefined && definition?.kind === 'field' ? await this.field(definition.pointer) : undefined;
    return [head, own ?? (description === undefined ? undefined : escapeMarkdown(description))]
      .filter((text) => text !== undefined)
      .join('\n\n');
  }

  /** What a reference, or a part of it, names. */
  private async reference(pointer: string, node: ScalarNode, offset: number): Promise<Found | string | undefined> {
    const { text, parsed } = this.document;
    const at = indexInText(text, node, offset);
    const other = await othersOf(parsed.value, this.document, this.workspace);
    const uses = references(parsed.value, { other }).uses.filter(
      (use) => use.pointer === pointer && use.at === 'value',
    );
    const use = uses.find(({ span: [start, end] }) => start <= at && at <= end) ?? uses.at(-1);
    const target = use?.target;
    if (target === undefined) return undefined;
    if (target.kind === 'file') return `File ${codeOf(target.file ?? target.name)}`;
    if (target.file !== undefined) {
      const file = await this.workspace.read(this.uriOf(target.file));
      return file && new Hovering(file, this.workspace).named(target.kind, target.pointer, target.name);
    }
    return this.named(target.kind, target.pointer, target.name);
  }

  private uriOf(file: string): string {
    return this.workspace.reader(this.document).uriOf?.(file) ?? file;
  }

  async named(kind: string, pointer: string, name: string): Promise<string | undefined> {
    return kind === 'table' || kind === 'alias'
      ? this.table(kind === 'table' ? pointer.replace(/^\/name$/, '') : pointer, name)
      : this.field(pointer);
  }

  private async table(pointer: string, name: string): Promise<string | undefined> {
    const table = this.valueAt(pointer);
    if (!isMapping(table)) return undefined;
    const { description, count, type = 'structured' } = table;
    const fields = isMapping(table.fields) ? Object.keys(table.fields).length : 0;
    const per = isMapping(count) && typeof count.per === 'string' ? count : undefined;
    const rows =
      typeof count === 'number' ? `${count} rows` : per !== undefined ? childRows(per, this.root) : undefined;
    const parts = [
      `${String(type)}`,
      ...(rows === undefined ? [] : [rows]),
      `${fields} ${fields === 1 ? 'field' : 'fields'}`,
    ];
    return [
      `**${escapeMarkdown(name)}**: ${escapeMarkdown(parts.join(', '))}`,
      ...(typeof description === 'string' ? [escapeMarkdown(description)] : []),
    ].join('\n\n');
  }

  private async type(text: string, pointer: string): Promise<string | undefined> {
    const word = /^[\p{L}_][\p{L}\p{N}_.-]*/u.exec(text.trim())?.[0] ?? '';
    const info = typeNames().get(word);
    const known =
      info &&
      `**${escapeMarkdown(word)}**${info.of === undefined ? '' : ` (${escapeMarkdown(info.of)})`}: ${escapeMarkdown(info.description)}`;
    const field = await this.field(pointer.replace(/\/type$/, ''));
    const both = [known, field].filter((part) => part !== undefined);
    return both.length === 0 ? undefined : both.join('\n\n');
  }

  /** What a field makes. */
  async field(pointer: string): Promise<string | undefined> {
    if (this.kind !== 'schema') return undefined;
    const described = (await this.described())?.at(pointer);
    if (described === undefined || described.pointer !== pointer) return undefined;
    return fieldText(described) || undefined;
  }

  private described(): Promise<FieldDescriptions | undefined> {
    let known = DESCRIBED.get(this.document);
    if (known === undefined) {
      const { file, parsed } = this.document;
      known = describeFields(parsed.value, { file, readSchema: this.workspace.reader(this.document) }).catch(
        () => undefined,
      );
      DESCRIBED.set(this.document, known);
    }
    return known;
  }

  private get kind(): 'schema' | 'config' | 'batch' {
    const { kind } = this.document;
    return kind === 'json-schema' ? 'schema' : kind;
  }
}

/** What a field makes, in Markdown: in words, in numbers, and the first values. */
function fieldText({
  words,
  description,
  expected = {},
  nulls,
  absent,
  distinct,
  written,
  samples,
}: FieldDescription): string {
  const { min, max, mean, quantiles } = expected;
  const numbers: string[] = [];
  if ((min !== undefined || max !== undefined) && !/ from | at least | up to /.test(words))
    numbers.push(`from ${shown(min)} to ${shown(max)}`);
  if (mean !== undefined) numbers.push(`mean ${shown(mean)}`);
  if (quantiles !== undefined) numbers.push(`5 %, 50 % and 95 % at or below ${quantiles.map(shown).join(', ')}`);
  if (nulls !== undefined && nulls > 0 && !words.includes('null in')) numbers.push(`null in ${percent(nulls)}`);
  if (absent > 0 && !words.includes('absent in')) numbers.push(`without the key in ${percent(absent)}`);
  if (distinct !== undefined && Number.isFinite(distinct) && distinct > 1)
    numbers.push(`${shown(distinct)} different values`);
  const values = samples();
  const parts = [
    escapeMarkdown(words),
    ...(description === undefined ? [] : [escapeMarkdown(description)]),
    ...(numbers.length === 0 ? [] : [numbers.map((part) => escapeMarkdown(part)).join('  \n')]),
    ...(values.length === 0
      ? []
      : [
          `First values${written ? ' (local text in place of the model)' : ''}:\n\n${values.map((value) => `- ${codeOf(value)}`).join('\n')}`,
        ]),
  ];
  return parts.join('\n\n');
}

function shown(value: number | string | undefined): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  return value ?? 'anywhere';
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

/** What a weight comes to beside the others. @param implied 1 where none is given */
function shareOf(mapping: unknown, name: string, implied: boolean): string | undefined {
  if (!isMapping(mapping)) return undefined;
  const weight = (value: unknown): number => {
    const own = implied && typeof value !== 'number' ? (childOf(value, 'weight') ?? 1) : value;
    return typeof own === 'number' && own >= 0 ? own : NaN;
  };
  const total = Object.values(mapping).reduce<number>((sum, value) => sum + weight(value), 0);
  const share = weight(mapping[name]) / total;
  return Number.isFinite(share) ? `${percent(share)} by weight` : undefined;
}

function childRows({ per, min, max }: Readonly<Record<string, unknown>>, root: unknown): string {
  const parent = childOf(childOf(root, 'tables'), String(per));
  const count = childOf(parent, 'count');
  const each = `${String(min ?? 0)} to ${String(max ?? 5)} for each of ${String(per)}`;
  return typeof count === 'number' ? `${each}, which has ${count}` : each;
}

function resolve(path: readonly string[], names: readonly VisibleName[]): VisibleName | undefined {
  let found: VisibleName | undefined;
  for (const [i, segment] of path.entries()) {
    found = (i === 0 ? names : (found?.parts() ?? [])).find(({ name }) => name === segment);
    if (found === undefined) return undefined;
  }
  return found;
}
