import { Validations } from 'aws-cdk-lib';
import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { eventsRoleName, keyAlias } from '../../handlers/contract/names';
import type { Arns } from '../pipeline/arns';
import type { Environment } from '../config/model';
import { removalPolicy } from '../removal';

export interface EnvironmentKeyProps {
  readonly prefix: string;
  readonly environment: Environment;
  readonly arns: Arns;
}

/**
 * Suffixes, after the environment's name, of the roles that use artifacts: a pipeline's own, those of its builds, checks,
 * verifications and bakes, and those of a pipeline of pull requests and its builds.
 */
const ROLE_SUFFIXES = ['', '-build', '-check', '-verify', '-bake', '-pr', '-pr-build'] as const;

/** Days between the stack's deletion and the key's, the fewest that KMS allows. */
const PENDING_WINDOW_DAYS = 7;

/**
 * The environment's one key. Its policy, not the roles', determines which pipelines may use it: a new pipeline of the
 * environment needs no change here. https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export class EnvironmentKey extends Construct {
  readonly key: CfnKey;

  constructor(scope: Construct, id: string, { prefix, environment, arns }: EnvironmentKeyProps) {
    super(scope, id);
    this.key = new CfnKey(this, 'Key', {
      description: `Artifacts and notifications of ${prefix}'s pipelines in ${environment.name}`,
      enableKeyRotation: true,
      pendingWindowInDays: PENDING_WINDOW_DAYS,
      keyPolicy: {
        Version: '2012-10-17',
        Statement: [
          administration(arns),
          pipelines(
            ROLE_SUFFIXES.map((suffix) => arns.role(`${prefix}-*-${environment.name}${suffix}`)),
            environment.account,
          ),
          notifications(arns.role(eventsRoleName(prefix, environment.name))),
          events(),
          alarms(environment.account),
          ...(environment.hardened ? [logs(environment.region, arns)] : []),
        ],
      },
    });
    Validations.of(this.key).acknowledge({
      id: 'CKV_AWS_33',
      reason:
        'Roles are named by the condition beside the principal, so that a new pipeline needs no change here',
    });
    this.key.applyRemovalPolicy(removalPolicy(environment.retain));
    new CfnAlias(this, 'Alias', {
      aliasName: keyAlias(prefix, environment.name),
      targetKeyId: this.key.ref,
    });
  }
}

/** Without it nobody could ever change the key's policy again. */
function administration(arns: Arns): object {
  return statement('Administration', { AWS: arns.account() }, ['kms:*']);
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/S3-artifact-encryption.html */
function pipelines(rolePatterns: readonly string[], account: string): object {
  return {
    ...statement('Pipelines', { AWS: '*' }, [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey*',
      'kms:ReEncrypt*',
    ]),
    Condition: {
      ArnLike: { 'aws:PrincipalArn': rolePatterns },
      StringEquals: { 'aws:PrincipalAccount': account },
    },
  };
}

/** The role with which EventBridge publishes to the encrypted topic. */
function notifications(role: string): object {
  return {
    ...statement('Notifications', { AWS: '*' }, ['kms:Decrypt', 'kms:GenerateDataKey*']),
    Condition: { ArnEquals: { 'aws:PrincipalArn': role } },
  };
}

/**
 * EventBridge sends to the encrypted dead-letter queue as itself. AWS documents no condition that it fulfils there; the
 * queue's own policy limits it to the rules of this account.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
function events(): object {
  return statement('Events', { Service: 'events.amazonaws.com' }, ['kms:Decrypt', 'kms:GenerateDataKey*']);
}

function alarms(account: string): object {
  return {
    ...statement('Alarms', { Service: 'cloudwatch.amazonaws.com' }, ['kms:Decrypt', 'kms:GenerateDataKey*']),
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  };
}

/**
 * Of log groups in the account, whatever they are called: the name of one is in what CloudWatch encrypts with.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
function logs(region: string, arns: Arns): object {
  return {
    ...statement('Logs', { Service: `logs.${region}.${arns.domain}` }, [
      'kms:Decrypt*',
      'kms:Describe*',
      'kms:Encrypt*',
      'kms:GenerateDataKey*',
      'kms:ReEncrypt*',
    ]),
    Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arns.logGroup('*') } },
  };
}

/** In a key policy `*` is this key. */
function statement(sid: string, principal: object, actions: readonly string[]): object {
  return { Sid: sid, Effect: 'Allow', Principal: principal, Action: actions, Resource: '*' };
}
