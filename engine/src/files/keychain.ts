import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { importModule } from './import-module.js';

/** The optional package that reads the operating system's keychain: macOS Keychain, Windows Credential Manager, Secret Service. */
export const KEYCHAIN_PACKAGE = '@napi-rs/keyring';

/** Under this name keys are kept; the account is the environment variable, such as `GEMINI_API_KEY`. */
export const KEYCHAIN_SERVICE = 'agentic-synth';

interface Keyring {
  readonly Entry: new (service: string, account: string) => { getPassword(): string | null };
}

/**
 * A key from the operating system's keychain; `undefined` where the package is not installed in the project, the keychain is
 * locked or absent, or it has no such entry.
 * @param account as `GEMINI_API_KEY`
 * @param folder from which packages are looked for; the working folder
 */
export async function keyFromKeychain(account: string, folder = '.'): Promise<string | undefined> {
  const file = resolvePackage(KEYCHAIN_PACKAGE, folder);
  if (file === undefined) return undefined;
  try {
    const loaded = (await importModule(pathToFileURL(file).href)) as Partial<Keyring> & { default?: Partial<Keyring> };
    const Entry = loaded.Entry ?? loaded.default?.Entry;
    return (Entry && new Entry(KEYCHAIN_SERVICE, account).getPassword()?.trim()) || undefined;
  } catch {
    return undefined;
  }
}

/** The file that a package installed for a folder begins with; `undefined` where it is not installed. */
export function resolvePackage(name: string, folder = '.'): string | undefined {
  try {
    return createRequire(resolve(folder, 'package.json')).resolve(name);
  } catch {
    return undefined;
  }
}
