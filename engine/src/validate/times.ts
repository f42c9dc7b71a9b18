import { DAY, zoneOf } from '../fields/calendar.js';
import { isoDuration } from '../fields/duration.js';
import { pointText, temporalZone } from '../fields/temporal-bounds.js';
import { type FormatPart, parseFormat } from '../fields/temporal-format.js';
import { gridOf } from '../fields/temporal-grid.js';
import type { DurationSpec, Located, TemporalSpec } from '../schema/model.js';
import type { Settings } from './expressions.js';
import { readInstant, readIso, readLength } from './instants.js';
import { decodeOf, findPath, type Place, type RecordScope, valueAtPlace } from './names.js';
import { type Check, type Findings, show } from './problem.js';

type Kind = TemporalSpec['kind'];

/**
 * Points in time: format, bounds, precision, and the window between anchors as far as these are fields of the record. A
 * text in a format of letters is looked at for its form alone.
 */
export function temporalCheck(spec: TemporalSpec, scope: RecordScope, settings: Settings): Check {
  const { kind, format, precision } = spec;
  const min = spec.min ?? -Infinity;
  const max = spec.max ?? Infinity;
  if (format !== 'iso' && format !== 'unix' && format !== 'unixMs') return formatCheck(format);
  const grid = precision && gridOf(precision, temporalZone(spec, settings.timezone));
  const window = windowCheck(spec, scope, settings);
  const numeric = format !== 'iso';
  return (value, findings) => {
    if (typeof value !== (numeric ? 'number' : 'string')) {
      findings.add('value/type', `must be a ${numeric ? 'number' : 'text'}, not ${show(value)}`);
      return;
    }
    const ms = readInstant(spec, value);
    if (Number.isNaN(ms)) {
      findings.add('value/format', `must be a ${kind} in ISO 8601, not ${show(value)}`);
      return;
    }
    if (ms < min) findings.add('value/range', `must not be before ${pointText(kind, min)}, but is ${show(value)}`);
    if (ms > max) findings.add('value/range', `must not be after ${pointText(kind, max)}, but is ${show(value)}`);
    if (grid !== undefined && grid.floor(ms) !== ms)
      findings.add('value/step', `must be a whole ${precision!.text}, but is ${show(value)}`);
    window?.(ms, findings);
  };
}

/** What stands for a letter of an LDML pattern. */
function letterPattern({ letter, count }: Extract<FormatPart, { type: 'field' }>): string {
  if ('GEaV'.includes(letter) || ('ML'.includes(letter) && count >= 3)) return '.+';
  if ('XxZ'.includes(letter)) return '(?:Z|[+-]\\d\\d(?::?\\d\\d)?|GMT(?:[+-]\\d\\d:\\d\\d)?)';
  if ('yuY'.includes(letter) && count !== 2) return `-?\\d{${count},}`;
  return count === 1 ? '\\d+' : `\\d{${count}}`;
}

function formatCheck(format: string): Check {
  const source = parseFormat(format).map((part) =>
    part.type === 'literal' ? part.text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&') : letterPattern(part),
  );
  const expression = new RegExp(`^${source.join('')}$`, 'su');
  return (value, findings) => {
    if (typeof value !== 'string') findings.add('value/type', `must be a text, not ${show(value)}`);
    else if (!expression.test(value))
      findings.add('value/format', `must be in the format ${format}, not ${show(value)}`);
  };
}

interface Anchor {
  readonly path: string;
  /** The instant as the field itself counts; NaN where the value is none, `undefined` where it is null. */
  read(findings: Findings): number | undefined;
}

/** `after`, `before` and `within`, where the anchors are fields of the record. */
function windowCheck(
  spec: TemporalSpec,
  scope: RecordScope,
  settings: Settings,
): ((ms: number, findings: Findings) => void) | undefined {
  const anchors = (paths: readonly Located[]): Anchor[] =>
    paths.flatMap(({ text }) => anchorOf(text, spec.kind, scope, settings) ?? []);
  const afters = anchors(spec.after);
  const befores = anchors(spec.before);
  if (afters.length + befores.length === 0) return undefined;
  const { kind, within } = spec;
  const zone = temporalZone(spec, settings.timezone);
  // `within` counts from the latest anchor, so all of them must be known.
  const measured = within !== undefined && (spec.after.length > 0 ? afters : befores);
  const complete = measured && measured.length === (spec.after.length > 0 ? spec.after : spec.before).length;
  return (ms, findings) => {
    const read = (list: readonly Anchor[], sign: 1 | -1): number => {
      let edge = -sign * Infinity;
      for (const anchor of list) {
        const at = anchor.read(findings);
        if (at === undefined) {
          findings.add('value/null', `must be null, as \`${anchor.path}\` is`);
          continue;
        }
        // No number is greater or less than NaN, so that an anchor without a value leaves the edge open.
        if (Number.isNaN(at) || sign * at > sign * edge) edge = at;
        if (sign * ms <= sign * at) {
          const where = sign === 1 ? 'after' : 'before';
          const shown = `${pointText(kind, at)}, but is ${pointText(kind, ms)}`;
          findings.add(`value/${where}`, `must be ${where} \`${anchor.path}\`, ${shown}`);
        }
      }
      return edge;
    };
    const low = read(afters, 1);
    const high = read(befores, -1);
    if (!complete) return;
    const forward = spec.after.length > 0;
    const anchor = forward ? low : high;
    if (!Number.isFinite(anchor)) return;
    const edge = zone.add(anchor, within, forward ? 1 : -1);
    if (forward ? ms <= edge : ms >= edge) return;
    const shown = `${pointText(kind, anchor)}, but is ${pointText(kind, ms)}`;
    findings.add('value/within', `must be at most ${within.text} ${forward ? 'after' : 'before'} ${shown}`);
  };
}

function anchorOf(path: string, kind: Kind, scope: RecordScope, { timezone }: Settings): Anchor | undefined {
  const place = findPath(scope, path);
  if (place === undefined) return undefined;
  const from = kindOf(place);
  if (from === undefined) return undefined;
  const decode =
    decodeOf(place.field) ?? ((value: unknown) => (typeof value === 'string' ? readIso(from, value) : NaN));
  const zone = zoneOf(timezone);
  const convert = (ms: number): number => {
    if (kind === from) return ms;
    if (kind === 'datetime') return zone.localToUtc(ms);
    const local = ms + zone.offsetAt(ms);
    // A day before an instant may be the very day of it: its midnight is before.
    return kind === 'date' ? local : local - Math.floor(local / DAY) * DAY;
  };
  return {
    path,
    read({ objects }) {
      const value = valueAtPlace(objects, place) ?? null;
      return value === null ? undefined : convert(decode(value));
    },
  };
}

/** Which kind of point in time a field shows. */
function kindOf({ field: { spec, type } }: Place): Kind | undefined {
  if ('format' in spec && spec.kind !== 'duration') {
    return spec.format === 'iso' || spec.format === 'unix' || spec.format === 'unixMs' ? spec.kind : undefined;
  }
  const kind = type?.kind;
  return kind === 'datetime' || kind === 'date' || kind === 'time' ? kind : undefined;
}

/** Whether a field's own anchors tell that it must not be null: all are in the record, and none is null. */
export function anchorsSet(
  spec: TemporalSpec,
  scope: RecordScope,
  settings: Settings,
): ((findings: Findings) => boolean) | undefined {
  const paths = [...spec.after, ...spec.before];
  const anchors = paths.map(({ text }) => anchorOf(text, spec.kind, scope, settings));
  if (anchors.some((a) => a === undefined)) return undefined;
  return (findings) => anchors.every((a) => a!.read(findings) !== undefined);
}

export function durationCheck(spec: DurationSpec): Check {
  const min = spec.min ?? -Infinity;
  const max = spec.max ?? Infinity;
  return (value, findings) => {
    const ms = readLength(spec, value);
    if (Number.isNaN(ms)) {
      if (spec.format === 'iso') findings.add('value/format', `must be a duration in ISO 8601, not ${show(value)}`);
      else findings.add('value/type', `must be a number, not ${show(value)}`);
      return;
    }
    if (ms < min) findings.add('value/range', `must be at least ${isoDuration(min)}, not ${show(value)}`);
    if (ms > max) findings.add('value/range', `must be at most ${isoDuration(max)}, not ${show(value)}`);
  };
}
