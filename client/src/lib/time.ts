const formats = new Map<string, Intl.DateTimeFormat>();

/** The reader's own way of writing dates in this language, such as en-GB for en, where the browser knows one. */
function regional(language: string): string {
  return navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;
}

function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  let known = formats.get(key);
  if (!known) formats.set(key, (known = new Intl.DateTimeFormat(regional(language), options)));
  return known;
}

/** 14:05, or 2:05 PM where people write that. */
export function clock(iso: string, language: string): string {
  return format(language, { timeStyle: 'short' }).format(new Date(iso));
}

/** Thursday, 2 January 2026 */
export function longDay(iso: string, language: string): string {
  return format(language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(iso));
}

/** The full moment, for a tooltip. */
export function moment(iso: string, language: string): string {
  return format(language, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(iso));
}

/** “today 14:05”, “yesterday 14:05”, else the date with the time. */
export function shortMoment(iso: string, language: string, now: Date = new Date()): string {
  const days = calendarDay(now) - calendarDay(new Date(iso));
  if (days === 0 || days === 1) {
    const word = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-days, 'day');
    return `${word} ${clock(iso, language)}`;
  }
  return format(language, { dateStyle: 'short', timeStyle: 'short' }).format(new Date(iso));
}

/** Counts days on the reader's calendar, so that two moments of one day are equal whatever the hour. */
export function calendarDay(date: Date): number {
  return Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}

export function sameDay(a: string, b: string): boolean {
  return calendarDay(new Date(a)) === calendarDay(new Date(b));
}
