/** For so many rows, to compile a kernel takes as long as to do without. */
export const WORTH = 65_536;

/**
 * A kernel that is compiled once it was asked for so many rows that this is worth its while: a short run ends sooner
 * without.
 * @param compile gives `null` where the platform cannot.
 * @returns gives it for so many rows more; `undefined` where there is none, or not yet.
 */
export function whenWorth<Kernel>(compile: () => Kernel | null): (rows: number) => Kernel | undefined {
  let kernel: Kernel | null | undefined;
  let asked = 0;
  return (rows) => {
    if (kernel === undefined) {
      asked += rows;
      if (asked < WORTH) return undefined;
      kernel = compile();
    }
    return kernel ?? undefined;
  };
}
