import type { Drawer } from '../fields/drawer.js';
import type { CommonSpec, FieldSpec, Located, SemanticSpec } from '../schema/model.js';
import { fromRole } from '../vocabulary/from.js';
import { compileSemantic, type FromField } from '../vocabulary/semantic.js';
import { cellAt } from './names.js';
import type { Rows } from './rows.js';
import { find } from './scope.js';
import { contextOf, type Site } from './site.js';

/** A field of a faker type. */
export function compileSemanticField(site: Site, spec: SemanticSpec & CommonSpec): Drawer {
  const locale = spec.locale ?? site.document.locale;
  const vocabulary = site.compilation.settings.vocabularies.get(locale);
  if (vocabulary === undefined) throw new Error(`the locale ${locale} was not loaded`);
  const context = contextOf(site);
  const { numbers } = site;
  return compileSemantic(spec, {
    vocabulary,
    stream: context.stream,
    now: context.now,
    from: spec.from.map((at) => fromField(site, at)),
    ...(numbers && { unique: { number: numbers } }),
  });
}

function fromField(site: Site, at: Located): FromField {
  const cell = cellAt(site, at);
  const found = find(site.scope, at.text.split('.'));
  const spec: FieldSpec | undefined = found?.kind === 'field' && found.rest.length === 0 ? found.node.spec : undefined;
  const semantic = spec?.kind === 'semantic' ? spec.type : undefined;
  const { type } = cell.drawer;
  // Only a drawer of the same level draws for the same rows.
  const own =
    spec?.when === undefined && spec?.by === undefined && spec?.unique === false && cell.level === site.scope.level;
  return {
    role: fromRole(semantic, at.text.slice(at.text.lastIndexOf('.') + 1)),
    semantic,
    nullable: type.nullable || type.optional,
    column: (batch) => (batch as Rows).column(cell),
    ...(own && { drawer: cell.drawer }),
  };
}
