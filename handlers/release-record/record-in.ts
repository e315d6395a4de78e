import type { ReleaseRecord } from '../contract/release-record';
import { ConfigurationError } from '../errors';
import { parseRecord } from './parse-record';

/**
 * The record in a parameter that was read already.
 * @param text what the parameter holds @default - it is not there
 * @throws ConfigurationError where it holds something else
 */
export function recordIn(name: string, text: string | undefined): ReleaseRecord | undefined {
  if (text === undefined) return undefined;
  try {
    return parseRecord(text);
  } catch (cause) {
    throw new ConfigurationError(
      `Parameter ${name} must hold a release record as JSON; delete it to start anew`,
      { cause },
    );
  }
}
