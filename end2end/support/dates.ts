/** The day so many days from now, in UTC: for fields, and as pages write it out. */
export function dateIn(days: number): { iso: string; words: string } {
    const day = new Date(Date.now() + days * 86_400_000);
    const month = day.toLocaleString('en-GB', { month: 'long', timeZone: 'UTC' });
    return { iso: day.toISOString().slice(0, 10), words: `${day.getUTCDate()} ${month} ${day.getUTCFullYear()}` };
}
