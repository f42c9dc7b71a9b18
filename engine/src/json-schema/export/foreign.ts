import type { Plan } from '../../plan/compile.js';
import type { TablePlan } from '../../plan/table.js';
import type { FieldSpec } from '../../schema/model.js';
import { fieldsWithin } from './within.js';

/** Tells the fields of one table that need others: what they are made of cannot stand in a schema of that table alone. */
export class Foreign {
  private readonly names: ReadonlySet<string>;

  constructor(
    plan: Plan,
    private readonly table: TablePlan,
  ) {
    const others = plan.tables.filter((other) => other !== table || other.parent !== undefined).map(({ name }) => name);
    const aliases = [...fieldsWithin(table.model.fields)].flatMap((spec) => (spec.kind === 'ref' ? [spec.as] : []));
    const own = new Set(table.model.fields.map(({ name }) => name));
    this.names = new Set([...others, ...aliases].filter((name) => name !== undefined && !own.has(name)) as string[]);
  }

  /** Whether anything in a field, beside the fields inside it, speaks of another table. */
  mentionedIn(spec: FieldSpec): boolean {
    if (typeof spec.unique === 'object') return true;
    if (spec.kind === 'ref' && (spec.ref.text.includes('#') || this.mentions(spec.ref.text.split('.', 1)[0])))
      return true;
    if (spec.kind === 'sequence' && spec.per !== undefined) return true;
    const variants = [...(spec.cases ?? []).map(({ field }) => field), ...(spec.otherwise ? [spec.otherwise] : [])];
    return textsOf(spec).some((text) => this.mentions(text)) || variants.some((variant) => this.mentionedDeep(variant));
  }

  /** Whether a column still has its settings. */
  isKept(name: string): boolean {
    const field = this.table.model.fields.find((candidate) => candidate.name === name);
    return field !== undefined && !this.mentionedIn(field.spec);
  }

  private mentionedDeep(spec: FieldSpec): boolean {
    return [...fieldsWithin([{ spec }])].some((inner) => this.mentionedIn(inner));
  }

  private mentions(text: string): boolean {
    if (this.names.size === 0) return false;
    return (text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []).some((word) => this.names.has(word)) || this.hasOdd(text);
  }

  /** Names that are no words, such as `order-items`, stand in quotes or as a whole. */
  private hasOdd(text: string): boolean {
    return [...this.names].some((name) => !/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) && text.includes(name));
  }
}

/** Everything a field says that may name others. */
function textsOf(spec: FieldSpec): string[] {
  const texts = [spec.when?.text, spec.by?.text, spec.prompt?.text];
  switch (spec.kind) {
    case 'semantic':
      texts.push(...spec.from.map(({ text }) => text));
      break;
    case 'datetime':
    case 'date':
    case 'time':
      texts.push(...[...spec.after, ...spec.before].map(({ text }) => text));
      break;
    case 'template':
      texts.push(spec.template.text);
      break;
    case 'expr':
      texts.push(spec.expr.text);
      break;
    default:
  }
  return texts.filter((text) => text !== undefined);
}
