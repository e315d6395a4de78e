import {
  GetParametersCommand,
  type ParameterType,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';

/** Used in place of a value that only the real account has. */
export const PLACEHOLDER = 'rehearsal';

/** Creates a parameter with the placeholder, unless there is one of the name. @returns whether it was created */
export async function createPlaceholderParameter(
  ssm: SSMClient,
  Name: string,
  Type: ParameterType,
): Promise<boolean> {
  const { Parameters = [] } = await ssm.send(new GetParametersCommand({ Names: [Name] }));
  if (Parameters.length > 0) return false;
  await ssm.send(new PutParameterCommand({ Name, Value: PLACEHOLDER, Type }));
  return true;
}
