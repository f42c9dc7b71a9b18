import { OptionError } from '../errors.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import { isGrammarType } from '../schema/aliases.js';
import { asGenerator, CustomGenerator, type PlainGenerator } from './custom.js';

/** Types of data that the product itself makes. */
export const BUILT_IN_TYPES = ['structured', 'timeseries', 'events'] as const;

export type BuiltInType = (typeof BUILT_IN_TYPES)[number];

export function isBuiltIn(type: string): type is BuiltInType {
  return (BUILT_IN_TYPES as readonly string[]).includes(type);
}

/** Custom generators by type. */
export class GeneratorRegistry {
  private readonly custom = new Map<string, CustomGenerator>();

  /** @param parent where types that are not registered here are sought. */
  constructor(private readonly parent?: GeneratorRegistry) {}

  /**
   * Adds a generator; its type can then be generated and used as a field type.
   * @throws OptionError where it is no generator or its type is taken.
   */
  register(generator: CustomGenerator | PlainGenerator): void {
    const { type, value } = (generator ?? {}) as Partial<PlainGenerator>;
    if (typeof type !== 'string' || !/^[A-Za-z][\w-]*$/.test(type) || typeof value !== 'function') {
      throw new OptionError(
        'A custom generator needs a `type` (letters, digits, - and _) and a method `value(row)`; extend CustomGenerator.',
      );
    }
    if (isBuiltIn(type) || isGrammarType(type) || this.custom.has(type)) {
      throw new OptionError(`The type \`${type}\` is taken; give the generator another one.`);
    }
    this.custom.set(type, generator instanceof CustomGenerator ? generator : asGenerator(generator));
  }

  /** A custom generator by its type; `undefined` where there is none. Built-in types are none. */
  get(type: string): CustomGenerator | undefined {
    return this.custom.get(type) ?? this.parent?.get(type);
  }

  /** Registered types, as field types of the schema language. */
  fieldTypes(): Map<string, CustomGenerator> {
    return new Map([...(this.parent?.fieldTypes() ?? []), ...this.custom]);
  }

  /**
   * Says that there is no such type of data, and what was meant.
   * @throws OptionError naming the types there are.
   */
  refuse(type: string): never {
    const known = [...BUILT_IN_TYPES, ...this.fieldTypes().keys()];
    throw new OptionError(
      `There is no type of data \`${String(type)}\`.${meaning(didYouMean(String(type), known)) || ` Types: ${known.join(', ')}.`}`,
      'generator/unknown',
    );
  }
}

/** Generators that every `AgenticSynth` of this process knows. */
export const globalRegistry = new GeneratorRegistry();

/** Registers a generator for every `AgenticSynth` of this process. */
export function registerGenerator(generator: CustomGenerator | PlainGenerator): void {
  globalRegistry.register(generator);
}
