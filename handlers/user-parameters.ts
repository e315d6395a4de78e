import type { PipelineIdentity } from './contract/names';
import { ConfigurationError } from './errors';
import { type JsonObject, parseObject, textOf } from './json';

/** What every action's UserParameters tell, and how to read the rest. */
export interface UserParameters {
  readonly identity: PipelineIdentity;
  /** The pipeline execution. @default - not told */
  readonly executionId?: string;
  /**
   * A further text.
   * @throws ConfigurationError where it is missing
   */
  readonly text: (name: string) => string;
}

/**
 * Reads an action's UserParameters.
 * @throws ConfigurationError where they are no JSON object or the pipeline is not named
 */
export function parseUserParameters(userParameters: string): UserParameters {
  const given = parseObject(userParameters);
  if (!given)
    throw new ConfigurationError(`UserParameters must be a JSON object, got: ${userParameters || 'none'}`);
  const text = (name: string): string => required(given, name, userParameters);
  return {
    identity: { prefix: text('prefix'), pipeline: text('pipeline'), environment: text('environment') },
    executionId: textOf(given, 'executionId'),
    text,
  };
}

function required(given: JsonObject, name: string, userParameters: string): string {
  const value = textOf(given, name);
  if (!value)
    throw new ConfigurationError(`UserParameters must have a text "${name}", got: ${userParameters}`);
  return value;
}
