import type { Faker, LocaleDefinition, Randomizer } from '@faker-js/faker';
import { OptionError } from '../errors.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import { localeChain, locales } from './catalog.js';
import { importLocale } from './locale-modules.js';

/** faker's definitions of one locale: modules of entries, JSON values only. `null`: does not apply to this locale. */
export type LocaleData = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/**
 * Where the definitions of a locale come from: alone, or already merged with those they fall back to.
 * Called with the names of {@link locales} only.
 */
export type LocaleSource = (name: string) => Promise<LocaleData>;

/** The words of one locale and the code that puts them together. */
export interface Vocabulary {
  readonly locale: string;
  /** Definitions of the locale, its parent, `en` and `base`, the first that has an entry wins. Without nulls. */
  readonly definitions: LocaleData;
  /** A faker of these definitions. */
  faker(randomizer: Randomizer): Faker;
  /** What was computed from the definitions, by name: encoded tables and the like, shared by all fields. */
  readonly memo: Map<string, unknown>;
}

let source: LocaleSource = importLocale;
const loaded = new Map<string, Promise<Vocabulary>>();

/**
 * Replaces where locales come from; the default imports `@faker-js/faker/locale/NAME`. For a bundle that carries its
 * own copy: embed `JSON.stringify(allLocales[NAME])` of each name of `locales()`, compressed, give a function that
 * unpacks one, and keep `locale-modules.ts` out of the bundle. faker's code stays as it is: it comes with
 * `@faker-js/faker/locale/base`, 128 KB, loaded when a vocabulary is first asked for.
 */
export function setLocaleSource(load: LocaleSource): void {
  source = load;
  loaded.clear();
}

/**
 * Loads a locale and what it falls back to.
 * @throws OptionError where there is no such locale.
 */
export function loadVocabulary(locale: string): Promise<Vocabulary> {
  let vocabulary = loaded.get(locale);
  if (!vocabulary) {
    vocabulary = load(locale);
    loaded.set(locale, vocabulary);
    vocabulary.catch(() => loaded.delete(locale));
  }
  return vocabulary;
}

async function load(locale: string): Promise<Vocabulary> {
  if (!locales().includes(locale)) {
    throw new OptionError(
      `There is no locale "${locale}".${meaning(didYouMean(locale, locales()))} Locales are named as faker names them, such as en, de, pt_BR.`,
      'locale/unknown',
    );
  }
  const chain = localeChain(locale);
  const [FakerClass, ...layers] = await Promise.all([fakerClass(), ...chain.map((name) => source(name))]);
  const definitions = merge(layers);
  return {
    locale,
    definitions,
    faker: (randomizer) => new FakerClass({ locale: definitions as LocaleDefinition, randomizer }),
    memo: new Map(),
  };
}

/**
 * faker's class without its locales: the package's main entry brings all 77 (110 ms), so it is taken from the instance
 * that the smallest locale exports.
 */
async function fakerClass(): Promise<typeof Faker> {
  const { faker } = await import('@faker-js/faker/locale/base');
  return faker.constructor as typeof Faker;
}

/** As faker merges: entry by entry, the first layer wins; nulls give way too, so that every type has values. */
function merge(layers: readonly LocaleData[]): LocaleData {
  const merged: Record<string, Record<string, unknown>> = {};
  for (const layer of layers) {
    for (const [module, entries] of Object.entries(layer)) {
      const target = (merged[module] ??= {});
      for (const [name, value] of Object.entries(entries ?? {})) {
        if (value !== null && value !== undefined) target[name] ??= value;
      }
    }
  }
  return merged;
}
