import { SynthError } from '../errors.js';
import { findEntry, importFile } from '../files/optional-package.js';

/** An optional package, and what to say where it is not there. */
export interface OptionalPackage {
  readonly name: string;
  /** Its entries, the one that works best first. */
  readonly entries: readonly string[];
  /** How it is installed. */
  readonly install: string;
}

export const MIDSTREAMER: OptionalPackage = {
  name: 'midstreamer',
  entries: ['midstreamer/quic', 'midstreamer'],
  install: 'npm install --ignore-scripts midstreamer',
};

export const RUVECTOR: OptionalPackage = {
  name: 'ruvector',
  entries: ['ruvector'],
  install: 'npm install ruvector',
};

export const ROBOTICS: OptionalPackage = {
  name: '@agentic-robotics/core',
  entries: ['@agentic-robotics/core', 'agentic-robotics'],
  install: 'it is not on the npm registry; build it from https://github.com/ruvnet/agentic-robotics',
};

/** An integration cannot be used: its package is not installed, or is not what it is taken for. */
export class IntegrationError extends SynthError {
  constructor(
    code: 'integration/missing' | 'integration/unusable' | 'integration/locked',
    /** The package. */
    readonly integration: string,
    message: string,
    cause?: unknown,
  ) {
    super(code, message, { cause });
  }
}

/** One sentence: what is missing, and where to get it. */
export function missing({ name, install }: OptionalPackage): IntegrationError {
  return new IntegrationError('integration/missing', name, `The package ${name} is not installed: ${install}`);
}

export function isInstalled({ entries }: OptionalPackage): boolean {
  return findEntry(entries) !== undefined;
}

/**
 * Loads the first entry of a package that has a function.
 * @param module the package, where the caller has imported it
 * @throws IntegrationError where it is missing, cannot be loaded, or has no such function
 */
export async function loadPackage<T>(
  what: OptionalPackage,
  member: keyof T & string,
  module: object | undefined,
): Promise<T> {
  if (module !== undefined) return withMember<T>(what, member, [module]);
  const files = what.entries.map((entry) => findEntry([entry])).filter((file) => file !== undefined);
  if (files.length === 0) throw missing(what);
  const loaded: object[] = [];
  let failure: unknown;
  for (const file of files) {
    try {
      loaded.push(await importFile(file));
    } catch (error) {
      failure ??= error;
    }
  }
  return withMember<T>(what, member, loaded, failure);
}

function withMember<T>(
  { name, install }: OptionalPackage,
  member: keyof T & string,
  modules: readonly object[],
  failure?: unknown,
): T {
  const found = modules.find((module) => typeof (module as Record<string, unknown>)[member] === 'function');
  if (found !== undefined) return found as T;
  const why =
    failure instanceof Error ? `cannot be loaded (${failure.message.split('\n')[0]})` : `has no function ${member}`;
  throw new IntegrationError('integration/unusable', name, `The package ${name} ${why}: ${install}`, failure);
}
