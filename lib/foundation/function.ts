import { Validations } from 'aws-cdk-lib';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { Arns } from '../pipeline/arns';
import type { Grant } from '../pipeline/grant';
import { inlineRole } from '../pipeline/role';
import type { Environment } from '../config/model';
import { RESERVED_EXECUTIONS } from '../config/hardened';
import { createLogGroup } from '../log-group';
import { handlerCode } from './handler-code';

export interface HandlerFunctionProps {
  /** Function, role and, under `/aws/lambda/`, log group. At most 64 characters. */
  readonly functionName: string;
  readonly description: string;
  /** Its folder under `handlers/`. */
  readonly handler: string;
  readonly environment: Pick<Environment, 'account' | 'region' | 'retain' | 'hardened' | 'logRetentionDays'>;
  /** ARN of the key that encrypts its log group. @default - CloudWatch's own keys */
  readonly keyArn?: string;
  /** Seconds, at most 900. */
  readonly timeout: number;
  /** MB. @default 256 */
  readonly memory?: number;
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
    const {
      functionName,
      description,
      handler,
      environment,
      keyArn,
      timeout,
      variables,
      grants,
      memory = 256,
    } = props;
    const arns = Arns.of(environment);
    const logGroupName = `/aws/lambda/${functionName}`;
    const logGroup = createLogGroup(this, 'LogGroup', { name: logGroupName, environment, keyArn });
    if (!keyArn)
      Validations.of(logGroup).acknowledge({
        id: 'CKV_AWS_158',
        reason:
          'It logs which objects were deleted with their bucket; what several environments share has no key',
      });
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
      memorySize: memory,
      timeout,
      reservedConcurrentExecutions: environment.hardened ? RESERVED_EXECUTIONS : undefined,
      role: this.role.attrArn,
      environment: variables && { variables },
      loggingConfig: { logGroup: logGroup.ref, logFormat: 'JSON' },
    });
    Validations.of(this.function).acknowledge(
      {
        id: 'AwsSolutions-L1',
        reason:
          'Node.js 22 is what the handlers are built for and rehearsed with; Lambda supports it until April 2027',
      },
      {
        id: 'CKV_AWS_116',
        reason:
          'A dead-letter queue would keep the event of a job, which has credentials in it; an alarm notifies',
      },
      {
        id: 'CKV_AWS_117',
        reason: 'It calls APIs of AWS and nothing in a network; in a VPC it would need a way out of it',
      },
    );
    if (variables)
      Validations.of(this.function).acknowledge({
        id: 'CKV_AWS_173',
        reason: 'Its variables are the prefix and the name of the environment, which are no secrets',
      });
  }
}
