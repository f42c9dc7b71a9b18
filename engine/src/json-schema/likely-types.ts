import { NUMBER, STRING } from './draft.js';
import { suggestField } from './realism.js';
import type { NumberShape, StringShape } from './shape.js';

const ANY = { weight: 1, excluded: [], notes: [] };
const ANY_TEXT: StringShape = { ...ANY, ...STRING, type: 'string' };
const ANY_NUMBER: NumberShape = { ...ANY, ...NUMBER, type: 'number' };

/** As `likelyTypes` of the grammar. */
export function typesOfName(name: string, owner: string | undefined): string[] {
  if (/^(?:id|_id|uuid|guid)$/i.test(name)) return ['uuid', 'sequence'];
  if (/^(?:is|has|can|was)(?:[A-Z_]|$)/.test(name)) return ['boolean'];
  const found: string[] = [];
  const number = suggestField(name, ANY_NUMBER, [], owner);
  if ((number?.kind === 'number' || number?.kind === 'integer') && !/(?:^i|I)d$/.test(name)) {
    const { min, max, decimals } = number;
    const type = decimals === 0 ? 'integer' : 'number';
    if (min !== undefined && max !== undefined) found.push(`${type} (${min}..${max})`);
    found.push(type);
  }
  const text = suggestField(name, ANY_TEXT, [], owner);
  if (text?.kind === 'semantic') found.unshift(text.type);
  else if (text !== undefined && ['datetime', 'date', 'time', 'duration', 'uuid'].includes(text.kind))
    found.unshift(text.kind);
  else if (text?.kind === 'text' && text.words === true) found.push('lorem.sentence');
  return found;
}
