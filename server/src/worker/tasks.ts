import { estimate } from '../requests/estimate.js';
import { generate } from '../requests/generate.js';
import { infer } from '../requests/infer.js';
import { keys, testKey } from '../requests/keys.js';
import { models } from '../requests/models.js';
import { plan } from '../requests/plan.js';
import { preview } from '../requests/preview.js';
import { check } from './check.js';
import type { Tasks } from './protocol.js';
import { samples } from './samples.js';
import type { TaskRun } from './task-run.js';

/** What threads do. */
export const TASKS: {
  readonly [Name in keyof Tasks]: (params: Tasks[Name][0], run: TaskRun) => Promise<Tasks[Name][1]>;
} = { preview, generate, estimate, infer, plan, models, check, samples, keys, testKey };
