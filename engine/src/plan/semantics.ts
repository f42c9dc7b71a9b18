import type { Drawer } from '../fields/drawer.js';
import type { CommonSpec, FieldSpec, Located, SemanticSpec } from '../schema/model.js';
import { compileSemantic, type FromField } from '../vocabulary/semantic.js';
import { cellAt } from './names.js';
import type { Rows } from './rows.js';
import { find } from './scope.js';
import { contextOf, type Site } from './site.js';

const ROLES: Readonly<Record<string, FromField['role']>> = {
  'person.fullName': 'name',
  'person.firstName': 'firstName',
  'person.lastName': 'lastName',
  'person.sex': 'sex',
  'person.sexType': 'sex',
  'person.gender': 'sex',
};

/** A field of a faker type. */
export function compileSemanticField(site: Site, spec: SemanticSpec & CommonSpec): Drawer {
  const locale = spec.locale ?? site.document.locale;
  const vocabulary = site.compilation.settings.vocabularies.get(locale);
  if (vocabulary === undefined) throw new Error(`the locale ${locale} was not loaded`);
  const context = contextOf(site);
  const { numbers } = site;
  const drawer = compileSemantic(spec, {
    vocabulary,
    stream: context.stream,
    now: context.now,
    from: spec.from.map((at) => fromField(site, at)),
    ...(numbers && { unique: { number: numbers } }),
  });
  if (numbers !== undefined) site.compilation.noteNumbers(drawer);
  return drawer;
}

function fromField(site: Site, at: Located): FromField {
  const cell = cellAt(site, at);
  const found = find(site.scope, at.text.split('.'));
  const spec: FieldSpec | undefined = found?.kind === 'field' && found.rest.length === 0 ? found.node.spec : undefined;
  const semantic = spec?.kind === 'semantic' ? spec.type : undefined;
  const plain = spec !== undefined && spec.when === undefined && spec.by === undefined && spec.unique === false;
  return {
    role: ROLES[semantic ?? ''] ?? roleByName(at.text),
    semantic,
    column: (batch) => (batch as Rows).column(cell),
    // Only a drawer of the same level draws for the same rows.
    ...(plain && found?.kind === 'field' && cell.level === site.scope.level && { drawer: cell.drawer }),
  };
}

/** What a field that is not semantic holds, told by its name: a list `sex: [female, male]`, a plain `name`. */
function roleByName(path: string): FromField['role'] {
  const name = path
    .slice(path.lastIndexOf('.') + 1)
    .toLowerCase()
    .replaceAll(/[_\s-]/g, '');
  if (name === 'sex' || name === 'gender' || name === 'geschlecht' || name === 'sexo') return 'sex';
  if (name === 'firstname' || name === 'givenname' || name === 'vorname') return 'firstName';
  if (name === 'lastname' || name === 'surname' || name === 'familyname' || name === 'nachname') return 'lastName';
  if (name === 'name' || name === 'fullname') return 'name';
  return 'other';
}
