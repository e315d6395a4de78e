import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { ConfigError } from '../../lib/config/config-error';
import { machineRefusal } from '../../lib/machine-refusal';

/** What a command prints of an error: no stack where the user can correct it; any other is a defect and keeps its stack. */
export function messageOf(error: unknown, color: boolean): string {
  if (error instanceof ConfigError) return error.format(color);
  if (error instanceof ExpectedError) return `error: ${error.message}`;
  if (!(error instanceof Error)) return String(error);
  const refusal = machineRefusal(error);
  return refusal === undefined ? (error.stack ?? error.message) : `error: ${refusal}`;
}
