import type { Vocabulary } from './locale.js';
import { slugsOf } from './slug.js';
import { list } from './words.js';

const LONGEST_LABEL = 40;
const LINKS = new Set(['and', 'und', 'et', 'y', 'e', 'en', 'og', 'och', 'i', 'the']);

/** The name of a company as one label of a domain name: `Zieme, Hauck and McClure GmbH` → `zieme-hauck-mcclure`. */
export function domainLabel(vocabulary: Vocabulary, company: string): string {
  const { slug } = slugsOf(vocabulary);
  const forms = legalForms(vocabulary);
  const words = company
    .split(/[\s,&/–—]+/)
    .map((word) => withoutForm(word, forms))
    .filter((word) => /\p{L}/u.test(word))
    .map(slug)
    .filter((word) => !LINKS.has(word));
  const label = (words.length === 0 ? [slug(company)] : words).join('-').slice(0, LONGEST_LABEL);
  return label.replace(/-+$/, '');
}

/** Scripts without blanks write the legal form at either end of the name. */
function withoutForm(word: string, forms: ReadonlySet<string>): string {
  if (forms.has(fold(word))) return '';
  if (!/[\p{Script=Han}\p{Script=Hangul}]/u.test(word)) return word;
  for (const form of forms) {
    if (form === '' || form.length >= word.length) continue;
    if (word.startsWith(form)) return word.slice(form.length);
    if (word.endsWith(form)) return word.slice(0, -form.length);
  }
  return word;
}

/**
 * The domain of a company, or of a URL or domain. The same text always has the same domain, so that a company's
 * website and the addresses of its people agree.
 */
export function domainOf(vocabulary: Vocabulary, source: string): string {
  const host = /^(?:[a-z][a-z+.-]*:\/\/)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[:/?#].*)?$/i.exec(source.trim());
  if (host && host[1].length <= 253) return host[1].toLowerCase();
  const label = domainLabel(vocabulary, source);
  const ascii = list(vocabulary, 'internet', 'domain_suffix').filter((suffix) => /^[a-z.]+$/i.test(suffix));
  const suffixes = ascii.length > 0 ? ascii : ['com'];
  let hash = 7;
  for (let i = 0; i < label.length; i++) hash = (Math.imul(hash, 31) + label.charCodeAt(i)) >>> 0;
  return `${label}.${suffixes[hash % suffixes.length]}`;
}

function legalForms(vocabulary: Vocabulary): ReadonlySet<string> {
  let forms = vocabulary.memo.get('legal forms') as ReadonlySet<string> | undefined;
  if (!forms) {
    forms = new Set(
      list(vocabulary, 'company', 'legal_entity_type').flatMap((form) => form.split(/[\s,&]+/).map(fold)),
    );
    vocabulary.memo.set('legal forms', forms);
  }
  return forms;
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll('.', '');
}
