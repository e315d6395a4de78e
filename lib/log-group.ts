import { CfnParameter, Stack } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { keyParameterName } from '../handlers/contract/names';
import type { Environment } from './config/model';
import { removalPolicy } from './removal';

export interface LogGroupProps {
  readonly name: string;
  readonly environment: Pick<Environment, 'retain' | 'logRetentionDays'>;
  /** ARN of the key that encrypts it. @default - CloudWatch's own keys */
  readonly keyArn?: string;
}

/** A log group that keeps events as long as its environment asks for. */
export function createLogGroup(
  scope: Construct,
  id: string,
  { name, environment, keyArn }: LogGroupProps,
): CfnLogGroup {
  const logGroup = new CfnLogGroup(scope, id, {
    logGroupName: name,
    retentionInDays: environment.logRetentionDays,
    kmsKeyId: keyArn,
  });
  logGroup.applyRemovalPolicy(removalPolicy(environment.retain));
  return logGroup;
}

/**
 * The ARN of a hardened environment's key in a stack that is not its foundation. A log group takes no alias, and only a
 * deployment knows the key: the stack reads it from Parameter Store, where the foundation has written it.
 * @returns undefined where the environment is not hardened
 */
export function logKey(
  scope: Construct,
  prefix: string,
  { hardened, name }: Pick<Environment, 'hardened' | 'name'>,
): string | undefined {
  if (!hardened) return undefined;
  const stack = Stack.of(scope);
  const made = stack.node.tryFindChild('LogKey');
  const parameter =
    made instanceof CfnParameter
      ? made
      : new CfnParameter(stack, 'LogKey', {
          type: 'AWS::SSM::Parameter::Value<String>',
          default: keyParameterName(prefix, name),
        });
  return parameter.valueAsString;
}
