import type { Expectation, Literal, ValueForm } from 'agentic-synth';
import { escapeMarkdown, ownMarkdown } from './types.js';

/** What a key is for and what it takes, in Markdown. */
export function keyDoc(expected: Expectation, required = false): string {
  const { description, forms } = expected;
  const takes = `*${escapeMarkdown(formsText(forms))}${required ? ', required' : ''}*`;
  const lines = [...(description === undefined ? [] : [ownMarkdown(description)]), takes, ...suchAs(expected)];
  return lines.join('\n\n');
}

/** As {@link keyDoc}, beside what it takes. */
export function keyDocBeside(expected: Expectation, required: boolean): string {
  const { description, forms } = expected;
  const choices = forms.flatMap((form) => (form.kind === 'choice' ? [`\`${String(form.value)}\``] : []));
  const lines = [
    ...(description === undefined ? [] : [ownMarkdown(description)]),
    ...(choices.length > SHOWN ? [choices.join(', ')] : []),
    ...suchAs(expected),
    ...(required ? ['Required'] : []),
  ];
  return lines.join('\n\n');
}

function suchAs({ examples }: Expectation): string[] {
  return examples.length === 0
    ? []
    : [
        `Such as ${examples
          .slice(0, 5)
          .map((one) => `\`${String(one).replaceAll('`', "'")}\``)
          .join(', ')}`,
      ];
}

/** Choices that are told beside a key. */
const SHOWN = 4;

const ROLES: { readonly [Role in Literal]?: string } = {
  share: 'share',
  duration: 'duration',
  period: 'duration',
  rate: 'rate',
  instant: 'instant',
  pattern: 'regular expression',
  locale: 'locale',
  timezone: 'time zone',
  path: 'field',
  reference: 'table.field',
  table: 'table',
  event: 'event',
  expression: 'expression',
  template: 'template',
  temporal: 'instant or duration',
  model: 'model',
  field: 'type',
  'field-type': 'type',
  'schema-file': 'file',
  job: 'job',
};

/** `number from 0 to 1`, `text or list` */
export function formsText(all: readonly ValueForm[]): string {
  const isField = (form: ValueForm): boolean => form.kind === 'text' && form.role === 'field';
  // Any key of a document can be a field's name; that is not what these are for.
  const own = all.some(isField) ? all.filter((form) => !isField(form) && form.kind !== 'mapping') : all;
  const forms = own.length > 0 ? own : all;
  const choices = forms.flatMap((form) => (form.kind === 'choice' ? [String(form.value)] : []));
  const some = choices.length > SHOWN ? [...choices.slice(0, SHOWN - 1), '…'] : choices;
  const others = forms.flatMap((form) => {
    switch (form.kind) {
      case 'choice':
        return [];
      case 'text':
        return [(form.role && ROLES[form.role]) ?? 'text'];
      case 'number': {
        const { min, max, whole } = form;
        const range =
          min !== undefined && max !== undefined
            ? ` from ${min} to ${max}`
            : min !== undefined
              ? ` of at least ${min}`
              : '';
        return [(whole ? 'whole number' : 'number') + range];
      }
      case 'boolean':
        return ['true or false'];
      case 'any':
        return ['anything'];
      default:
        return [form.kind];
    }
  });
  return [...some, ...new Set(others)].join(' | ');
}
