/** A moment as people say it: a clock time (14:03:20, 14:03) of the last 24 hours, or how long ago (30 s ago, 2 min). */
export function parseMoment(text: string, now: number): number | undefined {
  const ago = /^(\d+)\s*(s|sec|seconds?|m|min|minutes?)(\s+ago)?$/i.exec(text.trim());
  if (ago) return now - Number(ago[1]) * (ago[2]!.toLowerCase().startsWith('m') ? 60 : 1);
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text.trim());
  if (!clock) return undefined;
  const [hours, minutes, seconds] = clock.slice(1).map((digits) => Number(digits ?? 0)) as [number, number, number];
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const day = new Date(now * 1000);
  day.setHours(hours, minutes, seconds, 0);
  if (day.getTime() / 1000 > now + 1) day.setDate(day.getDate() - 1);
  return day.getTime() / 1000;
}

/** A time, seconds since the epoch, as a local clock shows it. */
export const clock = (at: number): string => new Date(at * 1000).toTimeString().slice(0, 8);

/** Seconds as people say them. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
