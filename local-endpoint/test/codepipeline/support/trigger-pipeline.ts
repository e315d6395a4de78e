import type { GitConfiguration, PipelineDeclaration } from '@aws-sdk/client-codepipeline';

/** What a trigger watches. */
export type Filters = Omit<GitConfiguration, 'sourceActionName'>;

interface Options {
  /** The source action's DetectChanges. */
  readonly detects: string;
  readonly sourceActionName: string;
  readonly more: Partial<PipelineDeclaration>;
}

/** A pipeline of `main` with one trigger, or none. */
export function declaration(
  filters?: Filters,
  { detects = 'true', sourceActionName = 'Source', more = {} }: Partial<Options> = {},
): PipelineDeclaration {
  const configuration = {
    ConnectionArn: 'arn:aws:codeconnections:ap-northeast-1:111111111111:connection/1',
    FullRepositoryId: 'acme/shopfront',
    BranchName: 'main',
    DetectChanges: detects,
  };
  const connection = {
    category: 'Source',
    owner: 'AWS',
    provider: 'CodeStarSourceConnection',
    version: '1',
  } as const;
  const manual = { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' } as const;
  const source = {
    name: 'Source',
    actionTypeId: connection,
    configuration,
    outputArtifacts: [{ name: 'source' }],
  };
  return {
    name: 'shop-shopfront-stg',
    roleArn: 'arn:aws:iam::111111111111:role/shop',
    pipelineType: 'V2',
    artifactStore: { type: 'S3', location: 'store' },
    stages: [
      { name: 'Source', actions: [source] },
      { name: 'Ask', actions: [{ name: 'Ask', actionTypeId: manual }] },
    ],
    ...(filters && {
      triggers: [
        { providerType: 'CodeStarSourceConnection', gitConfiguration: { sourceActionName, ...filters } },
      ],
    }),
    ...more,
  };
}

/** A filter that takes these patterns. */
export const only = (...includes: string[]) => ({ includes });
