import { isPlain } from '../columns/text.js';
import type { Phrase } from './phrase.js';

/** Conservative: all texts plain, and no blank where a value may start or end. */
export function isPlainPhrase(phrase: Phrase): boolean {
  return plainInside(phrase) && solidEdge(phrase, 0) && solidEdge(phrase, 1);
}

function plainInside(phrase: Phrase): boolean {
  const fine = (value: string): boolean => value.trim() === '' || isPlain(value.trim());
  switch (phrase.type) {
    case 'text':
      return !/[^ -~]/.test(phrase.text) && fine(phrase.text);
    case 'pick':
      return phrase.values.every(isPlain);
    case 'number':
      return true;
    case 'slot':
      return phrase.plain;
    case 'characters':
      return isPlain(`a${phrase.characters}a`);
    case 'choice':
      return phrase.options.every((o) => plainInside(o.phrase));
    case 'sequence':
      return phrase.phrases.every(plainInside);
    case 'repeat':
      return plainInside(phrase.phrase) && plainInside({ type: 'text', text: phrase.separator });
  }
}

/** Whether the first (0) or last (1) character is always there and never a blank. */
function solidEdge(phrase: Phrase, edge: 0 | 1): boolean {
  switch (phrase.type) {
    case 'text':
      return phrase.text !== '' && !(edge === 0 ? phrase.text.startsWith(' ') : phrase.text.endsWith(' '));
    case 'pick':
    case 'number':
    case 'slot':
      return true;
    case 'characters':
      return phrase.count > 0 && !phrase.characters.includes(' ');
    case 'choice':
      return phrase.options.every((o) => solidEdge(o.phrase, edge));
    case 'sequence': {
      const inner = phrase.phrases.at(edge === 0 ? 0 : -1);
      return inner !== undefined && solidEdge(inner, edge);
    }
    case 'repeat':
      return phrase.min > 0 && solidEdge(phrase.phrase, edge);
  }
}
