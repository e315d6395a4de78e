import { stripVTControlCharacters } from 'node:util';
import type { RehearsalEvent } from '../events';

/** An event whose texts move no cursor and end no line: builds log progress bars, and messages have several lines. */
export const printableEvent = (event: RehearsalEvent): RehearsalEvent =>
  JSON.parse(JSON.stringify(event), (_, value: unknown) =>
    typeof value === 'string' ? printable(value) : value,
  ) as RehearsalEvent;

const printable = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(/[\t\n\r]+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .replace(/\p{Cs}/gu, '\ufffd');
