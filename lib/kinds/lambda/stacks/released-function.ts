import { Validations } from 'aws-cdk-lib';
import { CfnAlias, CfnEventInvokeConfig, CfnFunction, CfnVersion } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type PipelineIdentity, pipelineName } from '../../../../handlers/contract/names';
import type { Environment } from '../../../config/model';
import { createLogGroup, logKey } from '../../../log-group';
import type { Arns } from '../../../pipeline/arns';
import type { LambdaFunction, OwnedFunction } from '../config/model';
import { functionLogGroupName, functionName } from '../config/names';
import { errorAlarm } from './error-alarm';
import { functionRole } from './function-role';

export interface ReleasedFunctionProps {
  readonly identity: PipelineIdentity;
  readonly environment: Environment;
  readonly arns: Arns;
  readonly released: OwnedFunction;
  /** The alias whose traffic releases move. */
  readonly alias: string;
  /** Whether the alias names `$LATEST`, so that there is no version. */
  readonly latest: boolean;
}

/**
 * A function with its role, its log group, its first version, the alias that begins there, and an alarm on the errors that
 * callers of the alias get; without a version where the alias names `$LATEST`. Of what a release brings nothing is in here: code and configuration are a placeholder's,
 * whatever the config has. docs/decisions/0015-lambda-releases.md
 */
export class ReleasedFunction extends Construct {
  constructor(scope: Construct, id: string, props: ReleasedFunctionProps) {
    super(scope, id);
    const { identity, environment, released, alias, latest } = props;
    const name = functionName(identity, released);
    const logGroup = createLogGroup(this, 'LogGroup', {
      name: functionLogGroupName(name),
      environment,
      keyArn: logKey(this, identity.prefix, environment),
    });
    const made = new CfnFunction(this, 'Function', {
      functionName: name,
      description: `Released by pipeline ${pipelineName(identity)}`,
      role: functionRole(this, props),
      reservedConcurrentExecutions: released.reservedConcurrency,
      ...placeholder(identity),
    });
    made.node.addDependency(logGroup);
    explain(made, released);
    const live = new CfnAlias(this, 'Alias', {
      functionName: made.ref,
      functionVersion: latest
        ? LATEST
        : new CfnVersion(this, 'Version', { functionName: made.ref }).attrVersion,
      name: alias,
    });
    if (released.onFailure !== undefined)
      new CfnEventInvokeConfig(this, 'Failures', {
        functionName: made.ref,
        qualifier: alias,
        destinationConfig: { onFailure: { destination: released.onFailure } },
      }).node.addDependency(live);
    errorAlarm(this, props);
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html */
const LATEST = '$LATEST';

/** What runs until the first release. An error, so that a queue or a caller that retries keeps its event. */
const placeholder = (identity: PipelineIdentity): Pick<CfnFunction, 'runtime' | 'handler' | 'code'> => ({
  runtime: 'nodejs22.x',
  handler: 'index.handler',
  code: {
    zipFile: `exports.handler = async () => {
  throw new Error('Nothing is released yet: pipeline ${pipelineName(identity)} releases this function');
};
`,
  },
});

/** Why the function differs from what AwsSolutions and Checkov recommend. */
function explain(made: CfnFunction, { reservedConcurrency, onFailure, network }: LambdaFunction): void {
  const reasons = [
    {
      id: 'AwsSolutions-L1',
      reason:
        'What runs until the first release is rehearsed with Node.js 22; a release brings its own runtime',
    },
    {
      id: 'CKV_AWS_115',
      reason: 'How much of the account’s concurrency the function gets is for its team to decide',
      isMet: reservedConcurrency !== undefined,
    },
    {
      id: 'CKV_AWS_116',
      reason:
        onFailure === undefined
          ? 'What becomes of events that fail is for whoever sends them to decide'
          : 'Events that fail go to the alias’s destination, which AWS recommends over a dead-letter queue',
    },
    {
      id: 'CKV_AWS_117',
      reason: network
        ? 'A release brings the function into its network'
        : 'The config names no network for the function',
    },
  ];
  Validations.of(made).acknowledge(
    ...reasons.filter(({ isMet = false }) => !isMet).map(({ id, reason }) => ({ id, reason })),
  );
}
