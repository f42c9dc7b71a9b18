import type { Expectation, Literal, MappingForm } from 'agentic-synth';
import { choice, EMPTY_LIST, EMPTY_MAPPING, hole, type Sketch } from './sketch.js';

/** A list with its first item, where that is a mapping. */
export function listSketch({ forms }: Expectation): Sketch {
  const mapping = forms.find((form): form is MappingForm => form.kind === 'mapping');
  return forms.length === 1 && mapping !== undefined ? [requiredOf(mapping, 0)] : EMPTY_LIST;
}

/** A mapping with what it requires. */
export function requiredOf(form: MappingForm, depth: number): Sketch {
  const required = form.keys.filter((key) => key.required);
  if (required.length === 0 || depth < 0) return EMPTY_MAPPING;
  return Object.fromEntries(required.map((key) => [key.name, sketchOf(key.value(), depth - 1)]));
}

/** What a new entry holds until something is chosen. */
export function sketchOf({ forms, examples }: Expectation, depth: number): Sketch {
  const choices = forms.flatMap((form) =>
    form.kind === 'choice' && typeof form.value === 'string' ? [form.value] : [],
  );
  const [first] = forms;
  if (choices.length > 0 && forms.length === choices.length) return choice(choices);
  switch (first?.kind) {
    case 'boolean':
      return hole(true);
    case 'number':
      return hole(first.min === 0 && first.max === 1 ? 0.1 : Math.max(first.min ?? 0, Math.min(first.max ?? 1, 1)));
    case 'text':
      return first.role !== undefined && typeof examples[0] === 'string'
        ? hole(examples[0])
        : hole(DEFAULTS[first.role ?? 'field'] ?? '');
    case 'choice':
      return hole(first.value);
    case 'list':
      return depth > 0 ? listSketch(first.item()) : EMPTY_LIST;
    case 'mapping':
      return requiredOf(first, depth);
    default:
      return hole('');
  }
}

const DEFAULTS: { readonly [Role in Literal]?: string } = { expression: 'true' };
