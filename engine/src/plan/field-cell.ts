import type { Drawer } from '../fields/drawer.js';
import type { FieldSpec } from '../schema/model.js';
import { compileField, type CompiledField } from './fields.js';
import type { Cell, Level } from './rows.js';
import type { Scope } from './scope.js';
import { BROKEN, type Site } from './site.js';

/** The cell of a declared field: compiled when it is first asked for, which finds the cycles on the way. */
export class FieldCell implements Cell {
  /** Nothing was found wrong while it was compiled. */
  sound = false;
  private compiled: CompiledField | undefined;

  constructor(
    private readonly site: Site,
    readonly spec: FieldSpec,
    readonly name: string,
  ) {}

  get scope(): Scope {
    return this.site.scope;
  }

  get level(): Level {
    return this.site.scope.level;
  }

  get label(): string {
    const { table } = this.site.scope;
    return table.model.key === ''
      ? this.site.path.replaceAll('/', '.')
      : `${table.name}.${this.site.path.replaceAll('/', '.')}`;
  }

  get pointer(): string {
    return this.spec.pointer;
  }

  get drawer(): Drawer {
    const { compiling, reads } = this.site.compilation;
    if (compiling !== undefined) reads.add(compiling, this);
    return this.compile().drawer;
  }

  get operand(): Cell | undefined {
    const { operand } = this.compile();
    return operand && { level: this.level, label: this.label, drawer: operand };
  }

  get duration(): boolean {
    return this.spec.kind === 'duration' && this.operand !== undefined;
  }

  /** It is neither correlated nor unique together with others. */
  get isFree(): boolean {
    return this.site.uniform === undefined && this.site.places === undefined;
  }

  /** Nothing else of the document decides whether it can be compiled. */
  get standsAlone(): boolean {
    const { scope, compilation } = this.site;
    if (!this.isFree || compilation.settings.prompts !== undefined) return false;
    return scope.table.model.type === 'structured' && isAlone(this.spec);
  }

  private compile(): CompiledField {
    if (this.compiled !== undefined) return this.compiled;
    const { compilation } = this.site;
    if (!compilation.enter(this)) return { drawer: BROKEN };
    const { file, diagnostics } = compilation;
    const before = diagnostics.length;
    compilation.file = this.scope.table.file;
    try {
      return (this.compiled = compileField(this.site, this.spec));
    } finally {
      this.sound = diagnostics.length === before;
      compilation.file = file;
      compilation.leave();
    }
  }
}

function isAlone(spec: FieldSpec): boolean {
  const { when, by, prompt, unique } = spec;
  if (when !== undefined || by !== undefined || prompt !== undefined || unique !== false) return false;
  switch (spec.kind) {
    case 'integer':
    case 'number':
    case 'boolean':
    case 'text':
    case 'enum':
    case 'const':
    case 'duration':
    case 'uuid':
      return true;
    case 'semantic':
      return spec.from.length === 0;
    case 'datetime':
    case 'date':
    case 'time':
      return spec.after.length + spec.before.length === 0;
    default:
      return false;
  }
}
