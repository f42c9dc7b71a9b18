import type { Drawer } from '../fields/drawer.js';
import type { FieldSpec } from '../schema/model.js';
import { takesNumber } from '../vocabulary/semantic.js';
import type { Alias } from './alias.js';
import { aliasOf } from './references.js';
import type { Rows } from './rows.js';
import { broken, BROKEN, type Places, type Site, streamAt } from './site.js';
import { LARGEST_DOMAIN, ParentPlaces, placed, rowNumbers, TablePlaces } from './unique.js';

type CompileKind = (site: Site, spec: FieldSpec) => Drawer;

/** Compiles a value so that `unique` holds: by permuting the counted domain, never by trying again. */
export function withPlaces(site: Site, spec: FieldSpec, compileKind: CompileKind): Drawer {
  const fromGroup = site.places;
  if (fromGroup === undefined && spec.unique === false) return compileKind(site, spec);
  if (fromGroup === undefined && isDistinct(spec)) return compileKind(site, spec);
  if (spec.by !== undefined) {
    return notCountable(site, spec, 'the cases of `by` may give the same value twice; make another field unique.');
  }
  const weighted = weightsOf(spec);
  if (weighted !== undefined) {
    return broken(site, {
      code: 'unique/weighted',
      message: `unique values each come once, so ${weighted} cannot hold. Take one of them away.`,
      pointer: spec.pointer,
    });
  }
  const places = fromGroup ?? placesFor(site, spec);
  if (places === undefined) return BROKEN;

  if (spec.kind === 'ref') {
    const alias = aliasOf(site, spec);
    if (alias === undefined) return compileKind(site, spec);
    if (alias.counted || alias.self) {
      return notCountable(
        site,
        spec,
        'a row refers to its parent as often as it has children; only a free reference can be unique.',
      );
    }
    choosePlaces(site, spec, alias, places);
    return compileKind(site, spec);
  }

  if (spec.kind === 'semantic' && fromGroup === undefined && takesNumber(spec.type)) {
    return compileKind({ ...site, numbers: rowNumbers(streamAt(site, site.path, '#unique')) }, spec);
  }
  const drawer = compileKind({ ...site, places: undefined }, spec);
  if (drawer === BROKEN) return drawer;
  if (drawer.domain !== undefined) {
    demand(site, spec, places, drawer.domain.size);
    return placed(drawer, places);
  }
  return notCountable(
    site,
    spec,
    'its values cannot be counted beforehand. Unique works with ranges, lists without weights, patterns, dates, references, uuid, sequence, and internet.email or internet.username.',
  );
}

function choosePlaces(site: Site, spec: FieldSpec, alias: Alias, places: Places): void {
  alias.choose = (rows: Rows) => places.at(rows, alias.choices());
  site.compilation.later(() => demand(site, spec, places, alias.choices()));
}

/** Kinds whose values never repeat within a table. */
export function isDistinct(spec: FieldSpec): boolean {
  if (spec.kind === 'uuid') return true;
  return spec.kind === 'sequence' && spec.per === undefined && spec.step !== 0;
}

function weightsOf(spec: FieldSpec): string | undefined {
  if ('distribution' in spec && spec.distribution !== undefined && spec.distribution.type !== 'uniform')
    return 'a `distribution`';
  if (spec.kind === 'enum' && spec.weighted) return 'weights';
  return undefined;
}

function placesFor(site: Site, spec: FieldSpec): Places | undefined {
  const stream = streamAt(site, site.path, '#unique');
  if (site.scope.level.kind === 'items' || insideItems(site)) {
    notCountable(site, spec, 'inside a list, different items are asked for with `uniqueItems` on the list.');
    return undefined;
  }
  if (spec.unique === true) return new TablePlaces(stream);
  const per = (spec.unique as { per: string }).per;
  const counted = [...site.scope.table.scope.aliases.values()].find((alias) => alias.counted);
  if (counted === undefined || (counted.name !== per && counted.parent.name !== per)) {
    broken(site, {
      code: 'unique/not-counted-per',
      message: `\`unique: { per: ${per} }\` needs a table whose rows are counted per \`${per}\`: write \`count: { per: ${per} }\`.`,
      pointer: spec.pointer,
    });
    return undefined;
  }
  return new ParentPlaces(stream);
}

function insideItems(site: Site): boolean {
  for (const scope of site.scope.chain()) if (scope.level.kind === 'items') return true;
  return false;
}

/** Tells the places how large the domain is, and makes sure that it is large enough for every row. */
function demand(site: Site, spec: FieldSpec, places: Places, size: number): void {
  const capped = Math.min(size, LARGEST_DOMAIN);
  places.counted?.(capped);
  if (site.places !== undefined) return; // a group counts the product of its members
  const { table } = site.scope;
  site.compilation.later(() => {
    const rows = places instanceof ParentPlaces ? table.childBounds.max : table.numbers;
    if (rows <= capped) return;
    const whose = places instanceof ParentPlaces ? `up to ${rows} rows of one parent` : `${rows} rows`;
    site.compilation.report({
      code: 'unique/domain-too-small',
      severity: 'error',
      message: `${whose} are to be unique, but there ${capped === 1 ? 'is only 1 value' : `are only ${capped} values`}. Widen the field or ask for fewer rows.`,
      pointer: spec.pointer,
    });
  });
}

function notCountable(site: Site, spec: FieldSpec, why: string): Drawer {
  return broken(site, {
    code: 'unique/not-countable',
    message: `this field cannot be unique: ${why}`,
    pointer: spec.pointer,
  });
}
