import { ajvOf, type Document, type Judge, judgeOf, ownJudge } from './judge.js';
import type { Group } from './suite.js';

/** ajv, unless it says otherwise of the suite's own instances. */
export function judgeOfGroup(
  { draft, schema, instances }: Group,
  remotes: readonly Document[],
): { readonly judge: Judge; readonly difference?: string } {
  const uri = 'file:///suite/schema.json';
  const own = ownJudge(`${uri}#`, [{ uri, value: schema }, ...remotes]);
  const judge = judgeOf(ajvOf(draft, remotes), schema);
  if (judge instanceof Error) return { judge: own, difference: judge.message };
  for (const { data, valid } of instances) {
    try {
      if (judge(data) === valid) continue;
      return { judge: own, difference: `${JSON.stringify(data)} is ${valid ? 'refused' : 'accepted'}` };
    } catch (error) {
      return { judge: own, difference: (error as Error).message };
    }
  }
  return { judge };
}
