/** The first of some times. @returns undefined where there is none */
export const earliest = (dates: readonly (Date | undefined)[]): Date | undefined =>
  dates.reduce((first, date) => (date && (!first || date < first) ? date : first), undefined);
