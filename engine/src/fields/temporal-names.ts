/** A BCP 47 tag for a faker locale name, with Latin digits: `pt_BR` gives `pt-BR`; one the platform lacks gives English. */
export function languageTag(locale: string): string {
  const parts = locale.split('_');
  const script = parts.find((p) => p === 'latin' || p === 'cyrillic' || p === 'arab');
  const region = parts.slice(1).find((p) => /^[A-Z]{2}$/.test(p));
  const scripts: Record<string, string> = { latin: 'Latn', cyrillic: 'Cyrl', arab: 'Arab' };
  const tag = [parts[0], script && scripts[script], region].filter(Boolean).join('-');
  try {
    if (Intl.DateTimeFormat.supportedLocalesOf([tag]).length > 0) return `${tag}-u-ca-gregory-nu-latn`;
  } catch {
    // Not a language tag, such as faker's `base`.
  }
  return 'en-u-ca-gregory-nu-latn';
}

type Width = 'short' | 'long';

function names(
  locale: string,
  options: Intl.DateTimeFormatOptions,
  part: Intl.DateTimeFormatPartTypes,
  instants: readonly number[],
): string[] {
  const format = new Intl.DateTimeFormat(languageTag(locale), { ...options, timeZone: 'UTC' });
  // Intl writes spaces that no keyboard has into some names; they change between versions.
  return instants.map((at) => {
    const found = format.formatToParts(at).find((p) => p.type === part);
    return (found?.value ?? '').replace(/[\u00a0\u202f]/g, ' ');
  });
}

/** January … December; `alone` where the month stands without a day, which some languages write differently. */
export function monthNames(locale: string, width: Width, alone: boolean): string[] {
  const months = Array.from({ length: 12 }, (_, m) => Date.UTC(2024, m, 15));
  return names(locale, alone ? { month: width } : { month: width, day: 'numeric' }, 'month', months);
}

/** Monday … Sunday. */
export function weekdayNames(locale: string, width: Width): string[] {
  const days = Array.from({ length: 7 }, (_, d) => Date.UTC(2024, 0, 1 + d));
  return names(locale, { weekday: width }, 'weekday', days);
}

/** AM, PM. */
export function dayPeriods(locale: string): string[] {
  const found = names(locale, { hour: 'numeric', hour12: true }, 'dayPeriod', [
    Date.UTC(2024, 0, 1, 9),
    Date.UTC(2024, 0, 1, 15),
  ]);
  return found.every((n) => n !== '') ? found : ['AM', 'PM'];
}

/** Before and after the start of the era. */
export function eraNames(locale: string): string[] {
  return names(locale, { era: 'short' }, 'era', [Date.UTC(-100, 0, 1), Date.UTC(2024, 0, 1)]);
}
