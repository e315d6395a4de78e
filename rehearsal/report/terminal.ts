import type { Report } from './report';

/** Takes what a scenario does, for people to follow. */
export interface Terminal {
  /** Writes what is done, as a command where there is one. */
  line(text: string): void;
}

/** A terminal whose lines are events of the report. */
export function terminalOf(report: Pick<Report, 'emit'>): Terminal {
  return { line: (text) => report.emit({ type: 'activity', text: text.trim() }) };
}
