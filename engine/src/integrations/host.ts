import type { AnswerLayer } from '../models/session.js';
import type { Config } from '../config/schema.js';
import type { SinkRegistration } from './sink.js';

/** What an integration needs of an `AgenticSynth`. */
export interface IntegrationHost {
  readonly config: Config;
  registerSink(registration: SinkRegistration): void;
  registerAnswerLayer(layer: AnswerLayer): void;
}
