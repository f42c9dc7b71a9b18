import type { Column } from '../columns/column.js';
import { cholesky, mixNormals, spearmanToPearson } from '../random/copula.js';
import { fillNormals } from '../random/normal.js';
import type { Addresses, Stream } from '../random/stream.js';
import type { Cell, Level, Rows } from './rows.js';

/** Fields that hang together by correlations, in the order of their paths. */
export interface Block {
  readonly streams: readonly Stream[];
  /** Lower triangle of the Cholesky factor. */
  readonly factor: readonly Float64Array[];
}

/**
 * Builds a block from Spearman's ρ of pairs.
 * @returns undefined where no joint distribution has these correlations (the matrix is not positive semidefinite).
 */
export function compileBlock(
  streams: readonly Stream[],
  pairs: readonly { a: number; b: number; rho: number }[],
): Block | undefined {
  const matrix = streams.map((_, i) => Float64Array.from(streams, (_, j) => (i === j ? 1 : 0)));
  for (const { a, b, rho } of pairs) matrix[a][b] = matrix[b][a] = spearmanToPearson(rho);
  const factor = cholesky(matrix, streams.length);
  return factor && { streams, factor };
}

/** The uniform behind member `k` of a block, as a cell of the table. */
export function blockCell(level: Level, block: Block, k: number): Cell {
  return {
    level,
    label: `correlation ${k}`,
    drawer: {
      type: { kind: 'number', nullable: false, optional: false },
      draw(batch): Column {
        const columns = (batch as Rows).memo(block, () => uniformsOf(block, batch.addresses));
        return { kind: 'number', length: batch.length, values: columns[k], decimals: undefined };
      },
    },
  };
}

/** The uniforms behind all members of a block. */
export function uniformsOf(block: Block, at: Addresses): Float64Array[] {
  const columns = block.streams.map((stream) => {
    const values = new Float64Array(at.length);
    stream.uniforms(at, 0, values);
    // The middle of each cell of the 2^-53 grid: 0 itself would be minus infinity.
    for (let i = 0; i < values.length; i++) values[i] += 2 ** -54;
    fillNormals(values, values.length, values);
    return values;
  });
  mixNormals(columns, block.factor, at.length);
  return columns;
}
