import { Option } from 'commander';
import { parseLogFormat, parseLogLevel } from './log-flags.js';
import { parseCachePolicy, parseList, parsePath, parseStreamTo, parseVectorizeWith } from './values.js';

/** Options that several commands have. Commander keeps what it is given, so each command gets one of its own. */
export const common = {
  streamTo: () =>
    new Option('--stream-to <sink>', 'also send each row as it is made: midstreamer').argParser(parseStreamTo),
  vectorizeWith: () =>
    new Option('--vectorize-with <store>', 'also store each row as a vector: ruvector').argParser(parseVectorizeWith),
  autoRoute: () => new Option('--auto-route', 'let the router choose among the models that can be used'),
  fallback: () =>
    new Option('--fallback <models>', 'models to go on with when one fails, with commas between them').argParser(
      parseList,
    ),
  cachePolicy: () =>
    new Option('--cache-policy <policy>', 'what is kept of the work of models: off, default, aggressive').argParser(
      parseCachePolicy,
    ),
  logLevel: () =>
    new Option(
      '--log-level <level>',
      'tell what is done: error, warn, info, debug; default: info where the log is asked for',
    ).argParser(parseLogLevel),
  logFile: () =>
    new Option('--log-file <file>', 'add the log to a file, in lines of JSON, instead of standard error').argParser(
      parsePath,
    ),
  logFormat: () =>
    new Option('--log-format <format>', 'text, json; default: text, in a file json').argParser(parseLogFormat),
};
