import type { Diagnostic, Fix } from '../schema/diagnostic.js';
import { applyFix } from './edits.js';

/** A change that was made to what a model wrote, since there was only one way to mend it. */
export interface AppliedFix {
  readonly title: string;
  /** Where, as a JSON pointer into the draft as it then was. */
  readonly pointer: string;
  /** The code of the mistake. */
  readonly code: string;
}

export interface Mended {
  readonly value: unknown;
  readonly diagnostics: readonly Diagnostic[];
  readonly fixes: readonly AppliedFix[];
}

/** A draft that needs more is better written anew. */
const MOST_FIXES = 40;

/**
 * Mends every mistake that has exactly one fix which loses nothing, until there is none. A fix that does not do away with
 * its mistake, or breaks what was good, is not made.
 */
export async function mend(
  document: unknown,
  check: (document: unknown) => Promise<readonly Diagnostic[]>,
): Promise<Mended> {
  let value = document;
  let diagnostics = await check(value);
  const fixes: AppliedFix[] = [];
  const tried = new Set<string>();
  for (let tries = 0; tries < MOST_FIXES; tries++) {
    const next = nextFix(diagnostics, tried);
    if (next === undefined) break;
    const { diagnostic, fix } = next;
    tried.add(idOf(diagnostic));
    const changed = applyFix(value, fix);
    if (changed === undefined) continue;
    const after = await check(changed.value);
    if (after.some((other) => idOf(other) === idOf(diagnostic)) || isWorse(diagnostics, after)) continue;
    ({ value } = changed);
    diagnostics = after;
    fixes.push({ title: fix.title, pointer: diagnostic.pointer, code: diagnostic.code });
  }
  return { value, diagnostics, fixes };
}

function nextFix(
  diagnostics: readonly Diagnostic[],
  tried: ReadonlySet<string>,
): { readonly diagnostic: Diagnostic; readonly fix: Fix } | undefined {
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity !== 'error' || tried.has(idOf(diagnostic))) continue;
    const gentle = (diagnostic.fixes ?? []).filter(({ edits }) => edits.some(({ op }) => op !== 'remove'));
    if (gentle.length === 1) return { diagnostic, fix: gentle[0] };
  }
  return undefined;
}

/** A document that could not be read at all hides its mistakes: what appears when it can be is no step back. */
function isWorse(before: readonly Diagnostic[], after: readonly Diagnostic[]): boolean {
  if (before.some(({ pointer, severity }) => pointer === '' && severity === 'error')) return false;
  return countOf(after) > countOf(before);
}

function countOf(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ severity }) => severity === 'error').length;
}

function idOf({ code, pointer, message }: Diagnostic): string {
  return `${code} ${pointer} ${message}`;
}
