import { Validations } from 'aws-cdk-lib';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Arns } from '../pipeline/arns';
import type { Grant } from '../pipeline/grant';
import { inlineRole } from '../pipeline/role';
import type { Environment } from '../config/model';
import { handlerCode } from './handler-code';
import { removalPolicy } from '../removal';

export interface HandlerFunctionProps {
  /** Function, role and, under `/aws/lambda/`, log group. At most 64 characters. */
  readonly functionName: string;
  readonly description: string;
  /** Its folder under `handlers/`. */
  readonly handler: string;
  readonly environment: Pick<Environment, 'account' | 'region' | 'retain' | 'logRetentionDays'>;
  /** Seconds, at most 900. */
  readonly timeout: number;
  /** @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Beside writing its log. */
  readonly grants: readonly Grant[];
}

/** A handler as a Lambda function with a role and a log group of its own. */
export class HandlerFunction extends Construct {
  readonly function: CfnFunction;
  readonly role: CfnRole;

  constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    super(scope, id);
    const { functionName, description, handler, environment, timeout, variables, grants } = props;
    const arns = new Arns(environment);
    const logGroupName = `/aws/lambda/${functionName}`;
    const logGroup = new CfnLogGroup(this, 'LogGroup', {
      logGroupName,
      retentionInDays: environment.logRetentionDays,
    });
    logGroup.applyRemovalPolicy(removalPolicy(environment.retain));
    this.role = inlineRole(this, 'Role', {
      roleName: functionName,
      // AWS documents no condition that Lambda meets when it assumes an execution role: the function would never run.
      trusts: [{ principal: { Service: 'lambda.amazonaws.com' } }],
      grants: [
        {
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [arns.logStreams(logGroupName)],
          because: 'Lambda chooses the names of the log streams',
        },
        ...grants,
      ],
    });
    this.function = new CfnFunction(this, 'Function', {
      functionName,
      description,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      code: handlerCode(this, handler),
      memorySize: 256,
      timeout,
      role: this.role.attrArn,
      environment: variables && { variables },
      loggingConfig: { logGroup: logGroup.ref, logFormat: 'JSON' },
    });
    Validations.of(this.function).acknowledge({
      id: 'AwsSolutions-L1',
      reason:
        'Node.js 22 is what the handlers are built for and rehearsed with; Lambda supports it until April 2027',
    });
  }
}
