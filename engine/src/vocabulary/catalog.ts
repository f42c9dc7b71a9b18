import { SIGNATURES } from './signatures.js';

/** Version of faker whose methods and data are in use. A change of it may change drawn values. */
export const VOCABULARY_VERSION = '10.6.0';

/** One option of a semantic type. */
export interface SemanticOption {
  readonly name: string;
  readonly required: boolean;
  /** Alternatives such as `'female'`, `number`, `range` (`{ min, max }`), `string[]`. */
  readonly types: readonly string[];
}

/** How a semantic type is called. */
export interface SemanticSignature {
  readonly options: readonly SemanticOption[];
  /** Options are passed one by one in this order, not as one object. */
  readonly positional: boolean;
  /** Alternatives of the result: `string`, `number`, `boolean`, `date`, `object`, `number[]`, literals. */
  readonly result: readonly string[];
  readonly description: string;
  /** As faker's documentation writes it. */
  readonly example?: string;
}

/** Methods of faker that are no semantic types, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'number.bigInt': 'a bigint has no JSON form; use the type integer',
  'image.urlLoremFlickr': 'the service is gone; use image.url',
};

/** Options that are refused, and why. */
export const REFUSED_OPTIONS: Readonly<Record<string, string>> = {
  'finance.amount.autoFormat': 'it depends on the language of the machine',
};

let parsed: Map<string, SemanticSignature> | undefined;

function signatures(): Map<string, SemanticSignature> {
  if (parsed) return parsed;
  parsed = new Map();
  for (const line of SIGNATURES.trim().split('\n')) {
    const [, name, parameters, result, description, example] = /^([\w.]+)\((.*?)\): (\S+) — (.*?)(?: — (.*))?$/.exec(
      line,
    )!;
    if (name in LEFT_OUT) continue;
    const bag = /^\{ (.*) \}$/.exec(parameters);
    const options = (bag?.[1] ?? parameters).split(', ').flatMap((parameter): SemanticOption[] => {
      const match = /^(\w+)(\??): (.*)$/.exec(parameter);
      if (!match || `${name}.${match[1]}` in REFUSED_OPTIONS) return [];
      return [{ name: match[1], required: match[2] === '', types: alternatives(match[3]) }];
    });
    parsed.set(name, { options, positional: !bag, result: alternatives(result), description, example });
  }
  return parsed;
}

function alternatives(text: string): string[] {
  return text.startsWith('(') ? [text] : text.split('|');
}

/** Every semantic type, `module.method` as faker names it, in faker's order. */
export function semanticTypes(): readonly string[] {
  return [...signatures().keys()];
}

/** Whether a name is a semantic type. */
export function isSemanticType(name: string): boolean {
  return signatures().has(name);
}

/** How a semantic type is called; `undefined` for a name that is none. */
export function semanticSignature(name: string): SemanticSignature | undefined {
  return signatures().get(name);
}

/** One sentence about a semantic type and an example value, from faker's documentation. */
export function describeSemanticType(name: string): { description: string; example?: string } | undefined {
  const signature = signatures().get(name);
  return signature && { description: signature.description, example: signature.example };
}

const LOCALES =
  'af_ZA ar az base bn_BD cs_CZ cy da de de_AT de_CH dv el en en_AU en_AU_ocker en_BORK en_CA en_GB en_GH en_HK en_IE ' +
  'en_IN en_NG en_NP en_US en_ZA eo es es_MX fa fi fr fr_BE fr_CA fr_CH fr_LU fr_SN he hr hu hy id_ID it ja ka_GE ko ' +
  'ku_ckb ku_kmr_latin lv mk mn_MN_cyrl nb_NO ne nl nl_BE pl pt_BR pt_PT ro ro_MD ru sk sl_SI sr_RS_latin sv ta_IN th tr ' +
  'uk ur uz_UZ_latin vi yo_NG zh_CN zh_TW zu_ZA';

/** Every locale, as faker names it. */
export function locales(): readonly string[] {
  return LOCALES.split(' ');
}

const PARENTS: Readonly<Record<string, string>> = {
  de_AT: 'de',
  de_CH: 'de',
  en_AU_ocker: 'en_AU',
  es_MX: 'es',
  fr_BE: 'fr',
  fr_CA: 'fr',
  fr_CH: 'fr',
  fr_LU: 'fr',
  fr_SN: 'fr',
  nl_BE: 'nl',
  ro_MD: 'ro',
};

/** Where faker looks for the data of a locale, in order: itself, its parent, `en`, `base`. */
export function localeChain(locale: string): readonly string[] {
  const chain = [locale, PARENTS[locale], 'en', 'base'].filter((name) => name !== undefined);
  return [...new Set(locale === 'base' ? ['base', 'en'] : chain)];
}
