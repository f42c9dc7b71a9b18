import type { OutputType } from '../../columns/column.js';

/** Numbers of the enumerations in https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift */
export const PHYSICAL = { BOOLEAN: 0, INT32: 1, INT64: 2, DOUBLE: 5, BYTE_ARRAY: 6 } as const;
export const CONVERTED = { UTF8: 0, DATE: 6, TIMESTAMP_MILLIS: 9, JSON: 19 } as const;
export const ENCODING = {
  PLAIN: 0,
  RLE: 3,
  DELTA_BINARY_PACKED: 5,
  DELTA_LENGTH_BYTE_ARRAY: 6,
  RLE_DICTIONARY: 8,
} as const;
export type Encoding = (typeof ENCODING)[keyof typeof ENCODING];
export const CODEC = { UNCOMPRESSED: 0, SNAPPY: 1 } as const;
export const PAGE = { DATA: 0, DICTIONARY: 2 } as const;
export const OPTIONAL = 1;

export type Physical = (typeof PHYSICAL)[keyof typeof PHYSICAL];

/** What the values of a column mean, beyond their bytes. */
export type Meaning = 'number' | 'boolean' | 'string' | 'json' | 'timestamp' | 'date' | 'time';

export interface ParquetType {
  readonly physical: Physical;
  readonly meaning: Meaning;
}

/** How a field is stored. Lists, objects of unknown members and mixed values are JSON text. */
export function parquetType(type: OutputType): ParquetType {
  switch (type.kind) {
    case 'integer':
      return { physical: PHYSICAL.INT64, meaning: 'number' };
    case 'number':
      return { physical: PHYSICAL.DOUBLE, meaning: 'number' };
    case 'boolean':
      return { physical: PHYSICAL.BOOLEAN, meaning: 'boolean' };
    case 'string':
      return { physical: PHYSICAL.BYTE_ARRAY, meaning: 'string' };
    case 'datetime':
      return { physical: PHYSICAL.INT64, meaning: 'timestamp' };
    case 'date':
      return { physical: PHYSICAL.INT32, meaning: 'date' };
    case 'time':
      return { physical: PHYSICAL.INT32, meaning: 'time' };
    case 'object':
    case 'list':
    case 'any':
      return { physical: PHYSICAL.BYTE_ARRAY, meaning: 'json' };
  }
}
