import type { Column, Dictionary } from '../columns/column.js';
import type { Drawer } from '../fields/drawer.js';
import { typeOfValues } from '../fields/simple.js';
import type { CommonSpec, EnumSpec } from '../schema/model.js';
import { Ahead } from '../series/ahead.js';
import { streamDraws } from '../series/draws.js';
import { markovChain } from '../series/markov.js';
import { Track } from '../series/track.js';
import type { Rows } from './rows.js';
import type { SeriesSpace } from './series-space.js';
import { type Site, streamAt } from './site.js';

/** Compiles states that take turns over the steps of a series. */
export function compileRegimes(site: Site, spec: EnumSpec & CommonSpec, space: SeriesSpace): Drawer {
  const dictionary: Dictionary = { values: spec.values.map(({ value }) => value) };
  const stream = streamAt(site, site.path);
  const process = markovChain(
    spec.values.map(({ weight }) => weight),
    spec.transitions!,
  );
  const tracks = new Map<number, Track>();
  const trackOf = (series: number): Track => {
    let track = tracks.get(series);
    if (track === undefined) {
      track = new Track(
        process,
        streamDraws(stream, (from, length) => space.stretch(series, from, length)),
      );
      tracks.set(series, track);
    }
    return track;
  };
  const type = typeOfValues(dictionary.values);
  let ahead: Ahead<void> | undefined;
  return {
    type,
    draw(batch): Column {
      const codes = new Int32Array(batch.length);
      if (Ahead.pays(space.series, batch.length)) {
        ahead ??= new Ahead(
          (...[series, from, length, out]) => trackOf(series).values(from, length, out),
          space.series,
          space.total,
        );
        const { series, steps } = space.of(batch as Rows);
        const states = new Float64Array(batch.length);
        ahead.read(series, steps, states);
        codes.set(states);
      } else
        space.runs(batch as Rows, (series, from, places) => {
          const states = new Float64Array(places.length);
          trackOf(series).values(from, places.length, states);
          for (let k = 0; k < places.length; k++) codes[places[k]] = states[k];
        });
      const nulls = type.nullable
        ? Uint8Array.from(codes, (code) => (dictionary.values[code] === null ? 1 : 0))
        : undefined;
      return { kind: 'dictionary', length: batch.length, codes, dictionary, nulls };
    },
  };
}
