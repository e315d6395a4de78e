import { GetParametersCommand, type ParameterType, type SSMClient } from '@aws-sdk/client-ssm';
import { ReleaseError } from '../errors';

/** What a parameter holds in one of its versions. */
export interface StateParameter {
  readonly value: string;
  /** Number of the version. */
  readonly version: string;
  /** What is read of a SecureString is its ciphertext. @default - it was not read, but written */
  readonly type?: ParameterType;
}

/** Which parameter to read: the latest version, or the one that an earlier action wrote. */
export interface ParameterQuery {
  readonly name: string;
  /** @default - the latest */
  readonly version?: string;
}

/**
 * Reads parameters in one call, at most ten.
 * @returns them by name; one that was never written is left out
 * @throws ReleaseError where a version is gone that an earlier action wrote
 */
export async function readParameters(
  ssm: SSMClient,
  queries: readonly ParameterQuery[],
): Promise<ReadonlyMap<string, StateParameter>> {
  const Names = queries.map(({ name, version }) => (version === undefined ? name : `${name}:${version}`));
  const { Parameters = [] } = await ssm.send(new GetParametersCommand({ Names }));
  const found = new Map(
    Parameters.map(({ Name = '', Value = '', Version, Type }) => [
      Name,
      { value: Value, version: `${Version}`, type: Type },
    ]),
  );
  const gone = queries.find(({ name, version }) => version !== undefined && !found.has(name));
  if (gone)
    throw new ReleaseError(
      `Parameter ${gone.name} must have version ${gone.version}, which this execution refers to; Parameter Store keeps the last 100 versions of a parameter that exists`,
    );
  return found;
}
