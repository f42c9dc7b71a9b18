import type { OutputType, TemporalColumn } from '../columns/column.js';
import { RowError } from '../errors.js';
import type { Batch } from '../fields/drawer.js';
import { temporalPrecision, temporalRange } from '../fields/temporal-bounds.js';
import { EmptyWindowError, HORIZON } from '../fields/temporal-window.js';
import { compileTemporal, type TemporalDrawer } from '../fields/temporal.js';
import type { CalendarDuration, CommonSpec, FieldSpec, Located, TemporalSpec } from '../schema/model.js';
import { compileTimeField } from './clock.js';
import { FieldCell } from './field-cell.js';
import { resolve } from './names.js';
import { find, type Scope } from './scope.js';
import { contextOf, type Site } from './site.js';

type Instant = TemporalSpec & CommonSpec;

/** The points in time that a field can take, as far as the document shows. */
interface Span {
  readonly low: number;
  readonly high: number;
}

const DAY = 86_400_000;

/** Compiles a point in time. One between anchors is proved to have room, and names its row where it has none after all. */
export function compileInstant(site: Site, spec: Instant): TemporalDrawer {
  const { clock } = site.scope.table;
  if (clock !== undefined && clock.pointer === spec.pointer) return compileTimeField(site, spec, clock);
  const drawer = compileTemporal(spec, contextOf(site));
  if (spec.after.length + spec.before.length === 0) return drawer;
  site.compilation.later(() => {
    proveTimes(site, spec);
    proveRoom(site, spec);
  });
  const { instants } = drawer;
  const draw = (batch: Batch): TemporalColumn => {
    try {
      return instants.draw(batch) as TemporalColumn;
    } catch (error) {
      if (!(error instanceof EmptyWindowError)) throw error;
      throw new RowError(
        error.code,
        error.message,
        { table: site.scope.table.name, row: error.row, field: site.path },
        error,
      );
    }
  };
  return { ...drawer, draw: (batch) => drawer.show(draw(batch)), instants: { ...instants, draw } };
}

/** What a column that others are measured from can hold: `any` shows only when it is drawn. */
const TIMES: ReadonlySet<OutputType['kind']> = new Set(['datetime', 'date', 'time', 'any']);

/** Reports anchors that are no points in time. */
function proveTimes(site: Site, { after, before }: Instant): void {
  for (const { text, pointer } of [...after, ...before]) {
    const cell = resolve(site.scope, text.split('.'), site.document.now);
    if (cell === undefined || TIMES.has((cell.operand ?? cell).drawer.type.kind)) continue;
    site.compilation.report({
      code: 'temporal/not-a-time',
      severity: 'error',
      message: `\`${text}\` is no point in time: \`after\` and \`before\` need a field of type datetime, date or time.`,
      pointer,
    });
  }
}

/** Reports windows that have no room for some anchor that can be drawn. */
function proveRoom(site: Site, spec: Instant): void {
  const step = longest(temporalPrecision(spec));
  const fail = (message: string): void => {
    site.compilation.report({ code: 'temporal/empty-window', severity: 'error', message, pointer: spec.pointer });
  };
  const text = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');
  if (spec.within !== undefined && shortest(spec.within) < shortest(temporalPrecision(spec))) {
    fail(
      `\`within\` ${spec.within.text} is shorter than the precision ${temporalPrecision(spec).text}, so no point may lie in it. Lengthen it.`,
    );
    return;
  }
  const spans = (paths: readonly Located[]): { name: string; span: Span }[] =>
    paths.flatMap((at) => {
      const span = spanAt(site.scope, at.text.split('.'), site);
      return span ? [{ name: at.text, span }] : [];
    });
  const after = spans(spec.after);
  const before = spans(spec.before);
  for (const { name, span } of after) {
    if (spec.max !== undefined && span.high + step > spec.max) {
      fail(
        `\`${name}\` can be as late as ${text(span.high)}, which leaves no room up to ${text(spec.max)}. Raise \`max\`, or end \`${name}\` earlier.`,
      );
    }
    if (spec.min !== undefined && spec.within !== undefined && span.low + shortest(spec.within) < spec.min) {
      fail(
        `\`${name}\` can be as early as ${text(span.low)}; ${spec.within.text} from there does not reach ${text(spec.min)}. Lower \`min\`, or lengthen \`within\`.`,
      );
    }
  }
  for (const { name, span } of before) {
    if (spec.min !== undefined && span.low - step < spec.min) {
      fail(
        `\`${name}\` can be as early as ${text(span.low)}, which leaves no room from ${text(spec.min)} on. Lower \`min\`, or begin \`${name}\` later.`,
      );
    }
  }
  for (const a of after) {
    for (const b of before) {
      if (a.span.high + 2 * step <= b.span.low) continue;
      site.compilation.report({
        code: 'temporal/narrow-window',
        severity: 'warning',
        message: `\`${a.name}\` and \`${b.name}\` can lie so close that nothing fits between them; a run stops at such a row.`,
        pointer: spec.pointer,
      });
    }
  }
}

/** What a path can hold; `undefined` where only drawing tells. */
function spanAt(scope: Scope, segments: readonly string[], site: Site): Span | undefined {
  const found = find(scope, segments);
  if (found?.kind === 'alias') return spanAt(found.alias.parent.scope, found.rest, site);
  if (found?.kind !== 'field' || found.rest.length > 0 || !(found.node.cell instanceof FieldCell)) return undefined;
  const { spec } = found.node;
  return isInstant(spec) ? spanOf(spec, found.node.cell.scope, site) : undefined;
}

function isInstant(spec: FieldSpec): spec is Instant {
  return (spec.kind === 'datetime' || spec.kind === 'date') && spec.by === undefined && spec.otherwise === undefined;
}

function spanOf(spec: Instant, scope: Scope, site: Site): Span | undefined {
  const { now, timezone } = site.document;
  if (spec.after.length + spec.before.length === 0) {
    const { min, max } = temporalRange(spec, now, timezone);
    return { low: min, high: max };
  }
  let low = spec.min ?? -Infinity;
  let high = spec.max ?? Infinity;
  const open =
    spec.within === undefined && (spec.distribution !== undefined || spec.after.length * spec.before.length > 0);
  const reach = open ? Infinity : longest(spec.within ?? HORIZON);
  for (const { text } of spec.after) {
    const span = spanAt(scope, text.split('.'), site);
    if (span === undefined) continue;
    low = Math.max(low, span.low);
    high = Math.min(high, span.high + reach);
  }
  for (const { text } of spec.before) {
    const span = spanAt(scope, text.split('.'), site);
    if (span === undefined) continue;
    high = Math.min(high, span.high);
    low = Math.max(low, span.low - reach);
  }
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high } : undefined;
}

/** The longest that a duration can be; a day may have 25 hours once. */
function longest({ months, days, ms }: CalendarDuration): number {
  return (months * 31 + days) * DAY + ms + (months + days > 0 ? 3_600_000 : 0);
}

function shortest({ months, days, ms }: CalendarDuration): number {
  return (months * 28 + days) * DAY + ms;
}
