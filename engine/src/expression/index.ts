export { compileExpression, compileTemplate, holds, type Compilation, type Expression } from './compile.js';
export type { Reference } from './checker.js';
export { ExpressionEvaluationError, type ExpressionError, type ExpressionHint } from './error.js';
export type { ExpressionInputs } from './frame.js';
export { listFunctions, type FunctionDoc } from './functions.js';
export { roundAll, roundTo } from './round.js';
export { scopeOf, type ExpressionScope } from './scope.js';
export { describeType, exprTypeOf, join, listOf, mapOf, orNull, scalar, widensTo, type ExprType } from './type.js';
