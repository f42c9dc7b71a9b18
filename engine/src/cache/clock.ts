/** Milliseconds since 1970. Says how old an answer is; decides no value. */
export type Clock = () => number;

export const systemClock: Clock = () => Math.floor(performance.timeOrigin + performance.now());
