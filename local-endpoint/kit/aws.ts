import type { InProcessClient } from './in-process-client';

/** Credentials and region for a client that talks to the local endpoint; over connections of its own, where it is not in its process. */
export interface AwsIdentity extends Partial<InProcessClient> {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** How the services of the endpoint call each other: with signed requests and credentials, as AWS's do. */
export interface Aws {
  /** The endpoint itself, which may do everything, in one account and region: for what AWS does internally. */
  asService(account: string, region: string): AwsIdentity;
  /**
   * A session of a role, for a service that acts with it.
   * @param principal the service that assumes it, for example `codepipeline.amazonaws.com`
   * @param sourceArn the resource on whose behalf the service acts; the called service finds it in {@link Caller.sourceArn}
   * @throws AwsError `AccessDenied` where the role does not exist or does not trust the principal
   */
  asRole(roleArn: string, region: string, principal: string, sourceArn?: string): Promise<AwsIdentity>;
  /**
   * An AWS service calling without a role, for example EventBridge invoking a function or publishing to a topic: only
   * the resource's own policy (Lambda permission, SNS topic, SQS queue, S3 bucket, KMS key) can allow what it does.
   * @param principal for example `events.amazonaws.com`
   * @param sourceArn the resource on whose behalf it acts; `aws:SourceArn` (and with it `aws:SourceAccount`) in conditions
   */
  asPrincipal(principal: string, account: string, region: string, sourceArn: string): AwsIdentity;
}
