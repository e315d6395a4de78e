import { existsSync, linkSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The log of the moto that an endpoint starts, which stays readable when the endpoint has removed its own folder. */
export interface MotoLog {
  /** @returns an empty string while there is none */
  text(): string;
  /** How many calls have reached moto. */
  calls(): number;
  /** Stops waiting for it. */
  close(): void;
}

const POLL_MILLISECONDS = 50;

/** @param folder the temporary folder (TMPDIR) of the endpoint's process, in which it makes one of its own */
export function followMotoLog(folder: string): MotoLog {
  const log = join(folder, 'moto.log');
  const link = (): boolean => {
    const own = readdirSync(folder).find((name) => existsSync(join(folder, name, 'moto.log')));
    if (own) linkSync(join(folder, own, 'moto.log'), log);
    return own !== undefined;
  };
  const polling = setInterval(() => link() && clearInterval(polling), POLL_MILLISECONDS);
  const text = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  return { text, calls: () => countCalls(text()), close: () => clearInterval(polling) };
}

/** A line of werkzeug for each request: `127.0.0.1 - - [date] "POST / HTTP/1.1" 200 -`. */
function countCalls(log: string): number {
  return log.match(/" (?:\S+m)?\d{3} -$/gm)?.length ?? 0;
}
