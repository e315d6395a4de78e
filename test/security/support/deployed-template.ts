import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
import { type TestEndpoint, REGION, until } from '@pipeline-factory/local-endpoint/testing';

/** A template as `Template.toJSON` gives it. */
export interface TemplateJson {
  readonly Parameters?: Readonly<Record<string, object>>;
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: unknown }>>;
}

/**
 * Creates a stack of a synthesized template, without the `cdk` command and its bootstrap, and waits until it is there.
 * @param outdir the assembly with the code of its functions
 */
export async function deployTemplate(
  local: TestEndpoint,
  name: string,
  { Parameters, Resources }: TemplateJson,
  outdir: string,
): Promise<Stack> {
  const client = new CloudFormationClient(local.client());
  await uploadAssets(local, Object.values(Resources).flatMap(codeOf), outdir);
  // There is no bootstrap: its parameter and CDK's rule for it are left out.
  const own = Object.entries(Parameters ?? {}).filter(([name]) => name !== 'BootstrapVersion');
  const TemplateBody = JSON.stringify({ Parameters: Object.fromEntries(own), Resources });
  await client.send(
    new CreateStackCommand({ StackName: name, TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] }),
  );
  return until(async () => {
    const [stack] = (await client.send(new DescribeStacksCommand({ StackName: name }))).Stacks ?? [];
    if (stack?.StackStatus === 'CREATE_COMPLETE') return stack;
    if (stack?.StackStatus?.includes('ROLLBACK')) throw new Error(await failures(client, name));
    return undefined;
  });
}

async function failures(client: CloudFormationClient, StackName: string): Promise<string> {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
  return StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED')
    .map(({ LogicalResourceId, ResourceStatusReason }) => `${LogicalResourceId}: ${ResourceStatusReason}`)
    .join('; ');
}

interface Code {
  readonly S3Bucket: string;
  readonly S3Key: string;
}

function codeOf({ Type, Properties }: { Type: string; Properties?: unknown }): Code[] {
  return Type === 'AWS::Lambda::Function' ? [(Properties as { Code: Code }).Code] : [];
}

async function uploadAssets(local: TestEndpoint, codes: readonly Code[], outdir: string): Promise<void> {
  const s3 = new S3Client(local.client());
  for (const Bucket of new Set(codes.map(({ S3Bucket }) => S3Bucket)))
    await s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }),
    );
  for (const { S3Bucket, S3Key } of codes) {
    const file = join(outdir, `asset.${S3Key.replace('.zip', '')}`, 'index.mjs');
    const Body = zipSync({ 'index.mjs': new Uint8Array(readFileSync(file)) });
    await s3.send(new PutObjectCommand({ Bucket: S3Bucket, Key: S3Key, Body }));
  }
}
