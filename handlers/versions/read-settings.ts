import type { SSMClient } from '@aws-sdk/client-ssm';
import type { LambdaSettings } from '../contract/lambda-settings';
import { type PipelineIdentity, settingsParameterName } from '../contract/names';
import { ConfigurationError } from '../errors';
import { isObject, parseObject } from '../json';
import { readParameters } from '../parameters/read-parameters';
import { type SettingsState, settingsReader } from '../parameters/settings-reader';
import { parseSettings } from './parse-settings';

const reader = settingsReader(parseSettings);

/**
 * The settings that the pipeline was deployed with, and other parameters, read in one call.
 * @param others names of parameters
 * @throws ConfigurationError where no version of the parameter has the hash, or where it holds something else
 */
export const readSettings = (
  ssm: SSMClient,
  identity: PipelineIdentity,
  hash: string,
  others: readonly string[] = [],
): Promise<SettingsState<LambdaSettings>> =>
  reader(
    ssm,
    settingsParameterName(identity),
    hash,
    others.map((name) => ({ name })),
  );

/**
 * The settings of the latest deployment of the pipeline's stack.
 * @returns nothing where they are of another kind of pipeline
 * @throws ConfigurationError where there are none, or they are not as CloudFormation wrote them
 */
export async function readLatestSettings(
  ssm: SSMClient,
  identity: PipelineIdentity,
): Promise<LambdaSettings | undefined> {
  const name = settingsParameterName(identity);
  const text = (await readParameters(ssm, [{ name }])).get(name)?.value;
  if (text === undefined)
    throw new ConfigurationError(`Parameter ${name} must hold the settings, got: no such parameter`);
  if (!isObject(parseObject(text)?.functions)) return undefined;
  return parseSettings(name, text);
}
