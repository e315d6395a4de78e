import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { ActionFunction } from '../../handlers/contract/action-function';
import {
  accessLogBucketName,
  artifactBucketName,
  eventsRoleName,
  foundationName,
  keyParameterName,
} from '../../handlers/contract/names';
import { Arns } from '../pipeline/arns';
import { inlineRole } from '../pipeline/role';
import type { Environment } from '../config/model';
import { AccessLogBucket, bucketLogs, type LogBucket } from './access-log-bucket';
import { DeployedActionFunction } from './action-function';
import { PrivateBucket } from './bucket';
import { BucketEmptier } from './bucket-emptier';
import { EnvironmentKey } from './key';
import { notificationRules } from './notification-rules';
import { Notifications } from './notifications';
import { UndeliveredEvents } from './undelivered-events';

export interface FoundationStackProps extends StackProps {
  readonly prefix: string;
  readonly environment: Environment;
  /** Those that a pipeline of the environment uses, each once. */
  readonly actionFunctions: readonly ActionFunction[];
}

/** CodePipeline can roll a stage back to an execution for as long. */
const ARTIFACT_DAYS = 365;

/** Days that overwritten or deleted artifacts are kept. */
const NONCURRENT_DAYS = 30;

/** What the pipelines of one environment share. They refer to it by name, so nothing is exported. */
export class FoundationStack extends Stack {
  constructor(scope: Construct, id: string, props: FoundationStackProps) {
    const { prefix, environment, actionFunctions, ...stackProps } = props;
    super(scope, id, stackProps);
    const arns = Arns.of(environment);
    const { key } = new EnvironmentKey(this, 'Key', { prefix, environment, arns });
    const emptier = environment.retain
      ? undefined
      : new BucketEmptier(this, 'Emptier', {
          name: foundationName(prefix, environment.name),
          environment,
          keyArn: environment.hardened ? key.attrArn : undefined,
        });
    const bucketName = artifactBucketName(prefix, environment.name, environment.account, environment.region);
    const logBucket = environment.hardened ? this.harden(props, arns, key.attrArn, emptier) : undefined;
    const artifacts = new PrivateBucket(this, 'Artifacts', {
      bucketName,
      accessLogs: logBucket && bucketLogs(logBucket.name, bucketName),
      emptier,
      keyArn: key.attrArn,
      lifecycle: [
        {
          id: 'old-artifacts',
          status: 'Enabled',
          expirationInDays: ARTIFACT_DAYS,
          noncurrentVersionExpiration: { noncurrentDays: NONCURRENT_DAYS },
        },
      ],
    });
    if (logBucket) artifacts.node.addDependency(logBucket.resource);
    const { topic } = new Notifications(this, 'Notifications', {
      prefix,
      environment,
      keyArn: key.attrArn,
    });
    const role = inlineRole(this, 'EventsRole', {
      roleName: eventsRoleName(prefix, environment.name),
      trusts: [
        {
          principal: { Service: 'events.amazonaws.com' },
          conditions: { StringEquals: { 'aws:SourceAccount': environment.account } },
        },
      ],
      grants: [
        {
          actions: ['codepipeline:StartPipelineExecution'],
          resources: [arns.pipeline(`${prefix}-*-${environment.name}`)],
          because: "It starts each of this environment's pipelines, also those added later",
        },
        { actions: ['sns:Publish'], resources: [topic] },
      ],
    });
    const { queue } = new UndeliveredEvents(this, 'UndeliveredEvents', {
      ...{ prefix, environment, arns, topic },
      keyArn: key.attrArn,
    });
    const undeliveredEvents = queue.attrArn;
    notificationRules(this, { prefix, environment, topic, role: role.attrArn, undeliveredEvents });
    for (const action of actionFunctions)
      new DeployedActionFunction(this, pascalCase(action.name), {
        ...{ prefix, environment, arns, topic, undeliveredEvents, action },
        keyArn: key.attrArn,
      });
  }

  /** What stacks of a hardened environment name: the bucket of its logs, and the parameter with its key. */
  private harden(
    { prefix, environment: { name, account, region } }: FoundationStackProps,
    arns: Arns,
    keyArn: string,
    emptier: BucketEmptier | undefined,
  ): LogBucket {
    const bucketName = accessLogBucketName(prefix, name, account, region);
    new CfnParameter(this, 'KeyParameter', {
      name: keyParameterName(prefix, name),
      type: 'String',
      value: keyArn,
    });
    const resource = new AccessLogBucket(this, 'AccessLogs', {
      bucketName,
      account,
      arns,
      services: true,
      emptier,
    });
    return { name: bucketName, resource };
  }
}

/** `record-release` becomes `RecordRelease`. */
function pascalCase(name: string): string {
  return name.replace(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
