import type { AwsIdentity } from '../../../kit/aws';
import { AwsError } from '../../../kit/aws-error';

/**
 * The value of an SSM parameter, as `AWS::SSM::Parameter::Value<…>` and `{{resolve:ssm:…}}` read it.
 * @param name with an optional `:version`
 * @throws AwsError `ValidationError` in CloudFormation's words where it is not there
 */
export async function fetchParameter(identity: AwsIdentity, name: string): Promise<string> {
  const { SSMClient, GetParameterCommand } = await import('@aws-sdk/client-ssm');
  try {
    const { Parameter } = await new SSMClient(identity).send(new GetParameterCommand({ Name: name }));
    return Parameter?.Value ?? '';
  } catch (error) {
    if ((error as Error).name !== 'ParameterNotFound') throw error;
    throw new AwsError(
      'ValidationError',
      `Unable to fetch parameters [${name}] from parameter store for this account.`,
    );
  }
}
