import type { Expectation, Literal, ValueForm } from 'agentic-synth';
import { escapeMarkdown } from './types.js';

/** What a key is for, in Markdown. */
export function keyDoc({ description, examples, forms }: Expectation, required = false): string {
  const lines = [
    ...(description === undefined ? [] : [escapeMarkdown(description)]),
    `*${escapeMarkdown(formsText(forms))}${required ? ', required' : ''}*`,
    ...(examples.length === 0
      ? []
      : [
          `Such as ${examples
            .slice(0, 5)
            .map((one) => `\`${String(one).replaceAll('`', "'")}\``)
            .join(', ')}`,
        ]),
  ];
  return lines.join('\n\n');
}

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
export function formsText(forms: readonly ValueForm[]): string {
  const choices = forms.flatMap((form) => (form.kind === 'choice' ? [String(form.value)] : []));
  const some = choices.length > 4 ? [...choices.slice(0, 3), '…'] : choices;
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
