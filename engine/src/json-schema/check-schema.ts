import { pointerTo, type Diagnostic } from '../schema/diagnostic.js';
import { renaming, replacing, Report } from '../schema/report.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import { checkValue, fits, type Written } from './check-values.js';
import { declaredDialect, isEarly, KEYWORDS, likelyDialect, type Rules } from './dialects.js';
import { FORMAT_NAMES } from './formats.js';
import type { SchemaAt, SchemaGraph, SchemaNode } from './graph.js';
import { isObject } from './resources.js';
import { inPlaceSchemas, referred, walk } from './walk.js';

/**
 * The mistakes in the schemas that a value's check can get to: keywords with wrong values, references that lead nowhere
 * or go in circles, patterns that cannot be read, and, as warnings, what the dialect ignores. Whether a value is possible
 * at all is not looked at here.
 */
export function checkSchema(graph: SchemaGraph): Diagnostic[] {
  const reports = new Map<string | undefined, Report>();
  const reportOf = (node: SchemaNode): Report => {
    let report = reports.get(node.file);
    if (report === undefined) reports.set(node.file, (report = new Report()));
    return report;
  };
  const seen = new Set<SchemaNode>();
  walk(
    graph,
    ({ node }) => {
      if (seen.has(node)) return;
      seen.add(node);
      if (isObject(node.value)) new SchemaCheck(node, node.value, graph.rules(node), reportOf(node)).run();
    },
    ({ node }, { keyword }, error) => reportOf(node).error(error.code, pointerTo(node.pointer, keyword), error.message),
  );
  findLoops(graph, (node, keyword, message) => {
    reportOf(node).error('json-schema/reference-loop', pointerTo(node.pointer, keyword), message);
  });
  return [...reports].flatMap(([file, report]) =>
    report.diagnostics.map((d) => (file === undefined ? d : { ...d, file })),
  );
}

const ENCODINGS = ['7bit', '8bit', 'binary', 'quoted-printable', 'base16', 'base32', 'base64', 'base64url'];

/** Assertions of other tools that look as if they were of JSON Schema. */
const EXTENSIONS = new Set([
  'formatMinimum',
  'formatMaximum',
  'formatExclusiveMinimum',
  'formatExclusiveMaximum',
  'instanceof',
  'typeof',
  'regexp',
  'range',
  'exclusiveRange',
  'patternRequired',
  'prohibited',
  'allRequired',
  'anyRequired',
  'oneRequired',
  'deepProperties',
  'deepRequired',
  'uniqueItemProperties',
  'select',
  'selectCases',
  'divisibleBy',
  'disallow',
  'extends',
]);

/** Words that other tools put beside keywords, near to one in writing only. */
const OTHER_WORDS = new Set([
  'note',
  'notes',
  'name',
  'names',
  'group',
  'order',
  'unit',
  'units',
  'tags',
  'values',
  'version',
]);

const NO_CONDITION = new Set(['$schema', '$id', 'id', '$comment', '$defs', 'definitions', '$anchor', '$vocabulary']);

class SchemaCheck {
  constructor(
    private readonly node: SchemaNode,
    private readonly value: Readonly<Record<string, unknown>>,
    private readonly rules: Rules,
    private readonly report: Report,
  ) {}

  run(): void {
    const { value, rules } = this;
    if (rules.refAlone && typeof value.$ref === 'string') {
      this.ignoredNeighbours();
      return;
    }
    for (const keyword of Object.keys(value)) {
      if (rules.has(keyword)) {
        checkValue(this.written(keyword), this.report);
        if (isEarly(keyword, rules.dialect)) this.early(keyword);
      } else if (KEYWORDS.has(keyword) || keyword === 'nullable') this.otherDialect(keyword);
      else this.unknown(keyword);
    }
    this.dialect();
    this.format();
    this.partners();
  }

  private written(keyword: string, as = keyword): Written {
    const { value: owner, node, rules } = this;
    const pointer = pointerTo(node.pointer, keyword);
    return { keyword: as, value: owner[keyword], pointer, owner, ownerPointer: node.pointer, rules };
  }

  private ignoredNeighbours(): void {
    const names = Object.keys(this.value).filter((k) => {
      const rule = KEYWORDS.get(k);
      return k !== '$ref' && rule !== undefined && rule.vocabulary !== 'annotation' && !NO_CONDITION.has(k);
    });
    if (names.length === 0) return;
    const list = names.map((n) => `"${n}"`).join(', ');
    this.warn(
      'json-schema/ignored-keyword',
      '$ref',
      `Beside "$ref", ${this.rules.dialect} ignores ${list}. Put them and the "$ref" into "allOf".`,
    );
  }

  private otherDialect(keyword: string): void {
    if (keyword === 'id' && (typeof this.value.id !== 'string' || this.value.$id !== undefined)) return;
    const { dialect } = this.rules;
    const rule = KEYWORDS.get(keyword);
    if (rule?.vocabulary === 'annotation') return;
    const since =
      keyword === 'nullable'
        ? 'OpenAPI 3.0'
        : this.isNewer(keyword)
          ? `${rule?.since} and later`
          : `${rule?.until} and earlier`;
    const other = REPLACED[keyword];
    const use =
      other !== undefined && this.rules.has(other)
        ? ` Write "${other}".`
        : keyword === 'nullable'
          ? ' Add "null" to "type".'
          : '';
    this.warn(
      'json-schema/ignored-keyword',
      keyword,
      `"${keyword}" is of ${since}; ${dialect} ignores it.${use}`,
      'key',
    );
  }

  private early(keyword: string): void {
    const rule = KEYWORDS.get(keyword);
    if (rule?.vocabulary === 'annotation' || rule?.vocabulary === 'content') return;
    const message = `"${keyword}" is of ${rule?.since} and later; it is read as there, but validators of ${this.rules.dialect} may ignore it.`;
    const pointer = pointerTo(this.node.pointer, keyword);
    this.report.error('json-schema/newer-keyword', pointer, message, { at: 'key', severity: 'hint' });
  }

  private isNewer(keyword: string): boolean {
    const { since, until } = KEYWORDS.get(keyword) ?? {};
    return since !== undefined && (until === undefined || this.rules.refAlone);
  }

  private unknown(keyword: string): void {
    if (keyword.startsWith('x-') || OTHER_WORDS.has(keyword)) return;
    const pointer = pointerTo(this.node.pointer, keyword);
    if (EXTENSIONS.has(keyword)) {
      const message = `"${keyword}" is not a keyword of ${this.rules.dialect}; it is ignored.`;
      this.report.error('json-schema/unsupported-keyword', pointer, message, { at: 'key', severity: 'warning' });
      return;
    }
    const known = [...KEYWORDS.keys()].filter((k) => this.rules.has(k) && !Object.hasOwn(this.value, k));
    const meant = didYouMean(keyword, known).filter((k) => fits(this.written(keyword, k)));
    if (meant.length === 0) return;
    const message = `"${keyword}" is not a keyword of JSON Schema; it is ignored.${meaning(meant)}`;
    this.report.error('json-schema/unknown-keyword', pointer, message, {
      at: 'key',
      severity: 'hint',
      fixes: renaming(pointer, meant),
    });
  }

  private dialect(): void {
    const { $schema } = this.value;
    if (typeof $schema !== 'string' || declaredDialect($schema) !== undefined) return;
    const likely = likelyDialect($schema);
    if (!this.rules.lenient && likely === undefined) return;
    const message = `The dialect "${$schema}" is not known; the schema is read as ${likely ?? 'draft 2020-12'}.`;
    this.warn('json-schema/unknown-dialect', '$schema', message);
  }

  private format(): void {
    const { format, contentEncoding } = this.value;
    if (typeof format === 'string' && this.rules.has('format') && !FORMAT_NAMES.includes(format)) {
      this.unknownName(
        'json-schema/unknown-format',
        'format',
        format,
        FORMAT_NAMES,
        'it is not checked, and values do not follow it',
      );
    }
    if (typeof contentEncoding === 'string' && !ENCODINGS.includes(contentEncoding.toLowerCase())) {
      this.unknownName(
        'json-schema/unknown-encoding',
        'contentEncoding',
        contentEncoding,
        ENCODINGS,
        'values do not follow it',
      );
    }
  }

  private unknownName(code: string, keyword: string, name: string, known: readonly string[], so: string): void {
    const meant = didYouMean(name, known);
    const pointer = pointerTo(this.node.pointer, keyword);
    const message = `"${name}" is not a known ${keyword}: ${so}.${meaning(meant)}`;
    this.report.error(code, pointer, message, { severity: 'warning', fixes: replacing(pointer, meant) });
  }

  /** Keywords that do nothing without another one. */
  private partners(): void {
    for (const [keyword, partner] of PARTNERS) {
      if (!Object.hasOwn(this.value, keyword) || !this.rules.has(keyword) || Object.hasOwn(this.value, partner))
        continue;
      this.warn('json-schema/ignored-keyword', keyword, `"${keyword}" does nothing without "${partner}".`, 'key');
    }
  }

  private warn(code: string, keyword: string, message: string, at: 'key' | 'value' = 'value'): void {
    this.report.error(code, pointerTo(this.node.pointer, keyword), message, { at, severity: 'warning' });
  }
}

const PARTNERS: readonly (readonly [keyword: string, partner: string])[] = [
  ['then', 'if'],
  ['else', 'if'],
  ['minContains', 'contains'],
  ['maxContains', 'contains'],
  ['contentSchema', 'contentMediaType'],
];

/** What a keyword is called in other drafts. */
const REPLACED: Readonly<Record<string, string>> = {
  id: '$id',
  $id: 'id',
  prefixItems: 'items',
  additionalItems: 'items',
  dependentRequired: 'dependencies',
  dependentSchemas: 'dependencies',
  $recursiveRef: '$dynamicRef',
  $recursiveAnchor: '$dynamicAnchor',
  $dynamicRef: '$recursiveRef',
  $dynamicAnchor: '$recursiveAnchor',
  const: 'enum',
};

/** Schemas that apply themselves to the same value: no check would come to an end. */
function findLoops(graph: SchemaGraph, report: (node: SchemaNode, keyword: string, message: string) => void): void {
  const done = new Set<SchemaAt>();
  const open: SchemaAt[] = [];
  const visit = (at: SchemaAt): void => {
    if (done.has(at)) return;
    const start = open.indexOf(at);
    if (start >= 0) {
      const steps = open.slice(start);
      const from = steps.find((s) => graph.keywords(s.node).refs.length > 0) ?? at;
      const keyword = graph.keywords(from.node).refs[0]?.keyword ?? '$ref';
      const path = [...steps, at].map((s) => `#${s.node.pointer}`).join(' → ');
      report(
        from.node,
        keyword,
        `This reference comes back to itself without getting to a part of the value: ${path}.`,
      );
      return;
    }
    open.push(at);
    const keywords = graph.keywords(at.node);
    for (const node of inPlaceSchemas(keywords)) visit(graph.enter(node, at.scope));
    for (const next of referred(at, keywords, () => undefined)) visit(next);
    open.pop();
    done.add(at);
  };
  walk(graph, visit, () => undefined);
}
