/** Credentials and region for a client that talks to the local endpoint. */
export interface AwsIdentity {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** How the services of the endpoint call each other: over HTTP, as somebody, just as AWS's do. */
export interface Aws {
  /** The endpoint as itself, with every right, in one account and region: for what AWS does behind the scenes. */
  asService(account: string, region: string): AwsIdentity;
  /**
   * A session of a role, for a service that works with it.
   * @param principal the service that assumes it, for example `codepipeline.amazonaws.com`
   * @param sourceArn what made the service act, seen by the callee as {@link Caller.sourceArn}
   * @throws AwsError `AccessDenied` where the role does not exist or does not trust the principal
   */
  asRole(roleArn: string, region: string, principal: string, sourceArn?: string): Promise<AwsIdentity>;
  /**
   * An AWS service calling without a role, for example EventBridge invoking a function or publishing to a topic: only
   * the resource's own policy (Lambda permission, SNS topic, SQS queue, S3 bucket, KMS key) can allow what it does.
   * @param principal for example `events.amazonaws.com`
   * @param sourceArn what makes it act; `aws:SourceArn` (and with it `aws:SourceAccount`) in conditions
   */
  asPrincipal(principal: string, account: string, region: string, sourceArn: string): AwsIdentity;
}
