import { join } from 'node:path';
import type { CreateProjectInput } from '@aws-sdk/client-codebuild';
import { ACCOUNT, REGION } from '@pipeline-factory/local-endpoint/testing';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { bakeName } from '../../../handlers/contract/names';
import { bakeProject } from '../../../lib/bake/bake-project';
import type { BakeProps } from '../../../lib/bake/bake-props';
import { IDENTITY, LOG_GROUP, PIPELINE } from './bake-names';

/** The bake's program: where the buildspec reads it from, and where its files are. */
export interface Asset {
  readonly bucket: string;
  readonly key: string;
  readonly folder: string;
}

interface RoleProperties {
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly object[] } }[];
}

/** What the stack has for a bake. */
export function synthesize(props: Pick<BakeProps, 'image' | 'instance'>, outdir: string) {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, PIPELINE, { env: { account: ACCOUNT, region: REGION } });
  const environment = {
    ...{ name: IDENTITY.environment, account: ACCOUNT, region: REGION },
    ...{ retain: false, approvers: [], eventReaders: [], hardened: false, logRetentionDays: 30 },
  };
  bakeProject(stack, { identity: IDENTITY, environment, ...props });
  const template = Template.fromStack(stack);
  const [project] = Object.values(template.findResources('AWS::CodeBuild::Project'));
  const [role] = Object.values(template.findResources('AWS::IAM::Role'));
  const { Policies } = (role as { Properties: RoleProperties }).Properties;
  const properties = (project as { Properties: Record<string, unknown> }).Properties;
  const { BuildSpec, Type } = properties.Source as { BuildSpec: unknown; Type: string };
  const buildspec = textOf(BuildSpec);
  const [, bucket = '', key = ''] = /s3:\/\/([^/]+)\/(\S+?)"/.exec(buildspec) ?? [];
  const { EnvironmentVariables, ...environmentProperties } = properties.Environment as Record<
    string,
    unknown
  >;
  const {
    Type: type,
    ComputeType: computeType,
    Image: image,
  } = environmentProperties as Record<string, string>;
  const variables = (EnvironmentVariables as Record<string, unknown>[]).map((one) => ({
    name: one.Name as string,
    type: one.Type as 'PLAINTEXT',
    value: textOf(one.Value),
  }));
  const asset: Asset = { bucket, key, folder: join(outdir, `asset.${key.replace(/\.zip$/, '')}`) };
  const input: CreateProjectInput = {
    name: bakeName(IDENTITY),
    serviceRole: `arn:aws:iam::${ACCOUNT}:role/${bakeName(IDENTITY)}`,
    source: { type: Type as 'CODEPIPELINE', buildspec },
    artifacts: { type: 'CODEPIPELINE' },
    environment: {
      type: type as 'LINUX_CONTAINER',
      computeType: computeType as 'BUILD_GENERAL1_SMALL',
      image,
      environmentVariables: variables,
    },
    logsConfig: {
      cloudWatchLogs: { status: 'ENABLED', groupName: LOG_GROUP },
    },
  };
  const statements = JSON.parse(textOf(Policies[0]?.PolicyDocument.Statement ?? [])) as object[];
  return { project: input, statements, asset };
}

/** A value of a template as text, with the functions in it worked out that stand for account and region. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return resolved(value);
  if (typeof value === 'object' && value !== null && 'Fn::Join' in value) {
    const [separator, parts] = value['Fn::Join'] as [string, unknown[]];
    return parts.map(textOf).join(separator);
  }
  if (typeof value === 'object' && value !== null && 'Fn::Sub' in value)
    return resolved(String(value['Fn::Sub']));
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && ('Fn::Sub' in inner || 'Fn::Join' in inner)
      ? textOf(inner)
      : inner,
  );
}

const resolved = (text: string): string =>
  text.replaceAll('${AWS::AccountId}', ACCOUNT).replaceAll('${AWS::Region}', REGION);
