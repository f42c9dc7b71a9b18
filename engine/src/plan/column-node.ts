import type { Drawer } from '../fields/drawer.js';
import type { CommonSpec, FieldSpec } from '../schema/model.js';
import type { Cell } from './rows.js';
import type { FieldNode } from './scope.js';
import type { Site } from './site.js';

/** A column of a table that no field is written for: a time, a key, a type, a label. */
export function columnNode(site: Site, name: string, spec: FieldSpec, drawer: Drawer): FieldNode {
  const { table } = site.scope;
  const cell: Cell = { level: table.level, label: `${table.name}.${name}`, drawer };
  return { name, spec, cell, inside: undefined, solid: false };
}

/** What the specs of such columns share. */
export function commonSpec(pointer: string, name: string): CommonSpec {
  return { pointer, key: name, nullable: 0, optional: 0, unique: false };
}
