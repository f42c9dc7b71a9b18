import type { Column, OutputType } from '../columns/column.js';
import { SynthError } from '../errors.js';
import type { FieldContext } from '../fields/context.js';
import type { Batch, Drawer } from '../fields/drawer.js';
import { compileDistribution, DistributionError } from '../random/distribution.js';
import { streamFor } from '../random/key.js';
import type { Stream } from '../random/stream.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import type { DocumentModel, FieldSpec, Located } from '../schema/model.js';
import type { Compilation } from './compilation.js';
import { cellAt } from './names.js';
import type { Cell, Rows } from './rows.js';
import type { TablePlan } from './table.js';
import { Scope } from './scope.js';

/** Where a field is being compiled: its document, scope and random identity. */
export interface Site {
  readonly compilation: Compilation;
  readonly document: DocumentModel;
  /** The tables of the document, by name, and the documents it refers to. */
  readonly tables: DocumentTables;
  readonly scope: Scope;
  /** Path of random identity: `address/city`, `tags[]`. */
  readonly path: string;
  /** The uniform behind each cell, where the field is correlated. */
  readonly uniform?: Cell | undefined;
  /** The fields inside, where the field is an object declared with those around it. */
  readonly inside?: Scope | undefined;
  /** Which place of a counted domain each row takes, where something outside the field decides it. */
  readonly places?: Places | undefined;
  /** A different number for each row, where a text that cannot be counted is to be unique. */
  readonly numbers?: ((batch: Batch) => Float64Array) | undefined;
}

/** What references of a document can reach. */
export interface DocumentTables {
  readonly byName: ReadonlyMap<string, TablePlan>;
  /** The tables of another file, as written in a reference; `undefined` where it could not be read. */
  other(file: string): DocumentTables | undefined;
  /** Events for each unit of time, whatever the tables say. */
  readonly askedRate: string | undefined;
}

/** Different numbers for different rows, out of as many as the domain turns out to have. */
export interface Places {
  /** Told once, when the domain is known, to places that several fields share. */
  counted?(size: number): void;
  at(batch: Batch, size: number): Float64Array;
}

const BROKEN_TYPE: OutputType = { kind: 'any', nullable: true, optional: false };

/** Stands in for a field with a mistake, so that others can still be checked. Plans with mistakes are never drawn. */
export const BROKEN: Drawer = {
  type: BROKEN_TYPE,
  draw(batch): Column {
    return { kind: 'value', length: batch.length, values: new Array<null>(batch.length).fill(null) };
  },
};

/** Reports a mistake of the field and stands in for it. */
export function broken(site: Site, diagnostic: Omit<Diagnostic, 'severity'>): Drawer {
  site.compilation.report({ severity: 'error', ...diagnostic });
  return BROKEN;
}

/** A field declared in the scope of a site. */
export function fieldSite(site: Site, spec: FieldSpec): Site {
  const path = site.path === '' ? spec.key : `${site.path}/${spec.key}`;
  const { compilation, document, tables, scope } = site;
  return {
    compilation,
    document,
    tables,
    scope,
    path,
    uniform: compilation.uniform(scope, path),
    places: compilation.places(scope, path),
  };
}

/** The rows that one variant of a field covers: the same random identity on a level of its own. */
export function variantSite(site: Site, label: string): Site {
  const { scope } = site;
  const level = { kind: 'variant', name: `${scope.level.name} (${site.path}, ${label})`, outer: scope.level } as const;
  return { ...site, scope: new Scope(scope.table, level, scope), inside: undefined };
}

/** The items of a list field. */
export function itemSite(site: Site): Site {
  const { compilation, document, tables, scope } = site;
  const path = `${site.path}[]`;
  const level = { kind: 'items', name: path, outer: scope.level } as const;
  return { compilation, document, tables, scope: new Scope(scope.table, level, scope), path };
}

/** The random numbers at a path of the site's table. */
export function streamAt(site: Site, path: string, suffix = ''): Stream {
  return streamFor(site.document.seed, site.scope.table.model.key, path, suffix);
}

/** Compiles what may turn out impossible: a distribution without mass between the bounds is a mistake of the field. */
export function guarded(site: Site, spec: FieldSpec, compile: () => Drawer): Drawer {
  try {
    return compile();
  } catch (error) {
    if (error instanceof DistributionError) {
      const inside = error.property === undefined ? '' : `/distribution/${error.property}`;
      return broken(site, { code: 'distribution/impossible', message: error.message, pointer: spec.pointer + inside });
    }
    if (error instanceof SynthError)
      return broken(site, { code: error.code, message: error.message, pointer: spec.pointer });
    throw error;
  }
}

/** What the compilers in `fields/` see of a site. */
export function contextOf(site: Site): FieldContext {
  const { document, uniform } = site;
  const own = streamAt(site, site.path);
  return {
    stream: (suffix) => (suffix === undefined ? own : streamAt(site, site.path, suffix)),
    now: document.now,
    timezone: document.timezone,
    locale: document.locale,
    distribution: compileDistribution,
    correlated: uniform !== undefined,
    uniforms(batch, out) {
      if (uniform === undefined) own.uniforms(batch.addresses, 0, out);
      else out.set(((batch as Rows).column(uniform) as { values: Float64Array }).values);
    },
    path: (at: Located) => {
      const cell = cellAt(site, at);
      const operand = cell.operand ?? cell;
      return (batch) => (batch as Rows).column(operand);
    },
  };
}
