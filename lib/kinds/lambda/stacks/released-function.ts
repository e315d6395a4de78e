import { Validations } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Environment } from '../../../config/model';
import { createLogGroup, logKey } from '../../../log-group';
import type { LambdaFunction, LambdaPipeline, OwnedFunction } from '../config/model';
import { functionLogGroupName, functionName, functionsName } from '../config/names';
import { functionRole } from './function-role';

export interface ReleasedFunctionProps {
  /** The pipeline that releases it, or one of those that do. */
  readonly pipeline: LambdaPipeline;
  readonly released: OwnedFunction;
  /** Whose log groups are made as its log group is. */
  readonly environment: Environment;
}

/**
 * A function with its role and its log group. Of what a release brings nothing is in here: code and configuration are a
 * placeholder's, whatever the config has. docs/decisions/0015-lambda-releases.md
 */
export class ReleasedFunction extends Construct {
  /** The function. */
  readonly made: CfnFunction;

  constructor(scope: Construct, id: string, props: ReleasedFunctionProps) {
    super(scope, id);
    const { pipeline, environment, released } = props;
    const name = functionName(pipeline, released);
    const logGroup = createLogGroup(this, 'LogGroup', {
      name: functionLogGroupName(name),
      environment,
      keyArn: logKey(this, pipeline.prefix, environment),
    });
    this.made = new CfnFunction(this, 'Function', {
      functionName: name,
      description: `Released by ${releasers(pipeline)}`,
      role: functionRole(this, props),
      reservedConcurrentExecutions: released.reservedConcurrency,
      ...placeholder(pipeline),
    });
    this.made.node.addDependency(logGroup);
    explain(this.made, released);
  }
}

/** Who releases the functions, as a sentence names them. */
const releasers = (pipeline: LambdaPipeline): string =>
  pipeline.shared ? `the pipelines of ${functionsName(pipeline)}` : `pipeline ${functionsName(pipeline)}`;

/** What runs until the first release. An error, so that a queue or a caller that retries keeps its event. */
const placeholder = (pipeline: LambdaPipeline): Pick<CfnFunction, 'runtime' | 'handler' | 'code'> => ({
  runtime: 'nodejs22.x',
  handler: 'index.handler',
  code: {
    zipFile: `exports.handler = async () => {
  throw new Error('Nothing is released yet: ${releasers(pipeline)} ${pipeline.shared ? 'release' : 'releases'} this function');
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
