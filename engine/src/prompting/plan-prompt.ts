import type { Diagnostic } from '../schema/diagnostic.js';
import { TABLE_TYPES, type TableType } from '../schema/grammar.js';
import { grammarSummary } from './grammar-summary.js';
import { PLAN_EXAMPLES } from './plan-examples.js';
import { cleanText } from './sanitise.js';

/** What a schema is asked for. */
export interface PlanTask {
  readonly description: string;
  /** The only type of table that is wanted. */
  readonly type?: TableType | undefined;
  /** Rows of each table without a parent. */
  readonly count?: number | undefined;
}

/** What was wrong with the draft before. */
export interface PlanCorrection {
  /** As far as there was one. */
  readonly draft: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Mistakes that a model is told at once; the rest often goes with them. */
const MOST_TOLD = 25;
const LONGEST_DRAFT = 24_000;

const RULES = `You design synthetic data. You write one schema in the language below; an engine then draws the rows from it.
Answer with the schema alone, as YAML in one \`\`\`yaml block: no rows, no code, no prose, no JSON Schema.

- One table: HEAD and TABLE at the root. Several: HEAD and \`tables: { name: TABLE }\`.
- Below, a? is optional and NAME(a, b) means { type: NAME, a, b }. Nothing else exists: invent no property and no type.
- A field in short: uuid, sequence, internet.email, string (A, B), integer (1..5), number (0..1), boolean (0.3), datetime (2024-01-01..2025-12-31); ? after it makes it nullable, [] a list.
- share is 0 to 1. duration: 30s 15m 2h 90d 1w 1mo 1y. rate: AMOUNT/UNIT as in 5/m or 0.1/d. instant: a date, a date-time, now, now-90d. regex: without anchors.
- path: the name of a field before or after it in the row, or table.field of a row that it has a ref to or is \`per\`.
- CEL: price * quantity, status == 'paid' && age >= 18, size(name), a ? b : c. A parent sees its children: sum(items.map(i, i.price)), size(items). Other tables cannot be seen.
- A child has \`count: { per: parent, min, max }\` and a field { ref: parent.id }. What refs lead to is a uuid, a sequence or unique. A ref to a field of its own table needs nullable.
- after and before keep dates in order, from makes a value belong to another, when leaves it null where it makes no sense, by with cases makes it depend on another field.
- What is known of the subject is in it: fitting names, values with weights, distributions, ranges, money with decimals: 2. Descriptions are one short sentence a table.
- Texts are semantic types, enums or templates. Only where the request wants texts by a language model: { prompt: 'text with {{field}}' }.
- In YAML, put single quotes around a text that holds {{, a colon and a space, or begins with a special character.`;

/** What a model is told of the language, whatever is asked for. */
export function planSystem(type?: TableType): string {
  // Series and events may have tables beside them that they refer to.
  const told = type === undefined ? TABLE_TYPES : TABLE_TYPES.filter((one) => one === type || one === 'structured');
  const examples = PLAN_EXAMPLES.filter((example) => told.includes(example.type)).map(
    ({ request, schema }) => `Request: ${request}\n\`\`\`yaml\n${schema}\`\`\``,
  );
  return [RULES, grammarSummary(told), ...examples].join('\n\n');
}

/** The question for a schema, or for a better one. */
export function planPrompt({ description, type, count }: PlanTask, correction?: PlanCorrection): string {
  const lines = [`Request: ${description}`];
  if (type !== undefined) lines.push(`It is ${type} data: write a table of type ${type}.`);
  if (count !== undefined) lines.push(`Tables without a parent have ${count} rows.`);
  if (correction === undefined) return lines.join('\n');
  const { draft, diagnostics } = correction;
  if (draft !== undefined) lines.push('', 'You wrote:', '```yaml', shortened(draft).trimEnd(), '```');
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  lines.push('', draft === undefined ? 'Your answer was no schema:' : 'It has these mistakes:');
  for (const error of errors.slice(0, MOST_TOLD)) lines.push(mistakeLine(error));
  if (errors.length > MOST_TOLD) lines.push(`- and ${errors.length - MOST_TOLD} more`);
  const again = draft === undefined ? 'Answer with the schema alone' : 'Write the whole schema again without them';
  lines.push('', `${again}, as YAML in one \`\`\`yaml block.`);
  return lines.join('\n');
}

function mistakeLine({ pointer, code, message, fixes = [], related = [] }: Diagnostic): string {
  const where = pointer === '' ? '' : ` at ${pointer}`;
  const others = related.map((other) => ` ${other.pointer}: ${other.message}`).join('');
  const ways = fixes.slice(0, 3).map(({ title }) => title);
  return `- ${code}${where}: ${message}${others}${ways.length === 0 ? '' : ` Fix: ${ways.join(', or ')}.`}`;
}

function shortened(draft: string): string {
  const clean = cleanText(draft);
  return clean.length <= LONGEST_DRAFT ? clean : `${clean.slice(0, LONGEST_DRAFT)}\n…`;
}
