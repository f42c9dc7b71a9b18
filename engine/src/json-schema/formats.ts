export function formatCheck(name: string): ((text: string) => boolean) | undefined {
  void name;
  return undefined;
}
export function numberFormatCheck(name: string): ((value: number) => boolean) | undefined {
  void name;
  return undefined;
}
