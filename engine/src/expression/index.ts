export { compileExpression, compileTemplate, holds, type Expression } from './compile.js';
export { ExpressionEvaluationError } from './error.js';
export type { ExpressionInputs } from './frame.js';
export { listFunctions } from './functions.js';
export { roundAll, roundTo } from './round.js';
export { scopeOf } from './scope.js';
export { describeType, listOf, mapOf, scalar, type ExprType } from './type.js';
